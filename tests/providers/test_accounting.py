"""What the ledger says was used, beside what the providers themselves counted."""

import contextlib
import itertools
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from providers import figures, gateway, ledger, routing
from providers.errors import GenerationFailed
from providers.models import Budget, Call, Circuit
from tests.fakes import Behaviour, ErrorInside, Fail, Html, Ok, Refuse, Reset, Truncated
from tests.people import person
from tests.providers.conftest import GOOD, PROVIDERS

pytestmark = pytest.mark.django_db

# US dollars per million tokens in and out, another pair for each.
PRICES = {
    "openai": (Decimal("2.5"), Decimal(10)),
    "groq": (Decimal("0.59"), Decimal("0.79")),
    "cerebras": (Decimal("0.6"), Decimal("1.2")),
    "gemini": (Decimal("0.3"), Decimal("2.5")),
}
# What the first model does in one call; later attempts meet a healthy one.
COURSES: dict[str, tuple[Behaviour, ...]] = {
    "answered": (Ok(value=GOOD),),
    "re-asked": (Ok(style="wrong_shape"), Ok(value=GOOD)),
    "re-asked in vain, then the next": (Ok(style="cut"), Ok(style="prose", text="No.")),
    "cut, then longer": (Truncated(), Ok(value=GOOD)),
    "cut twice, then the next": (Truncated(), Truncated()),
    "refused": (Refuse(how="refusal"),),
    "filtered half-way": (Refuse(how="filter"),),
    "failed, then once more": (Fail("server_error"), Ok(value=GOOD)),
    "reset, then once more": (Reset(), Ok(value=GOOD)),
    "over its rate": (Fail("rate_limit"),),
    "a bad request": (Fail("bad_request"),),
    "an error in a 200": (ErrorInside(),),
    "HTML": (Html(status=200),),
    "with thinking": (Ok(value=GOOD, reasoning_tokens=321),),
    "a count of its own": (Ok(value=GOOD, input_tokens=1_234, output_tokens=567),),
}


def priced(made, *names: str) -> None:
    for entry in made.entries.select_related("provider_model"):
        row = entry.provider_model
        row.input_price, row.output_price = PRICES[row.provider]
        row.save()
    routing.forget()


def billed(providers) -> tuple[int, int, Decimal]:
    """Tokens and dollars as the providers would put them on their bills."""
    tokens = {name: providers.tokens(name) for name in PROVIDERS}
    cost = sum(
        (
            PRICES[name][0] * count[0] / 1_000_000 + PRICES[name][1] * count[1] / 1_000_000
            for name, count in tokens.items()
        ),
        Decimal(0),
    )
    inputs, outputs = (sum(pair) for pair in zip(*tokens.values(), strict=True))
    return inputs, outputs, cost


def told(attempts) -> tuple[int, int, Decimal]:
    return (
        sum(one.input_tokens for one in attempts),
        sum(one.output_tokens for one in attempts),
        sum((one.cost for one in attempts), Decimal(0)),
    )


@pytest.mark.parametrize("extra", [{}, {"stream": False}], ids=["streamed", "whole"])
@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("course", COURSES)
def test_a_call_costs_what_its_providers_bill(providers, route, ask, provider, course, extra):
    other = "groq" if provider != "groq" else "openai"
    priced(route(provider, other, extra=extra))
    providers.script(provider, *COURSES[course])
    try:
        draft = gateway.generate(ask())
        attempts = draft.attempts
        used = (draft.usage.input_tokens, draft.usage.output_tokens, draft.cost)
        assert used == billed(providers)
    except GenerationFailed as failure:
        attempts = failure.attempts
    assert told(attempts) == billed(providers)
    assert told(Call.objects.all()) == billed(providers)


def test_the_sums_by_day_app_person_and_job_are_the_bills(providers, route, ask):
    made = route(*PROVIDERS)
    priced(made)
    people, jobs = [person("ada"), person("ben")], [uuid4(), uuid4(), uuid4()]
    apps = ["ieps", "programs"]
    expected: dict[tuple[str, str], list[tuple[int, int, Decimal]]] = {}
    before = (0, 0, Decimal(0))
    turns = itertools.product(PROVIDERS, COURSES.values())
    for number, (provider, course) in enumerate(turns):
        Circuit.objects.all().delete()
        who, job, app = people[number % 2], jobs[number % 3], apps[number % 5 % 2]
        made.entries.update(position=1)
        made.entries.filter(provider_model__provider=provider).update(position=0)
        routing.forget()
        providers.script(provider, *course)
        with contextlib.suppress(GenerationFailed):
            gateway.generate(ask(user_id=who.pk, job_id=job, app=app))
        now = billed(providers)
        used = (now[0] - before[0], now[1] - before[1], now[2] - before[2])
        before = now
        for key in (("user", str(who.pk)), ("job", str(job)), ("app", app)):
            expected.setdefault(key, []).append(used)
    assert providers.unused() == 0
    for by in ("user", "job", "app"):
        report = figures.usage(by)
        lines = {line.key: told([line]) for line in report.lines}
        assert lines == {
            key: tuple(map(sum, zip(*each, strict=True)))
            for (kind, key), each in expected.items()
            if kind == by
        }
        assert told([report.total]) == before
    assert told(figures.usage("day").lines) == before


def test_a_budget_counts_what_failed_calls_cost(providers, route, ask):
    priced(route("openai"))
    Budget.objects.create(app="ieps", monthly_limit=Decimal("0.01"))
    providers.always("openai", Ok(style="wrong_shape", input_tokens=1_500, output_tokens=200))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(app="ieps"))
    assert failure.value.category == "invalid_output"
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(app="ieps"))
    assert failure.value.category == "budget"
    assert "$0.01 of $0.01" in failure.value.person_message
    assert len(providers.calls()) == 2


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_written_beside_the_call(providers, route, ask, monkeypatch):
    """A healthy call on a limited model asks the database twice: for the circuits, the budget."""
    monkeypatch.setattr(routing, "FRESH_SECONDS", 60.0)
    route("openai", requests_per_minute=1_000)
    for _ in range(2):
        gateway.generate(ask(app="ieps"))
    with CaptureQueriesContext(connection) as asked:
        gateway.generate(ask(app="ieps"))
    statements = [query["sql"].split()[0] for query in asked]
    assert len(statements) <= 3
    assert "INSERT" not in statements
    assert ledger.flush()
    assert Call.objects.count() == 3
