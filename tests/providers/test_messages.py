"""What a caller may hand over as messages."""

import pytest

from providers import gateway
from providers.generation import InvalidMessage
from providers.redaction import Redaction, Term

pytestmark = pytest.mark.django_db


def test_messages_may_be_mappings(providers, route, ask):
    route("openai")
    request = ask(
        messages=[
            {"role": "system", "content": "You write plans."},
            gateway.Message("user", "For Maria Lopez."),
        ],
        redact=Redaction([Term("STUDENT", "Maria Lopez")]),
    )
    gateway.generate(request)
    sent = providers.calls("openai")[0].json["messages"]
    assert [(one["role"], one["content"]) for one in sent] == [
        ("system", "You write plans."),
        ("user", "For [STUDENT_1]."),
    ]


@pytest.mark.parametrize(
    "messages",
    [
        "Write a week.",
        {"role": "user", "content": "Write."},
        ["Write a week."],
        [{"role": "user"}],
        [{"role": "user", "content": "Write.", "name": "ada"}],
        [{"role": "tool", "content": "Write."}],
        [{"role": "user", "content": [{"type": "text", "text": "Write."}]}],
        [{"role": "user", "content": None}],
        [None],
    ],
)
def test_other_messages_are_refused_at_once(ask, messages):
    with pytest.raises(InvalidMessage, match="message") as refused:
        ask(messages=messages)
    assert "Write" not in str(refused.value)
