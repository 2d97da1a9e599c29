"""A program on its way from draft to final."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from programs.models import Program
from programs.operations import review
from programs.operations.rights import require_may_decide
from programs.scoping import own_program, readable_program
from programs.screening import unanswered
from programs.views.plan import trail
from programs.week_forms import ApproveForm, ReturnForm
from project.findings import Severity
from project.people import PersonRequest
from project.problems import Problem
from project.review_pages import STALE, take_step
from project.reviewing import FINALISABLE, RETURNABLE, require_status
from project.revisions import StaleRevision, posted_revision


@require_POST
def submit(request: PersonRequest, program_id: UUID) -> HttpResponse:
    row = own_program(request.user, program_id)
    step = partial(
        review.submit_for_review,
        program=row,
        expected_revision=posted_revision(request),
        by=request.user,
    )
    take_step(request, step, done="It is with your coach now.")
    return redirect("program", row.pk)


@require_POST
def withdraw(request: PersonRequest, program_id: UUID) -> HttpResponse:
    row = own_program(request.user, program_id)
    step = partial(
        review.withdraw_program,
        program=row,
        expected_revision=posted_revision(request),
        by=request.user,
    )
    take_step(request, step, done="You took it back. It is a draft again.")
    return redirect("program", row.pk)


@require_http_methods(["GET", "POST"])
def approve(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """A page to confirm on, with everything that the checks still say."""
    row = readable_program(request.user, program_id)
    require_may_decide(request.user, row.client)
    if request.method == "GET":
        require_status(row, review.APPROVABLE)
    concerns = review.concerns(row)
    form = ApproveForm(
        request.POST or None, has_concerns=bool(concerns), initial={"revision": row.revision}
    )
    if request.method == "POST" and form.is_valid():
        step = partial(
            review.approve_program,
            program=row,
            expected_revision=form.cleaned_data["revision"],
            accept_concerns=bool(concerns),
            by=request.user,
        )
        take_step(request, step, done="It is approved.")
        return redirect("program", row.pk)
    is_own = Program.objects.visible_to(request.user).filter(pk=row.pk).exists()
    context = {
        "program": row,
        "unanswered": len(unanswered(row.screening.answers)),
        "findings": row.findings.exclude(severity=Severity.NOTE).select_related("week"),
        "conditions": row.screening.clearance_note if is_own else "",
        "form": form,
        "breadcrumbs": trail(row, "Approve"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "programs/approve.html", context, status=status)


@require_http_methods(["GET", "POST"])
def send_back(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """Back to draft, with a note that says why."""
    row = readable_program(request.user, program_id)
    require_may_decide(request.user, row.client)
    if request.method == "GET":
        require_status(row, RETURNABLE)
    form = ReturnForm(request.POST or None, initial={"revision": row.revision})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            review.return_program(
                program=row,
                expected_revision=form.cleaned_data["revision"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
            messages.success(request, "It is a draft again, with your note.")
            return redirect("program", row.pk)
        except StaleRevision as problem:
            # The note stays in the form; the next try is made from what stands now.
            posted = request.POST.dict() | {"revision": str(problem.current.revision)}
            form = ReturnForm(posted)
            form.add_error(None, STALE)
            status = problem.status
        except Problem as problem:
            form.add_error(None, problem.detail)
    context = {
        "title": "Return this program",
        "text": "It becomes a draft again and can be edited. Your note is shown on its page.",
        "form": form,
        "button": "Return it",
        "cancel_url": reverse("program", args=[row.pk]),
        "breadcrumbs": trail(row, "Return"),
    }
    return render(request, "components/confirm.html", context, status=status)


@require_http_methods(["GET", "POST"])
def finalise(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """A page to confirm on: nothing leads back."""
    row = readable_program(request.user, program_id)
    require_may_decide(request.user, row.client)
    if request.method == "GET":
        require_status(row, FINALISABLE)
    if request.method == "POST":
        step = partial(
            review.finalise_program,
            program=row,
            expected_revision=posted_revision(request),
            by=request.user,
        )
        take_step(request, step, done="It is final and stays as it is.")
        return redirect("program", row.pk)
    context = {
        "title": "Make this program final?",
        "text": f"{row.title}, version {row.version}, stays as it is for good: it cannot be "
        "returned any more. New versions can still be made from it.",
        "hidden": [{"name": "revision", "value": row.revision}],
        "button": "Make it final",
        "cancel_url": reverse("program", args=[row.pk]),
        "breadcrumbs": trail(row, "Make it final"),
    }
    return render(request, "components/confirm.html", context)
