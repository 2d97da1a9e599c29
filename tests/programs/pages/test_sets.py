"""A set edited where it stands."""

import json

import pytest

from programs.models import ExerciseEntry, PlannedSet
from programs.operations.weeks import edit_set
from programs.schemas import SetContent
from tests.programs.drafting import dump
from tests.programs.pages.addresses import set_url, typed_set, week_url
from tests.programs.pages.reading import text_of
from tests.programs.written import moved_to

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
LOCKED = ["in_review", "approved", "final"]


@pytest.fixture
def week(program):
    return program.weeks.get(number=1)


def read(page, program, number=1):
    return page.get(week_url(program, number)).content.decode()


def first_set(program) -> PlannedSet:
    return PlannedSet.objects.filter(
        entry__workout__week__program=program,
        entry__workout__week__number=1,
        entry__workout__day=1,
        entry__index=0,
    ).first()


def test_form_holds_what_stands(page, program):
    form = page.get(set_url(program)).context["form"]

    stands = first_set(program).content()
    assert form["reps"].value() == stands.reps
    assert form["rest"].value() == stands.rest


def test_saves_and_goes_back_to_the_day(page, program, week, bob):
    response = page.post(set_url(program), typed_set(week, percent="82.5", notes="Belt"))

    assert response.url == f"{week_url(program)}#day-1"
    stands = first_set(program).content()
    assert (stands.reps, stands.percent, stands.rest) == (5, 82.5, 150)
    assert stands.notes == "Belt"
    week.refresh_from_db()
    assert week.edited_by == bob
    assert "Edited by Bob Okafor" in text_of(read(page, program))


@pytest.mark.parametrize("number", ["82,5", " 82.5 ", "82.50"])
def test_decimal_comma_and_point_are_one(page, program, week, number):
    page.post(set_url(program), typed_set(week, percent=number))

    assert first_set(program).percent == 82.5


def test_other_sets_and_weeks_stay_to_the_byte(page, program, week):
    before = dump(program, [2, 3])
    others = PlannedSet.objects.exclude(pk=first_set(program).pk).order_by("pk")
    stood = list(others.values())

    page.post(set_url(program), typed_set(week))

    assert dump(program, [2, 3]) == before
    assert list(others.values()) == stood


def test_with_htmx_the_line_comes_back_with_what_the_checks_say(page, program, week):
    data = typed_set(week, rest="5")
    expected = data["revision"]

    response = page.post(set_url(program), data, headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert html.lstrip().startswith('<li class="set" id="set-1-0-0"')
    assert "rest 5 s" in html
    assert "Saved" in html
    for other in ("week-state", "day-1-meta", "redraft-says"):
        assert f'id="{other}" hx-swap-oob="true"' in html
    assert "A person changed this week, so it stays as it is." in html
    assert week.findings.exists()
    revised = json.loads(response["HX-Trigger"])["revised"]
    assert revised == {"from": expected, "to": expected + 1}


def test_giving_up_brings_the_line_back(page, program):
    response = page.get(set_url(program) + "?leave", headers=HTMX)

    html = response.content.decode()
    assert html.lstrip().startswith('<li class="set" id="set-1-0-0"')
    assert "Saved" not in html
    assert "HX-Trigger" not in response


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize(
    ("field", "nonsense"),
    [
        ("reps", "many"),
        ("reps", "0"),
        ("reps", "9999"),
        ("reps", ""),
        ("percent", "heavy"),
        ("percent", "0"),
        ("percent", "-5"),
        ("percent", "151"),
        ("percent", "nan"),
        ("percent", "inf"),
        ("rpe", "11"),
        ("rpe", "0"),
        ("kg", "-1"),
        ("kg", "1e9"),
        ("rest", ""),
        ("rest", "1801"),
        ("notes", "x" * 201),
    ],
)
def test_nonsense_is_explained_and_kept(page, program, week, field, nonsense, headers):
    before = dump(program, [1])

    response = page.post(
        set_url(program), typed_set(week, notes="Mine") | {field: nonsense}, headers=headers
    )

    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors[field]
    assert form[field].value() == nonsense
    if field != "notes":
        assert form["notes"].value() == "Mine"
    assert 'aria-invalid="true"' in response.content.decode()
    assert dump(program, [1]) == before


def test_hostile_notes_are_text(page, program, week):
    evil = "<script>alert(1)</script>"

    saved = page.post(set_url(program), typed_set(week, notes=evil), headers=HTMX)

    assert evil not in saved.content.decode()
    assert evil not in read(page, program)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_stale_edit_shows_both_and_loses_nothing(page, alice, program, week, headers):
    mine = typed_set(week, reps="3", notes="Mine")
    theirs = SetContent(reps=6, percent=70, rest=120, notes="Theirs")
    edit_set(planned=first_set(program), expected_revision=week.revision, content=theirs, by=alice)

    response = page.post(set_url(program), mine, headers=headers)

    assert response.status_code == 412
    html = response.content.decode()
    assert "6 reps @ 70%, rest 2 min, Theirs" in html
    assert response.context["form"]["notes"].value() == "Mine"
    assert response.context["form"]["reps"].value() == "3"
    assert first_set(program).notes == "Theirs"

    week.refresh_from_db()
    assert f'name="revision" value="{week.revision}"' in html
    page.post(set_url(program), mine | {"revision": week.revision})
    assert first_set(program).notes == "Mine"


@pytest.mark.parametrize("revision", ["", "x", "-1", "1e3"])
def test_edit_without_a_proper_revision_is_not_saved(page, program, week, revision):
    before = dump(program, [1])

    response = page.post(set_url(program), typed_set(week, revision=revision))

    assert response.status_code in {412, 422}
    assert dump(program, [1]) == before


def test_set_that_is_gone_is_said(page, program, week):
    gone = set_url(program, (1, 1, 0, 19))

    assert page.get(gone).status_code == 404
    response = page.post(gone, typed_set(week), follow=True)
    assert "nothing was saved" in response.content.decode()


@pytest.mark.parametrize("status", LOCKED)
def test_locked_program_keeps_its_sets(page, alice, program, week, status):
    data = typed_set(week)
    moved_to(program, status, by=alice)
    before = dump(program, [1])

    for headers in ({}, HTMX):
        response = page.post(set_url(program), data, headers=headers)
        assert response.status_code == 422
        assert "Make a new version" in response.content.decode()
        assert response.context["form"]["reps"].value() == data["reps"]
        assert f'value="{data["reps"]}"' in response.content.decode()
    assert dump(program, [1]) == before


def test_timed_exercise_asks_for_seconds(page, program):
    entry = ExerciseEntry.objects.filter(
        workout__week__program=program,
        workout__week__number=1,
        sets__seconds__isnull=False,
    ).first()
    place = (1, entry.workout.day, entry.index, 0)

    form = page.get(set_url(program, place)).context["form"]

    assert "seconds" in form.fields
    assert "reps" not in form.fields
