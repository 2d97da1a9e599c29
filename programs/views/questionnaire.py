"""The questions before a new program: a step at a time, kept until the program is made."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from programs.models import Questionnaire
from programs.operations import questionnaires as operations
from programs.questionnaire import BY_KEY, STEPS, Sheet, Step, answers_of, lifts_of_log, told, typed
from programs.scoping import own_program, own_questionnaire, plannable_client, plannable_clients
from project.idempotency import Answer, fingerprint, once
from project.models import Role, User
from project.people import PersonRequest
from project.permissions import require_role
from project.problems import InvalidInput

DOUBLE_CLICK_PATIENCE_SECONDS = 10.0


@require_http_methods(["GET", "POST"])
def new_program(request: PersonRequest) -> HttpResponse:
    """For whom, and what was begun before."""
    require_role(request.user, Role.COACHES, Role.LEARNERS)
    clients = plannable_clients(request.user).order_by("last_name", "first_name", "username")
    wanted = request.POST.get("client") or request.GET.get("client") or str(request.user.pk)
    if request.method == "POST":
        client = plannable_client(request.user, client_id(wanted))
        row = operations.start_questionnaire(client=client, by=request.user)
        return redirect("questionnaire", row.pk, next_step(row).key)
    context = {
        "clients": clients,
        "chosen": wanted,
        "begun": begun(request.user),
        "breadcrumbs": [programs_crumb(), {"title": "New program", "url": ""}],
    }
    return render(request, "programs/new_program.html", context)


@require_POST
def again(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """The answers of a program once more, to be changed for a new one."""
    require_role(request.user, Role.COACHES, Role.LEARNERS)
    program = own_program(request.user, program_id)
    client = plannable_client(request.user, program.client_id)
    row = operations.start_questionnaire(
        client=client, by=request.user, answers=answers_of(program)
    )
    return redirect("questionnaire", row.pk, STEPS[0].key)


@require_http_methods(["GET", "POST"])
def questionnaire(request: PersonRequest, questionnaire_id: UUID, step: str) -> HttpResponse:
    row = kept_questionnaire(request.user, questionnaire_id)
    if row is None:
        return redirect(program_made(request.user, questionnaire_id))
    this = BY_KEY.get(step)
    if this is None:
        raise Http404
    if request.method == "GET":
        return step_page(request, row, this, Sheet(row.answers))
    answers = typed(this, request.POST)
    operations.save_answers(questionnaire=row, step=step, answers=answers)
    if "stop" in request.POST:
        messages.success(request, "Your answers are kept for seven days.")
        return redirect("programs")
    before = STEPS.index(this) - 1
    if "back" in request.POST and before >= 0:
        return redirect("questionnaire", row.pk, STEPS[before].key)
    sheet = Sheet(row.answers)
    if sheet.forms[step].errors:
        # Going on waits until it is right. The mistakes are shown at the step's own address: a page
        # that answered a POST could not be come back to without sending it again.
        return redirect("questionnaire", row.pk, step)
    after = sheet.after(step)
    if after is None:
        return redirect("questionnaire-check", row.pk)
    return redirect("questionnaire", row.pk, after.key)


@require_http_methods(["GET", "POST"])
def check(request: PersonRequest, questionnaire_id: UUID) -> HttpResponse:
    """All answers once more; then the draft begins."""
    row = kept_questionnaire(request.user, questionnaire_id)
    if row is None:
        return redirect(program_made(request.user, questionnaire_id))
    sheet = Sheet(row.answers)
    if sheet.unanswered:
        return redirect("questionnaire", row.pk, sheet.unanswered[0].key)
    problem = ""
    if request.method == "POST" and sheet.is_complete:
        try:
            return redirect(finished(request, row, sheet))
        except InvalidInput as error:
            problem = error.detail
    context = {
        "questionnaire": row,
        "steps": step_links(row, sheet, None),
        "answers": [(step, told(step.key, sheet)) for step in STEPS],
        "wrong": [(step, sheet.forms[step.key].errors) for step in sheet.wrong],
        "notice": sheet.screening().notice if sheet.is_complete else "",
        "problem": problem,
        "is_own": row.client_id == request.user.pk,
        "breadcrumbs": [programs_crumb(), {"title": "New program", "url": ""}],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/questionnaire_check.html", context, status=status)


def finished(request: PersonRequest, row: Questionnaire, sheet: Sheet) -> str:
    """The program's address. A second click on the same button leads to the same program."""

    def create() -> Answer:
        created = operations.finish_questionnaire(
            questionnaire=own_questionnaire(request.user, row.pk),
            facts=sheet.facts(),
            answers=sheet.health.answers,
            by=request.user,
        )
        return Answer(302, location=reverse("program", args=[created.program.pk]))

    return finished_once(request.user, row.pk, create)


