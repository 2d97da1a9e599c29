"""The PDF file: what it holds, letters of many scripts, and nothing that breaks it."""

import io

import pytest
from pypdf import PdfReader

from programs.exercise_catalogue import BY_SLUG
from programs.export_pdf import PdfProgram, program_pdf
from programs.pdf_fonts import marked
from programs.schemas import WeekContent
from tests.programs.plans import edited, facts, plan

A4 = (595, 842)


def value(weeks=None, **values):
    record = facts(days=4, weeks=4)
    metadata, planned = plan(record)
    defaults = {
        "title": "Muscle in 4 weeks",
        "client": "Bob Okafor",
        "status": "Draft",
        "inputs": [("Goal", "Hypertrophy. Look good")],
        "summary": metadata.summary,
        "progression": metadata.progression,
        "missed_target": metadata.missed_target,
        "warm_up": metadata.warm_up,
        "weeks": list(planned.values()) if weeks is None else weeks,
        "weekdays": record.weekdays,
        "catalogue": BY_SLUG,
    }
    return PdfProgram(**defaults | values)


def pages(program):
    reader = PdfReader(io.BytesIO(program_pdf(program)), strict=True)
    return [page.extract_text() for page in reader.pages]


def first_week():
    return plan(facts(days=4, weeks=4))[1][1]


def test_front_says_what_it_is():
    program = value()

    front = pages(program)[0]

    for text in ("Muscle in 4 weeks", "For Bob Okafor", "Hypertrophy. Look good"):
        assert text in front
    assert program.progression.split(". ")[0] in front.replace("\n", " ")


def test_every_page_is_a4_with_status_and_number():
    data = program_pdf(value(status="Approved by Alice Moreau on 3 September 2026"))

    reader = PdfReader(io.BytesIO(data))
    for number, page in enumerate(reader.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        text = page.extract_text()
        assert f"Page {number} of {len(reader.pages)}" in text
        assert "Approved by Alice Moreau on 3 September 2026" in text


def test_every_exercise_of_every_week_is_there():
    program = value()

    text = " ".join(" ".join(pages(program)).split())

    for week in program.weeks:
        assert f"Week {week.week}: {week.focus}" in text
        for workout in week.workouts:
            assert f"Day {workout.day}, " in text
            for entry in workout.exercises:
                assert BY_SLUG[entry.exercise].name in text


def test_a_week_stays_on_one_page():
    found = pages(value())

    for number in range(1, 5):
        page = next(text for text in found if f"Week {number}:" in text)
        assert page.count(" (about ") >= 4


def test_a_week_too_long_for_a_page_keeps_its_sessions_whole():
    week = edited(
        first_week(),
        lambda data: [
            entry.update(notes="Slow and steady, with a pause at the bottom. " * 2)
            for workout in data["workouts"]
            for entry in workout["exercises"]
        ],
    )

    found = pages(value([week]))

    assert len(found) > 2
    for workout in week.workouts:
        page = next(text for text in found if f"Day {workout.day}, " in text)
        assert BY_SLUG[workout.exercises[-1].exercise].name in page


@pytest.mark.parametrize(
    "name",
    ["김하린", "王小明", "ひかり さとう", "Jürgen Größe", "Zoë Brontë", "Karel Žižka", "Анна"],
)
def test_names_of_many_scripts_are_written(name):
    assert f"For {name}" in pages(value(client=name))[0]


def test_letters_without_a_font_keep_their_base():
    assert "Sae" in pages(value(client="Wacław Śąę"))[0]
    assert "For ???" in pages(value(client="مرح"))[0]


def test_pictures_are_left_out():
    assert "For Bob Okafor" in pages(value(client="Bob 💪🏽 Okafor 👩‍👩‍👧"))[0].replace("  ", " ")


def test_markup_and_controls_are_harmless():
    evil = 'a\x00\x07\x1b<b>x</b> & <img src="file:///etc/passwd"/> </font> \u202e\ufeff"q"'
    week = edited(first_week(), lambda data: data.update(focus=evil, notes=evil))

    found = pages(value([week], title=evil, client=evil, inputs=[(evil, evil)], summary=evil))

    assert 'a<b>x</b> & <img src="file:///etc/passwd"/> </font> "q"' in " ".join(found[0].split())


@pytest.mark.parametrize(
    "text",
    ["x" * 5_000, "길" * 5_000, "긴 글 " * 2_000, "\n" * 3_000, "a\n" * 500, "", " ", "💪" * 500],
)
def test_very_long_text_never_breaks_the_file(text):
    program = value(
        title=text[:200] or "t",
        client=text[:150],
        status=text[:300],
        inputs=[("Goal", text)],
        summary=text,
        progression=text,
    )

    assert pages(program)


@pytest.mark.parametrize("note", ["x" * 1_000, "길" * 1_000, "a\n" * 500])
def test_very_long_notes_in_a_table_never_break_the_file(note):
    def fill(data):
        data["notes"] = note[:1_000]
        entry = data["workouts"][0]["exercises"][0]
        entry.update(notes=note[:1_000], tempo=note[:200])
        for one in entry["sets"]:
            one["notes"] = note[:200]

    assert pages(value([edited(first_week(), fill)]))


def test_empty_weeks_and_workouts_are_said():
    empty = WeekContent(week=1)
    idle = WeekContent.model_validate(
        {"week": 2, "workouts": [{"day": 9 - 2, "name": "x", "exercises": [{"exercise": "gone"}]}]}
    )

    text = " ".join(pages(value([empty, idle])))

    assert "No session this week." in text
    assert "gone" in text


def test_the_same_values_give_the_same_bytes():
    assert program_pdf(value()) == program_pdf(value())


def test_a_line_is_cut_into_as_few_runs_as_possible():
    assert marked("Bob & Söhne") == '<font name="Helvetica">Bob &amp; Söhne</font>'
    assert marked("Kim 김하린").count("<font") == 2
