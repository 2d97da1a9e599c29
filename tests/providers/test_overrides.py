"""LLM_ROUTE_<NAME> and PROGRAM_CREATION_MODEL as people write them."""

import logging

import pytest
from django.core.checks import Tags, run_checks

from providers import gateway, overrides, routing
from providers.errors import Category, GenerationFailed
from providers.overrides import Override
from tests.fakes import Fail
from tests.installation import Installation
from tests.providers.conftest import GOOD, Week

LLAMA = "groq:llama-3.3-70b-versatile"


def names(route: str) -> list[str]:
    return [candidate.name for candidate in routing.plan(route).candidates]


@pytest.mark.parametrize(
    ("text", "choices", "offline"),
    [
        ("openai:gpt-4o,", [("openai", "gpt-4o")], False),
        ("openai:gpt-4o,,groq:x", [("openai", "gpt-4o"), ("groq", "x")], False),
        (" OpenAI : gpt-4o , gpt-4o-mini ", [("openai", "gpt-4o"), ("", "gpt-4o-mini")], False),
        ("openai:ft:gpt-4o:org::id", [("openai", "ft:gpt-4o:org::id")], False),
        ("gemini:models/gemini-2.5-flash", [("gemini", "models/gemini-2.5-flash")], False),
        ("offline", [], True),
        ("Offline:composer", [], True),
        ("openai:gpt-4o,offline", [("openai", "gpt-4o")], True),
        ("  ", [], False),
        (" , ,", [], False),
    ],
)
def test_what_can_be_read_is_read(text, choices, offline):
    assert overrides.read(text) == Override(tuple(choices), offline)


@pytest.mark.parametrize(
    ("text", "says", "left"),
    [
        ("openai:gpt-4o;groq:x", "commas", 0),
        ("openai:gpt-4o groq:x", "commas", 0),
        ("openai:", "provider:model", 0),
        (":gpt-4o,groq:x", "provider:model", 1),
        ("offline,groq:x", "last", 1),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_own(text, says, left):
    found = overrides.read(text)
    assert len(found.choices) == left
    assert says in found.problems[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("openai:", "providers.E001"),
        ("openai:gpt-4o;groq:x", "providers.E001"),
        ("openai:gpt-4o,groq:", "providers.W001"),
        ("openai:gpt-4o,", None),
    ],
)
def test_the_checks_tell_what_cannot_be_read(settings, text, message):
    settings.ROUTE_OVERRIDES = {"ieps": text}
    found = [one for one in run_checks() if one.id and one.id.startswith("providers.")]
    assert [one.id for one in found] == ([message] if message else [])
    assert all("LLM_ROUTE_IEPS" in one.msg for one in found)


@pytest.mark.django_db
def test_the_checks_of_the_database_tell_what_the_catalogue_lacks(providers, route, settings):
    route("openai")
    settings.ROUTE_OVERRIDES = {"drafts": "acme:wonder,openai:gpt-4o"}
    found = run_checks(tags=[Tags.database], databases=["default"])
    assert ["acme" in one.msg for one in found if one.id == "providers.W001"] == [True]


@pytest.mark.django_db
def test_one_bad_entry_leaves_the_good_ones_and_is_logged(providers, route, ask, settings, caplog):
    route("openai")
    routing._told.clear()
    settings.ROUTE_OVERRIDES = {"drafts": f"acme:wonder,{LLAMA},a;b,"}
    with caplog.at_level(logging.ERROR, "providers.routing"):
        assert [gateway.generate(ask()).provider for _ in range(2)] == ["groq", "groq"]
    assert [("acme" in text, "a;b" in text) for text in caplog.messages] == [(True, True)]


@pytest.mark.django_db
def test_an_override_that_names_nothing_is_none(providers, route, settings):
    route("openai", "groq")
    for text in ("  ", ",,", " , "):
        settings.ROUTE_OVERRIDES = {"drafts": text}
        assert names("drafts") == ["openai:gpt-4o", LLAMA]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["offline", "offline:composer"])
def test_the_composer_can_be_the_only_choice(providers, route, ask, settings, text):
    route("openai", "groq")
    settings.ROUTE_OVERRIDES = {"drafts": text}
    draft = gateway.generate(ask(offline=lambda: Week(**GOOD)))
    assert (draft.provider, providers.calls()) == ("offline", [])
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.UNCONFIGURED


@pytest.mark.django_db
def test_the_composer_after_a_model_stands_in_for_the_route_s_others(
    providers, route, ask, settings
):
    route("openai", "groq")
    settings.ROUTE_OVERRIDES = {"drafts": f"{LLAMA},offline"}
    plan = routing.plan("drafts")
    assert (names("drafts"), plan.offline) == ([LLAMA], True)
    assert gateway.generate(ask(offline=lambda: Week(**GOOD))).provider == "groq"
    providers.always("groq", Fail("quota"))
    assert gateway.generate(ask(offline=lambda: Week(**GOOD))).provider == "offline"
    assert providers.calls("openai") == []


def test_a_program_model_of_spaces_is_none(tmp_path, fake_providers):
    installed = Installation(
        tmp_path, **fake_providers.environment(), PROGRAM_CREATION_MODEL="  ", LLM_ROUTE_LEGAL=" "
    )
    try:
        found = installed.query(
            "import json\nfrom django.conf import settings\n"
            "print(json.dumps(settings.ROUTE_OVERRIDES))"
        )
    finally:
        installed.stop()
    assert found == {}