def program_made(user: User, questionnaire_id: UUID) -> str:
    """The address of the program that was made from a questionnaire which is gone: for who clicked
    twice or comes back to its pages.
    """

    def create() -> Answer:
        raise Http404

    return finished_once(user, questionnaire_id, create)


def finished_once(user: User, questionnaire_id: UUID, create: Callable[[], Answer]) -> str:
    return once(
        user=user,
        key=f"questionnaire-{questionnaire_id}",
        request_print=fingerprint("finish-questionnaire", str(questionnaire_id)),
        create=create,
        patience=DOUBLE_CLICK_PATIENCE_SECONDS,
    ).location


@require_http_methods(["GET", "POST"])
def discard(request: PersonRequest, questionnaire_id: UUID) -> HttpResponse:
    row = own_questionnaire(request.user, questionnaire_id)
    if request.method == "POST":
        operations.discard_questionnaire(questionnaire=row)
        messages.success(request, "The answers are deleted.")
        return redirect("programs")
    context = {
        "title": "Delete these answers?",
        "text": "No program has been made from them yet.",
        "button": "Delete them",
        "danger": True,
        "cancel_url": reverse("questionnaire", args=[row.pk, next_step(row).key]),
        "breadcrumbs": [programs_crumb(), {"title": "New program", "url": ""}],
    }
    return render(request, "components/confirm.html", context)


def step_page(request: PersonRequest, row: Questionnaire, this: Step, sheet: Sheet) -> HttpResponse:
    number = STEPS.index(this) + 1
    form = sheet.forms[this.key]
    if this.key == "lifts" and not form.is_bound:
        form.initial = lifts_of_log(row.client)
    context = {
        "questionnaire": row,
        "step": this,
        "number": number,
        "step_count": len(STEPS),
        "steps": step_links(row, sheet, this),
        "form": form,
        "is_last": not [one for one in sheet.unanswered if one is not this],
        "is_own": row.client_id == request.user.pk,
        "breadcrumbs": [programs_crumb(), {"title": "New program", "url": ""}],
    }
    return render(request, "programs/questionnaire.html", context)


def step_links(row: Questionnaire, sheet: Sheet, this: Step | None) -> list[dict[str, object]]:
    """Answered steps can be gone to at once."""
    return [
        {
            "name": step.name,
            "url": reverse("questionnaire", args=[row.pk, step.key])
            if step.key in row.answers
            else "",
            "is_current": step is this,
            "is_done": step.key in row.answers and step not in sheet.wrong,
        }
        for step in STEPS
    ]


def begun(user: User) -> list[dict[str, object]]:
    """Questionnaires that were left on the way, with where to go on."""
    rows = Questionnaire.objects.filter(owner=user, client__in=plannable_clients(user))
    return [
        {
            "questionnaire": row,
            "is_own": row.client_id == user.pk,
            "url": reverse("questionnaire", args=[row.pk, next_step(row).key]),
            "answered": len([step for step in STEPS if step.key in row.answers]),
        }
        for row in rows.exclude(answers={}).select_related("client")
    ]


def next_step(row: Questionnaire) -> Step:
    """Where to go on: the first step that is not answered, or wrong."""
    sheet = Sheet(row.answers)
    left = [step for step in STEPS if step in sheet.unanswered or step in sheet.wrong]
    return left[0] if left else STEPS[-1]


def kept_questionnaire(user: User, questionnaire_id: UUID) -> Questionnaire | None:
    """As long as its owner may plan for its client. None when a program was made from it, or when
    there never was one.
    """
    row = (
        Questionnaire.objects.select_related("client")
        .filter(owner=user, pk=questionnaire_id)
        .first()
    )
    if row is not None:
        plannable_client(user, row.client_id)
    return row


def client_id(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise Http404
    return int(text)


def programs_crumb() -> dict[str, str]:
    return {"title": "Programs", "url": reverse("programs")}
