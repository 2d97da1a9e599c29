"""What was trained: log a session, look at past ones, see strength move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from programs.collecting import catalogue_by_slug, done_sets
from programs.models import CompletedSet, Program, TrainingSession, Week, Workout
from programs.operations import sessions as operations
from programs.progress import Best, summary, trends
from programs.scoping import own_session, own_week, plannable_clients
from programs.session_forms import SessionEditor
from project import audit
from project.charts import Chart, Series, lines
from project.idempotency import Answer, fingerprint, once
from project.models import User
from project.people import PersonRequest
from project.problems import InvalidInput
from project.revisions import StaleRevision, posted_revision

PAGE_SIZE = 20
MAX_POINTS = 40
RECENT_SETS = 400
STALE = (
    "Someone changed this session after you opened it. Yours is still here, and not saved. Look at "
    "the session in another tab; saving now puts yours in its place."
)


@dataclass(frozen=True)
class Progress:
    """Strength in one exercise over time, and the exercises there are to choose from."""

    chosen: str
    choices: Sequence[tuple[str, str]]
    points: Sequence[Best]
    summary: str
    svg: SafeString


@dataclass(frozen=True)
class ExerciseDone:
    name: str
    sets: Sequence[CompletedSet]


@require_http_methods(["GET", "POST"])
def log(request: PersonRequest, program_id: UUID, number: int, day: int) -> HttpResponse:
    week = own_week(request.user, program_id, number)
    workout = next((one for one in week.workouts.all() if one.day == day), None)
    if workout is None or not week.is_written:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    client = week.program.client
    editor = SessionEditor.of_workout(workout, catalogue_by_slug(), posted, last_times(client))
    if posted is not None and editor.is_valid():
        try:
            return redirect(_logged(request, week, workout, editor).location)
        except InvalidInput as problem:
            editor.add_problem(problem)
    noted_for = "" if client.pk == request.user.pk else f"You note this for {client.display_name}. "
    context = {
        "title": f"{workout.name}, week {week.number}",
        "text": f"{noted_for}The planned sets are filled in. Change what was different, and untick "
        "what was left out.",
        "empty_text": "Once the plan has some for this day, they can be logged here.",
        "editor": editor,
        "back_url": reverse("program", args=[week.program_id]),
        "breadcrumbs": [
            {"title": "Programs", "url": reverse("programs")},
            {"title": week.program.title, "url": reverse("program", args=[week.program_id])},
            {"title": "Log a session", "url": ""},
        ],
    }
    status = 200 if posted is None else 422
    return render(request, "programs/session_form.html", context, status=status)


def _logged(request: PersonRequest, week: Week, workout: Workout, editor: SessionEditor) -> Answer:
    """A second click on the same button leads to the same session."""
    cleaned = editor.form.cleaned_data

    def create() -> Answer:
        session = operations.log_session(
            client=week.program.client,
            workout=workout,
            title=f"{workout.name}, week {week.number}"[:200],
            performed_on=cleaned["performed_on"],
            notes=cleaned["notes"],
            sets=editor.done_sets(),
            by=request.user,
        )
        messages.success(request, "The session is logged.")
        return Answer(302, location=reverse("session", args=[session.pk]))

    return once(
        user=request.user,
        key=cleaned["request_key"],
        request_print=fingerprint("log-session", str(week.pk), str(workout.day)),
        create=create,
    )


@require_GET
def training(request: PersonRequest, client_id: int | None = None) -> HttpResponse:
    """A person's own sessions, or those of a client they coach."""
    client = request.user if client_id is None else trained_client(request.user, client_id)
    audit.record(verb="view_training", subject=client, by=request.user)
    rows = (
        TrainingSession.objects.filter(client=client)
        .select_related("workout__week")
        .annotate(set_count=Count("sets"))
        .order_by("-performed_on", "-pk")
    )
    is_own = client.pk == request.user.pk
    context = {
        "client": client,
        "is_own": is_own,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "progress": progress_of(client, request.GET.get("exercise", "")),
        "clients": coached(request.user) if client_id is None else [],
        "programs": Program.objects.visible_to(request.user)
        .filter(client=client)
        .order_by("-updated_at")[:3],
        "breadcrumbs": [
            {"title": "Programs", "url": reverse("programs")},
            *training_crumbs(request.user, client, linked=False),
        ],
    }
    return render(request, "programs/sessions.html", context)


