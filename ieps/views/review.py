"""An IEP on its way to the reviewers, and what people say about it."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ieps.forms import CommentForm
from ieps.operations import review
from ieps.scoping import own_iep, readable_iep
from ieps.views.drafts import DOUBLE_CLICK_PATIENCE_SECONDS, iep_context
from project import audit
from project.idempotency import Answer, fingerprint, once
from project.people import PersonRequest
from project.review_pages import take_step
from project.revisions import posted_revision


@require_POST
def submit(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = own_iep(request.user, iep_id)
    step = partial(
        review.submit_for_review,
        iep=row,
        expected_revision=posted_revision(request),
        by=request.user,
    )
    take_step(request, step, done="It is with the reviewers now.")
    return redirect("iep", row.pk)


@require_POST
def withdraw(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = own_iep(request.user, iep_id)
    step = partial(
        review.withdraw_iep,
        iep=row,
        expected_revision=posted_revision(request),
        by=request.user,
    )
    take_step(request, step, done="You took it back. It is a draft again.")
    return redirect("iep", row.pk)


@require_POST
def comment(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = readable_iep(request.user, iep_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        text, key = form.cleaned_data["text"], form.cleaned_data["request_key"]

        def create() -> Answer:
            review.add_comment(iep=row, text=text, by=request.user)
            return Answer(302, location=f"{reverse('iep', args=[row.pk])}#comments")

        # A second click adds nothing. Another text from the same page is another comment.
        asked = fingerprint("comment", str(row.pk), key, text)
        answer = once(
            user=request.user,
            key=asked if key else "",
            request_print=asked,
            create=create,
            patience=DOUBLE_CLICK_PATIENCE_SECONDS,
        )
        return redirect(answer.location)
    audit.note_view(request.user, row)
    context = iep_context(request, row) | {"comment_form": form}
    return render(request, "ieps/iep.html", context, status=422)
