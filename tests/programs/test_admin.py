"""Staff in the admin: what they see, approve, return, edit, import and export."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import (
    CatalogueExercise,
    Coaching,
    ExerciseEntry,
    PlannedSet,
    Program,
    ProgramFinding,
    Screening,
    Week,
    Workout,
)
from programs.operations.sessions import DoneSet, log_session
from project.drafts import DraftStatus
from project.models import AuditEvent, Role
from tests.people import person
from tests.programs.factories import ALL_CLEAR, make_program
from tests.programs.written import make_written

pytestmark = pytest.mark.django_db

LIST = "admin:programs_program_changelist"
CATALOGUE = "admin:programs_catalogueexercise_changelist"


@pytest.fixture
def program(bob, alice):
    row = make_written(bob, by=alice, weeks=2)
    Program.objects.update(status=DraftStatus.IN_REVIEW)
    row.refresh_from_db()
    return row


@pytest.fixture
def draft(program):
    Program.objects.update(status=DraftStatus.DRAFT)
    program.refresh_from_db()
    return program


@pytest.fixture
def staff(client, rita):
    client.force_login(rita)
    return client


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


def act(client, program, action, confirmed=True, **extra):
    data = {"action": action, "_selected_action": [str(program.pk)], **extra}
    if confirmed:
        data |= {"confirmed": "yes", "seen": f"{program.pk}:{program.revision}"}
    return client.post(reverse(LIST), data, follow=True)


def add_error(program, message="Too many sets for the chest."):
    ProgramFinding.objects.create(
        program=program, week=program.weeks.first(), severity="error", rule="x", message=message
    )


# Lists and pages


def test_every_model_of_ours_is_registered():
    from django.apps import apps

    hidden = {"ExerciseEntry", "PlannedSet", "ProgramFinding", "CompletedSet", "Questionnaire"}
    for model in apps.get_app_config("programs").get_models():
        assert admin.site.is_registered(model) or model.__name__ in hidden, model


@pytest.mark.parametrize("who", ["staff", "root"])
def test_every_list_and_form_opens(request, who, program, bob, alice):
    client = request.getfixturevalue(who)
    log_session(
        client=bob, performed_on=program.created_at.date(), by=bob,
        sets=[DoneSet("bench-press", reps=5, kg=60)],
    )  # fmt: skip
    add_error(program)
    for model in admin.site._registry:
        if model._meta.app_label != "programs":
            continue
        label = f"programs_{model._meta.model_name}"
        assert client.get(reverse(f"admin:{label}_changelist")).status_code == 200, label
        found = client.get(reverse(f"admin:{label}_changelist"), {"q": "x"})
        assert found.status_code in (200, 302), label
        row = model._default_manager.first()
        address = reverse(f"admin:{label}_change", args=[row.pk])
        assert client.get(address).status_code == 200, address


def test_list_shows_weeks_and_errors(staff, program):
    Week.objects.filter(program=program, number=2).update(proposal=None)
    add_error(program)
    add_error(program)

    html = staff.get(reverse(LIST)).content.decode()

    assert "1 of 2" in html
    assert '<td class="field-errors">2</td>' in html


def test_list_costs_the_same_for_1_and_20(root, program, bob):
    address = reverse(LIST)
    root.get(address)
    with CaptureQueriesContext(connection) as one:
        root.get(address)
    for _ in range(19):
        add_error(make_program(bob).program)
    with CaptureQueriesContext(connection) as twenty:
        root.get(address)

    assert len(one) == len(twenty)


def test_program_page_costs_the_same_for_1_and_20_weeks(root, bob):
    counts = []
    for weeks in (1, 20):
        row = make_written(bob, weeks=weeks)
        address = reverse("admin:programs_program_change", args=[row.pk])
        root.get(address)
        with CaptureQueriesContext(connection) as found:
            root.get(address)
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_other_lists_cost_the_same_for_1_and_20(root, program, bob, alice):
    addresses = [
        reverse(f"admin:programs_{name}_changelist")
        for name in ("week", "workout", "proposal", "screening", "trainingsession", "coaching")
    ]

    def count():
        found = []
        for address in addresses:
            root.get(address)
            with CaptureQueriesContext(connection) as queries:
                root.get(address)
            found.append(len(queries))
        return found

    def log():
        log_session(
            client=bob, performed_on=program.created_at.date(), by=bob,
            sets=[DoneSet("bench-press", reps=5, kg=60)],
        )  # fmt: skip

    log()
    before = count()
    for number in range(19):
        log()
        other = person(f"client{number}", Role.LEARNERS)
        Coaching.objects.create(coach=alice, client=other)
        make_written(other, weeks=1)

    assert count() == before


@pytest.mark.parametrize(("value", "shown"), [("error", True), ("warning", False), ("none", False)])
def test_filter_by_findings(root, program, value, shown):
    add_error(program)

    response = root.get(reverse(LIST), {"findings": value})

    assert (str(program.pk) in response.content.decode()) is shown


def test_reviewer_does_not_see_drafts(staff, draft):
    week = draft.weeks.first()
    workout = week.workouts.first()

    assert str(draft.pk) not in staff.get(reverse(LIST)).content.decode()
    for name, key in (
        ("program", draft.pk), ("week", week.pk), ("workout", workout.pk),
        ("proposal", week.proposal_id), ("screening", draft.screening_id),
    ):  # fmt: skip
        address = reverse(f"admin:programs_{name}_change", args=[key])
        assert staff.get(address).status_code == 302, name


def test_others_do_not_get_in(client, alice, program):
    client.force_login(alice)

    assert client.get(reverse(LIST)).status_code == 302


def test_inputs_and_provenance_are_read_only(root, program):
    address = reverse("admin:programs_program_change", args=[program.pk])
    html = root.get(address).content.decode()

    for name in ("goal", "limits_text", "status", "approved_by", "metadata_proposal"):
        assert f'name="{name}"' not in html
    proposal = program.weeks.first().proposal
    page = reverse("admin:programs_proposal_change", args=[proposal.pk])
    assert root.post(page, {"model": "changed"}).status_code == 403


# From review to final


def test_approval_asks_first_and_shows_the_concerns(staff, program):
    add_error(program)

    response = act(staff, program, "approve", confirmed=False)

    html = response.content.decode()
    assert "Approve 1 program?" in html
    assert "Week 1: Too many sets for the chest." in html
    program.refresh_from_db()
    assert program.status == DraftStatus.IN_REVIEW


def test_confirmed_approval_is_audited(staff, program, rita):
    ProgramFinding.objects.all().delete()

    act(staff, program, "approve")

    program.refresh_from_db()
    assert (program.status, program.approved_by) == (DraftStatus.APPROVED, rita)
    assert AuditEvent.objects.filter(verb="approve", actor=rita).count() == 1


def test_concerns_must_be_accepted(staff, program):
    add_error(program)

    response = act(staff, program, "approve")
    program.refresh_from_db()
    assert program.status == DraftStatus.IN_REVIEW
    assert "Too many sets for the chest" in response.content.decode()

    act(staff, program, "approve", accept_concerns="on")
    program.refresh_from_db()
    assert program.status == DraftStatus.APPROVED


def test_approval_of_what_changed_meanwhile_is_refused(staff, program):
    Program.objects.update(revision=7)

    response = act(staff, program, "approve", accept_concerns="on")

    assert b"changed after you opened" in response.content
    program.refresh_from_db()
    assert program.status == DraftStatus.IN_REVIEW


def test_return_needs_a_note(staff, program):
    assert b"This field is required" in act(staff, program, "send_back", note="").content

    act(staff, program, "send_back", note="Please add a deload.")

    program.refresh_from_db()
    assert (program.status, program.review_note) == (DraftStatus.DRAFT, "Please add a deload.")


def test_final_comes_after_approval(staff, program):
    assert b"this can be done while it is approved" in act(staff, program, "finalise").content

    act(staff, program, "approve", accept_concerns="on")
    program.refresh_from_db()
    act(staff, program, "finalise")

    program.refresh_from_db()
    assert program.status == DraftStatus.FINAL


def test_submit_of_an_unwritten_program_is_refused(root, bob):
    row = make_program(bob).program

    response = act(root, row, "submit")

    row.refresh_from_db()
    assert row.status == DraftStatus.DRAFT
    assert b"still being drafted" in response.content


def test_submit_sends_it_to_review(root, draft):
    act(root, draft, "submit")

    draft.refresh_from_db()
    assert draft.status == DraftStatus.IN_REVIEW


# Editing a week


def management(prefix, total, initial):
    return {
        f"{prefix}-TOTAL_FORMS": total,
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }


def week_form(week, **changes):
    workouts = list(week.workouts.all())
    data = {
        "focus": "Staff focus",
        "notes": "Staff notes",
        "expected_revision": week.revision,
        **management("workouts", len(workouts), len(workouts)),
        **management("findings", 0, 0),
    }
    for number, workout in enumerate(workouts):
        data |= {
            f"workouts-{number}-id": workout.pk,
            f"workouts-{number}-week": week.pk,
            f"workouts-{number}-name": workout.name,
        }
    return data | changes


def workout_form(workout, **changes):
    entries = list(workout.exercises.all())
    sets = list(PlannedSet.objects.filter(entry__workout=workout).order_by("entry__index", "index"))
    data = {
        "name": workout.name,
        "expected_revision": workout.week.revision,
        **management("exercises", len(entries) + 1, len(entries)),
        **management("sets", len(sets) + 1, len(sets)),
    }
    for number, entry in enumerate(entries):
        data |= {
            f"exercises-{number}-id": entry.pk,
            f"exercises-{number}-workout": workout.pk,
            f"exercises-{number}-exercise": entry.exercise,
            f"exercises-{number}-tempo": entry.tempo,
            f"exercises-{number}-notes": entry.notes,
        }
    data[f"exercises-{len(entries)}-workout"] = workout.pk
    for number, one in enumerate(sets):
        data[f"sets-{number}-id"] = one.pk
        for name, value in one.content().model_dump().items():
            data[f"sets-{number}-{name}"] = "" if value is None else value
    data[f"sets-{len(sets)}-rest"] = 60
    return data | changes


def change(client, row, data):
    address = reverse(f"admin:programs_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, data)


def test_staff_edit_of_a_week_raises_the_revision_and_is_audited(root, draft):
    week = draft.weeks.get(number=1)
    workout = week.workouts.first()

    response = change(root, week, week_form(week, **{"workouts-0-name": "New name"}))

    assert response.status_code == 302
    before = week.revision
    week.refresh_from_db()
    workout.refresh_from_db()
    assert (week.focus, week.notes, workout.name) == ("Staff focus", "Staff notes", "New name")
    assert week.revision == before + 1
    assert week.edited_by.username == "root"
    assert AuditEvent.objects.filter(verb="edit", subject_id=str(draft.pk)).exists()


def test_stale_edit_is_refused_and_keeps_the_text(root, draft):
    week = draft.weeks.get(number=1)

    response = change(root, week, week_form(week, expected_revision=week.revision + 1))

    assert response.status_code == 200
    assert b"Someone else saved this week" in response.content
    assert b"Staff focus" in response.content


def test_locked_week_and_workout_cannot_be_edited(root, program):
    week = program.weeks.get(number=1)
    workout = week.workouts.first()

    assert b"Only a draft can be edited" in change(root, week, week_form(week)).content
    assert b"Only a draft can be edited" in change(root, workout, workout_form(workout)).content


def test_sets_and_exercises_are_edited_on_the_workouts_page(root, draft):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()
    first, *_, last = workout.exercises.all()
    count = PlannedSet.objects.filter(entry__workout=workout).count()
    entries = workout.exercises.count()
    last_sets = last.sets.count()

    response = change(
        root,
        workout,
        workout_form(
            workout,
            **{
                "sets-0-reps": 11,
                "sets-0-rpe": "6.5",
                "sets-1-DELETE": "on",
                f"sets-{count}-entry": last.pk,
                f"sets-{count}-reps": 20,
                f"exercises-{entries}-exercise": "plank",
            },
        ),
    )

    assert response.status_code == 302, response.context["errors"]
    sets = list(first.sets.all())
    assert (sets[0].reps, sets[0].rpe) == (11, 6.5)
    assert [one.index for one in sets] == [0, *range(2, len(sets) + 1)]
    assert last.sets.count() == last_sets + 1
    assert last.sets.last().reps == 20
    added = workout.exercises.last()
    assert (added.exercise, added.index) == ("plank", entries)
    week = Week.objects.get(pk=workout.week_id)
    assert week.revision == workout.week.revision + 1
    assert draft.weeks.get(number=1).content().workouts


def test_edit_is_judged(root, draft):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()
    data = {f"sets-{number}-rest": 1 for number in range(6)}

    change(root, workout, workout_form(workout, **data))

    assert ProgramFinding.objects.filter(week=workout.week_id, severity="error").exists()


def test_exercise_is_deleted_with_its_sets_even_when_they_were_changed(root, draft):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()
    first = workout.exercises.first()

    response = change(
        root, workout, workout_form(workout, **{"exercises-0-DELETE": "on", "sets-0-reps": 3})
    )

    assert response.status_code == 302
    assert not ExerciseEntry.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sets-0-reps": 5000}, "less than or equal to 200"),
        ({"sets-0-reps": ""}, "Give either repetitions or seconds"),
        ({"sets-0-seconds": 30}, "Give either repetitions or seconds"),
        ({"sets-0-percent": -3}, "greater than 0"),
        ({"sets-0-percent": "nan"}, "Enter a number"),
        ({"sets-0-rpe": 11}, "less than or equal to 10"),
        ({"exercises-0-exercise": "time-travel"}, "The catalogue has no exercise"),
        ({"exercises-0-notes": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_impossible_sets_are_refused(root, draft, changes, said):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()

    response = change(root, workout, workout_form(workout, **changes))

    assert response.status_code == 200
    assert said in response.content.decode()


def test_set_of_another_workout_cannot_be_reached(root, draft):
    workout, other = Workout.objects.filter(week__program=draft, week__number=1)[:2]
    count = PlannedSet.objects.filter(entry__workout=workout).count()
    foreign = other.exercises.first()

    response = change(
        root,
        workout,
        workout_form(workout, **{f"sets-{count}-entry": foreign.pk, f"sets-{count}-reps": 5}),
    )

    assert b"Select a valid choice" in response.content


# People


def test_coaching_is_made_and_audited(staff, bob, charlie):
    address = reverse("admin:programs_coaching_add")

    staff.post(address, {"coach": charlie.pk, "client": bob.pk})

    assert Coaching.objects.filter(coach=charlie, client=bob).exists()
    assert AuditEvent.objects.filter(verb="create", subject_type="programs.coaching").exists()


def test_only_a_coach_can_coach(root, bob, charlie):
    address = reverse("admin:programs_coaching_add")

    response = root.post(address, {"coach": bob.pk, "client": charlie.pk})

    assert "is no coach" in response.content.decode()


def test_staff_who_may_not_search_people_get_a_list(staff, bob, charlie):
    html = staff.get(reverse("admin:programs_coaching_add")).content.decode()

    assert "admin-autocomplete" not in html
    assert "Charlie Brandt (charlie)" in html
    assert html.count("Bob Okafor (bob)") == 1


def test_administrator_searches_people(root):
    html = root.get(reverse("admin:programs_coaching_add")).content.decode()

    assert html.count("admin-autocomplete") >= 2


def test_screening_shows_answers_and_clearance(root, bob, alice):
    answers = ALL_CLEAR | {next(iter(ALL_CLEAR)): True}
    row = make_program(bob, by=alice, answers=answers).program.screening
    address = reverse("admin:programs_screening_change", args=[row.pk])

    html = root.get(address).content.decode()

    assert "Needed" in html
    assert "Yes: " in html
    assert root.post(address, {"flags": "[]"}).status_code == 403
    for value, count in (("waits", 1), ("given", 0), ("none", 0)):
        response = root.get(reverse("admin:programs_screening_changelist"), {"clearance": value})
        assert response.context["cl"].queryset.count() == count, value
    assert Screening.objects.get().needs_clearance


# The catalogue


def upload(client, text, name="exercises.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(
        reverse("admin:catalogue-import"), {"file": SimpleUploadedFile(name, data, "text/csv")}
    )


def confirm(client, response):
    preview = response.context["preview"]
    data = {"data": response.context["data"], "seen": preview.fingerprint}
    return client.post(reverse("admin:catalogue-import"), data, follow=True)


def exported(client):
    return client.get(reverse("admin:catalogue-export")).content.decode("utf-8-sig")


def test_export_and_import_change_nothing(staff):
    CatalogueExercise.objects.filter(slug="back-squat").update(
        name="=cmd", cues="first\r\nsecond, “third”; 네 번째"
    )
    before = list(CatalogueExercise.objects.values().order_by("pk"))

    response = upload(staff, exported(staff))

    assert "There is nothing to import" in response.content.decode()
    assert list(CatalogueExercise.objects.values().order_by("pk")) == before


def test_preview_writes_nothing_and_yes_imports_all(staff, rita):
    text = exported(staff).replace("Barbell back squat", "Back squat with a bar")
    lines = text.splitlines()
    new = lines[1].split(",", 1)[1]
    text += f"brand-new-squat,{new}\r\n"

    response = upload(staff, text)

    html = response.content.decode()
    assert "1 new exercise, 1 to change" in html
    assert "Changes: name" in html
    assert not CatalogueExercise.objects.filter(slug="brand-new-squat").exists()

    done = confirm(staff, response)

    assert "1 added, 1 changed" in done.content.decode()
    assert CatalogueExercise.objects.get(slug="back-squat").name == "Back squat with a bar"
    assert AuditEvent.objects.filter(actor=rita, subject_type="programs.catalogueexercise").count()


def test_one_wrong_row_keeps_the_whole_file_out(staff):
    text = exported(staff).replace("Barbell back squat", "Renamed")
    lines = text.split("\r\n")
    lines[3] = lines[3].replace("beginner", "godlike").replace("intermediate", "godlike")
    lines[3] = lines[3].replace("advanced", "godlike")

    response = upload(staff, "\r\n".join(lines))

    assert response.status_code == 422
    assert "Row 4, level: Unknown: “godlike”" in response.content.decode()
    assert not CatalogueExercise.objects.filter(name="Renamed").exists()


def test_catalogue_changed_between_preview_and_yes_is_shown_again(staff):
    text = exported(staff).replace("Barbell back squat", "Renamed")
    response = upload(staff, text)
    CatalogueExercise.objects.filter(slug="deadlift").update(name="Other")

    again = confirm(staff, response)

    assert "Look again" in again.content.decode()
    assert not CatalogueExercise.objects.filter(name="Renamed").exists()
    assert "2 to change" in again.content.decode()


@pytest.mark.parametrize("data", ["", "%%%", "AAAA"])
def test_tampered_confirmation_imports_nothing(staff, data):
    response = staff.post(reverse("admin:catalogue-import"), {"data": data, "seen": "x"})

    assert response.status_code == 200
    assert "Nothing was imported" in response.content.decode()


def test_import_begins_without_a_complaint(staff):
    response = staff.get(reverse("admin:catalogue-import"))

    assert response.status_code == 200
    assert "Choose a CSV file first" not in response.content.decode()


def test_no_file_and_large_file_are_said(staff):
    empty = staff.post(reverse("admin:catalogue-import"), {})
    large = upload(staff, b"x" * (1024 * 1024 + 1))
    huge = upload(staff, b"x" * (6 * 1024 * 1024))

    assert "Choose a CSV file first" in empty.content.decode()
    for response in (large, huge):
        assert response.status_code == 422
        assert "larger than 1 MB" in response.content.decode()


def test_import_needs_permission(client, db):
    client.force_login(person("viewer", is_staff=True))

    assert client.get(reverse("admin:catalogue-import")).status_code == 403
    assert client.get(reverse("admin:catalogue-export")).status_code == 403


@pytest.mark.parametrize(
    "query", [{"muscle": "chest"}, {"equipment": "band"}, {"level": "advanced"}]
)
def test_catalogue_filters(staff, query):
    rows = staff.get(reverse(CATALOGUE), query).context["cl"].queryset

    assert 0 < rows.count() < CatalogueExercise.objects.count()


def test_exercise_is_edited_in_words(staff):
    row = CatalogueExercise.objects.get(slug="back-squat")
    address = reverse("admin:programs_catalogueexercise_change", args=[row.pk])
    data = {
        "name": "Squat", "pattern": "squat", "primary": "Quads, glutes", "secondary": "",
        "equipment": "barbell, box", "level": "beginner", "stresses": "", "cues": "",
        "loadable": "on", "is_active": "on", "index": 10,
    }  # fmt: skip

    assert staff.post(address, data).status_code == 302
    row.refresh_from_db()
    assert (row.slug, row.primary, row.equipment) == (
        "back-squat", ["quads", "glutes"], ["barbell", "box"],
    )  # fmt: skip
    wrong = staff.post(address, data | {"primary": "soul"})
    assert "Unknown: soul" in wrong.content.decode()
    assert staff.post(address, data | {"primary": ""}).status_code == 200


def test_exercise_is_never_deleted(root):
    row = CatalogueExercise.objects.first()
    address = reverse("admin:programs_catalogueexercise_delete", args=[row.pk])

    assert root.post(address, {"post": "yes"}).status_code == 403


def test_selected_exercises_are_exported(staff):
    row = CatalogueExercise.objects.get(slug="back-squat")

    response = staff.post(reverse(CATALOGUE), {"action": "export", "_selected_action": [row.pk]})

    assert response["Content-Disposition"] == 'attachment; filename="exercises.csv"'
    assert len(response.content.decode().splitlines()) == 2