@require_GET
def session(request: PersonRequest, session_id: int) -> HttpResponse:
    row = own_session(request.user, session_id)
    audit.record(verb="view", subject=row, by=request.user)
    catalogue = catalogue_by_slug()
    done = list(row.sets.all())
    context = {
        "session": row,
        "exercises": [
            ExerciseDone(catalogue[slug].name if slug in catalogue else slug, list(sets))
            for slug, sets in groupby(done, key=lambda one: one.exercise)
        ],
        "has_estimates": any(one.one_rep_max is not None for one in done),
        "week": Week.objects.filter(workouts=row.workout_id).select_related("program").first()
        if row.workout_id
        else None,
        "breadcrumbs": [
            {"title": "Programs", "url": reverse("programs")},
            *training_crumbs(request.user, row.client, linked=True),
            {"title": row.title, "url": ""},
        ],
    }
    return render(request, "programs/session.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, session_id: int) -> HttpResponse:
    row = own_session(request.user, session_id)
    posted = request.POST if request.method == "POST" else None
    editor = SessionEditor.of_session(row, catalogue_by_slug(), posted)
    status = 200 if posted is None else 422
    if posted is not None and editor.is_valid():
        try:
            operations.edit_session(
                session=row,
                expected_revision=posted_revision(request),
                performed_on=editor.form.cleaned_data["performed_on"],
                title=row.title,
                notes=editor.form.cleaned_data["notes"],
                sets=editor.done_sets(),
                by=request.user,
            )
            messages.success(request, "The session is saved.")
            return redirect("session", row.pk)
        except StaleRevision as problem:
            row = own_session(request.user, session_id)
            editor.form.add_error(None, STALE)
            status = problem.status
        except InvalidInput as problem:
            editor.add_problem(problem)
    context = {
        "title": f"Edit {row.title}",
        "text": "Change what was noted wrong. A set that you untick is taken out.",
        "empty_text": "Delete it, or log the session again from its program.",
        "editor": editor,
        "revision": row.revision,
        "back_url": reverse("session", args=[row.pk]),
        "breadcrumbs": [
            {"title": "Programs", "url": reverse("programs")},
            *training_crumbs(request.user, row.client, linked=True),
            {"title": row.title, "url": reverse("session", args=[row.pk])},
            {"title": "Edit", "url": ""},
        ],
    }
    return render(request, "programs/session_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, session_id: int) -> HttpResponse:
    row = own_session(request.user, session_id)
    back = training_url(request.user, row.client)
    if request.method == "POST":
        operations.delete_session(session=row, by=request.user)
        messages.success(request, "The session is deleted.")
        return redirect(back)
    context = {
        "title": "Delete this session?",
        "text": f"{row.title}, {row.performed_on.day} {row.performed_on:%B %Y}. What was noted in "
        "it is gone, and it counts no longer in the estimates.",
        "button": "Delete it",
        "danger": True,
        "cancel_url": reverse("session", args=[row.pk]),
        "breadcrumbs": [
            {"title": "Programs", "url": reverse("programs")},
            *training_crumbs(request.user, row.client, linked=True),
            {"title": "Delete", "url": ""},
        ],
    }
    return render(request, "components/confirm.html", context)


def trained_client(user: User, client_id: int) -> User:
    """Whose sessions the person may see. A 404 for everybody else's."""
    if user.is_superuser:
        return get_object_or_404(User, pk=client_id)
    return get_object_or_404(plannable_clients(user), pk=client_id)


def coached(user: User) -> Iterable[User]:
    """The person's clients, each with the day of the last session."""
    clients = plannable_clients(user).exclude(pk=user.pk)
    return clients.annotate(last_trained=Max("training_sessions__performed_on")).order_by(
        "last_name", "first_name", "username"
    )


def training_url(user: User, client: User) -> str:
    if client.pk == user.pk:
        return reverse("training")
    return reverse("training-of", args=[client.pk])


def training_crumbs(user: User, client: User, *, linked: bool) -> list[dict[str, str]]:
    title = "My training" if client.pk == user.pk else f"Training of {client.display_name}"
    return [{"title": title, "url": training_url(user, client) if linked else ""}]


def last_times(client: User) -> dict[str, str]:
    """The last set with a weight of each exercise, in words: "20 kg × 8, RPE 8"."""
    rows = (
        CompletedSet.objects.filter(session__client=client, kg__gt=0, reps__isnull=False)
        .order_by("-session__performed_on", "-session_id", "-index")
        .values_list("exercise", "kg", "reps", "rpe")[:RECENT_SETS]
    )
    found: dict[str, str] = {}
    for exercise, kg, reps, rpe in rows:
        felt = "" if rpe is None else f", RPE {rpe:g}"
        found.setdefault(exercise, f"{kg:g} kg × {reps}{felt}")
    return found


def progress_of(client: User, wanted: str) -> Progress | None:
    """None while no set allows an estimate."""
    found = trends(done_sets(client))
    if not found:
        return None
    names = {slug: one.name for slug, one in catalogue_by_slug().items()}
    chosen = wanted if wanted in found else next(iter(found))
    points = found[chosen][-MAX_POINTS:]
    text = summary(points)
    years = {point.day.year for point in points}
    style = "%b %Y" if len(years) > 1 else "%b"
    chart = Chart(
        key="one-rep-max",
        title=f"{names.get(chosen, chosen)}: estimated one-rep max",
        summary=text,
        labels=[f"{point.day.day} {point.day.strftime(style)}" for point in points],
        series=[
            Series(
                "estimated one-rep max in kg",
                [point.one_rep_max for point in points],
                css="chart-plan",
            )
        ],
        unit=" kg",
        places=[point.day.toordinal() for point in points],
        near=True,
    )
    return Progress(
        chosen=chosen,
        choices=[(slug, names.get(slug, slug)) for slug in found],
        points=list(reversed(points)),
        summary=text,
        svg=lines(chart),
    )
