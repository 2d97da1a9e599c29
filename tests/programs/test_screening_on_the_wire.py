"""What the health screen stops never reaches a provider: read from what the provider received."""

from itertools import cycle

import pytest

from programs.models import Program, Screening
from programs.operations.programs import (
    ClearanceNeeded,
    create_program,
    record_clearance,
    redraft_weeks,
)
from programs.screening import QUESTIONS, REASONS
from project.models import JobStatus, Role
from tests.people import person
from tests.programs.answers import Model, wire
from tests.programs.drafting import GEMINI, OPENAI, fresh, route_over
from tests.programs.factories import ALL_CLEAR, make_coaching, make_facts
from tests.programs.test_screening import HARMLESS as HARMLESS_TABLE
from tests.programs.test_screening import RED as RED_TABLE

pytestmark = pytest.mark.django_db(transaction=True)

RED = [text for text, _ in RED_TABLE]
HARMLESS = [text for text in HARMLESS_TABLE if text]
FIELDS = ("goal_text", "limits_text")


@pytest.fixture(autouse=True)
def every_provider(model: Model, settings):
    """Every provider has a key and is on the route: whatever left would be seen."""
    settings.PROVIDER_KEYS = dict.fromkeys(("openai", "groq", "cerebras", "gemini"), "test-key")
    groq, cerebras = "llama-3.3-70b-versatile", "qwen-3-235b-a22b-thinking-2507"
    route_over(OPENAI, GEMINI, ("groq", groq), ("cerebras", cerebras))


def create(client, by=None, answers=ALL_CLEAR, **fields):
    values = {"weeks": 1, "days": 3} | fields
    return create_program(
        client=client, facts=make_facts(**values), answers=answers, by=by or client
    )


def sent(fake_providers) -> str:
    """Everything that any provider received, as it was and as it is read."""
    return "\n".join(
        f"{request.body.decode()}\n{request.prompt}" for request in fake_providers.requests
    )


def test_tables_are_as_long_as_promised():
    assert len(RED) >= 60
    assert len(HARMLESS) >= 60


@pytest.mark.parametrize("field", FIELDS)
def test_red_text_makes_no_request_and_gives_the_notice(field, bob, held_queue, fake_providers):
    for text, flag in RED_TABLE:
        created = create(bob, **{field: text})

        assert created.job is None, text
        assert flag in created.program.screening.flags, text
        assert REASONS[flag] in created.program.screening.notice
        assert "clearance" in created.program.screening.notice
    held_queue.work()

    assert fake_providers.requests == []
    assert Program.objects.count() == len(RED)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_yes_to_a_question_makes_no_request(question, bob, held_queue, fake_providers):
    created = create(bob, answers=ALL_CLEAR | {question.key: True})
    held_queue.work()

    assert created.job is None
    assert fake_providers.requests == []
    assert REASONS[question.flag] in created.program.screening.notice


@pytest.mark.parametrize(("age", "asked"), [(12, 0), (17, 0), (101, 0), (18, 2), (70, 2)])
def test_age_decides(age, asked, bob, held_queue, fake_providers):
    created = create(bob, age=age)
    held_queue.work()

    assert (created.job is None) is (asked == 0)
    assert len(fake_providers.requests) == asked


def test_red_instruction_makes_no_request_and_changes_nothing(
    bob, alice, held_queue, fake_providers
):
    program = create(bob, by=alice).program
    held_queue.work()
    asked = len(fake_providers.requests)

    for text in RED:
        with pytest.raises(ClearanceNeeded) as raised:
            redraft_weeks(program=program, numbers=[1], by=alice, instruction=text)
        assert text not in raised.value.detail
    held_queue.work()

    assert len(fake_providers.requests) == asked
    assert program.weeks.get(number=1).instruction == ""


def test_after_clearance_the_flagged_text_still_stays_here(bob, alice, held_queue, fake_providers):
    """Two phrases a program, so that each was once a goal and once a limit."""
    pairs = list(zip(RED, RED[1:] + RED[:1], strict=True))
    for goal, limit in pairs:
        created = create(bob, by=alice, goal_text=goal, limits_text=limit)
        job = record_clearance(program=created.program, note="Dr. Ng, 3 May", by=alice)
        held_queue.work()
        assert fresh(job).status == JobStatus.SUCCEEDED

    assert len(fake_providers.requests) == 2 * len(pairs)
    everything = sent(fake_providers).casefold()
    for text in RED:
        assert text.casefold() not in everything
    assert "Dr. Ng" not in sent(fake_providers)
    # Nor the words for what was found.
    users = "\n".join(
        request.prompt.rpartition("<client>")[2] for request in fake_providers.requests
    )
    for word in ("chest pain", "faint", "pregnan", "surgery", "eating disorder", "clearance"):
        assert word not in users.casefold()


def test_after_clearance_what_is_harmless_goes_along(bob, alice, held_queue, fake_providers):
    created = create(
        bob,
        by=alice,
        goal_text="I fainted at the gym last week",
        limits_text="my left ankle is stiff",
    )
    record_clearance(program=created.program, note="Dr. Ng, 3 May", by=alice)
    held_queue.work()

    assert "fainted" not in sent(fake_providers)
    assert "limits in their words: my left ankle is stiff" in sent(fake_providers)


def test_limit_that_a_withheld_text_states_still_holds(bob, alice, held_queue, fake_providers):
    created = create(bob, by=alice, limits_text="I had knee surgery six weeks ago, my knee hurts")
    record_clearance(program=created.program, note="Dr. Ng, 3 May", by=alice)
    held_queue.work()

    assert "surgery" not in sent(fake_providers)
    assert "limits: knee" in sent(fake_providers)


def test_harmless_look_alikes_go_through(bob, alice, held_queue, fake_providers):
    words = cycle(HARMLESS)
    texts = [(next(words), next(words), next(words)) for _ in range(-(-len(HARMLESS) // 3))]
    for goal, limit, instruction in texts:
        created = create(bob, by=alice, goal_text=goal, limits_text=limit)
        assert created.job is not None, (goal, limit)
        held_queue.work()
        redraft_weeks(program=created.program, numbers=[1], by=alice, instruction=instruction)
        held_queue.work()

    prompts = [request.prompt for request in fake_providers.requests]
    assert wire(fake_providers.requests) == {"metadata": len(texts), "week-1": 2 * len(texts)}
    for goal, limit, instruction in texts:
        assert any(
            f"in their words: {goal}\nlimits in their words: {limit}\n" in one for one in prompts
        )
        assert any(f"<wish>\n{instruction}\n</wish>" in one for one in prompts)


def test_names_and_address_of_the_client_stay_here(alice, held_queue, fake_providers):
    client = person(
        "wren.hollis", Role.LEARNERS, first_name="Zoë", last_name="Hollis-Brandt",
        email="zoe.hollis@example.org",
    )  # fmt: skip
    make_coaching(alice, client)
    text = (
        "Zoë Hollis-Brandt here, ZOE to friends. Write to zoe.hollis@example.org or call "
        "555-201-8834. Hollis-Brandt's back is stiff."
    )
    program = create(client, by=alice, goal_text=text, limits_text=text).program
    held_queue.work()
    redraft_weeks(program=program, numbers=[1], by=alice, instruction=f"{text} Shorter.")
    held_queue.work()

    everything = sent(fake_providers)
    assert len(fake_providers.requests) == 3
    for secret in ("Zoë", "Zo\\u00eb", "ZOE", "Hollis", "Brandt", "zoe.", "example.org", "8834"):
        assert secret not in everything, secret
    assert "[PERSON_1]" in everything
    assert "back is stiff" in everything


def test_logins_and_the_coachs_name_stay_here(held_queue, fake_providers):
    coach = person("ines_k", Role.COACHES, first_name="Ines", last_name="Kowalczyk")
    client = person("ironbadger77", Role.LEARNERS, first_name="Sam")
    make_coaching(coach, client)
    text = "ironbadger77 here, sent by Coach Kowalczyk (ines_k): a stronger squat"

    create(client, by=coach, goal_text=text)
    held_queue.work()

    everything = sent(fake_providers)
    for secret in ("ironbadger", "Kowalczyk", "ines_k"):
        assert secret not in everything, secret
    assert "a stronger squat" in everything


def test_login_that_is_a_word_of_ours_spoils_no_prompt(held_queue, fake_providers):
    client = person("squat", Role.LEARNERS)

    create(client, goal_text="a stronger squat")
    held_queue.work()

    assert "a stronger squat" in sent(fake_providers)


def test_names_come_back_into_the_draft(bob, held_queue, model, fake_providers):
    def greet(data):
        data["notes"] = "Well done, [PERSON_1]."

    model.faults = {"week-1": greet}
    program = create(bob, goal_text="Bob Okafor wants a bigger back").program
    held_queue.work()

    assert program.weeks.get(number=1).notes == "Well done, Bob Okafor."
    assert "Okafor" not in sent(fake_providers)


def test_answers_of_the_screen_are_in_no_request(bob, held_queue, fake_providers):
    create(bob)
    held_queue.work()

    everything = sent(fake_providers)
    assert Screening.objects.get().answers
    for question in QUESTIONS:
        assert question.key not in everything
        assert question.text not in everything
