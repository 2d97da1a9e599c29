"""An IEP's pages: start one, read it, edit a section in place, compare versions."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ieps.collecting import whole_findings
from ieps.comparing import compare
from ieps.document import generation_method
from ieps.facts import ChunkKind
from ieps.forms import CommentForm, NewIEPForm, RedraftForm
from ieps.models import IEP, Evidence, Proposal, Section, Template
from ieps.operations import ieps as operations
from ieps.operations import review
from ieps.operations import sections as section_operations
from ieps.scoping import (
    note_view,
    own_iep,
    own_section,
    own_student,
    readable_iep,
    readable_ieps,
)
from ieps.section_forms import SectionEditor
from ieps.views.students import trail
from project.drafts import Method
from project.idempotency import Answer, fingerprint, once
from project.jobs.endings import UNFINISHED
from project.jobs.reports import JobReport, StepReport, detailed_report
from project.models import User
from project.people import PersonRequest
from project.problems import Problem
from project.revisions import StaleRevision, posted_revision

DOUBLE_CLICK_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class EvidenceLine:
    """A chunk that a section leans on, with a link to where it stands in the record."""

    chunk_id: str
    title: str
    url: str


@dataclass(frozen=True)
class SectionLine:
    """One section as the draft page shows it."""

    section: Section
    evidence: list[EvidenceLine]
    newer_proposal: Proposal | None
    is_template_based: bool
    is_drafting: bool = False
    error_text: str = ""


@require_http_methods(["GET", "POST"])
def new_iep(request: PersonRequest, student_id: UUID) -> HttpResponse:
    student = own_student(request.user, student_id)
    form = NewIEPForm(request.POST or None, initial={"request_key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data

        def create() -> Answer:
            template: Template | None = cleaned["template"]
            created = operations.create_iep(
                student=student,
                academic_year=cleaned["academic_year"],
                meeting_date=cleaned["meeting_date"],
                choice=Template.objects.choose(template.slug if template else ""),
                by=request.user,
            )
            return Answer(302, location=reverse("iep", args=[created.iep.pk]))

        # A second click on the same button leads to the same IEP.
        answer = once(
            user=request.user,
            key=cleaned["request_key"],
            request_print=fingerprint("new-iep", str(student.pk)),
            create=create,
            patience=DOUBLE_CLICK_PATIENCE_SECONDS,
        )
        return redirect(answer.location)
    context = {
        "form": form,
        "student": student,
        "breadcrumbs": [*trail(student), {"title": "New IEP", "url": ""}],
    }
    status = 422 if form.is_bound else 200
    return render(request, "ieps/new_iep.html", context, status=status)


@require_GET
def iep(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = readable_iep(request.user, iep_id)
    if not request.htmx:
        note_view(request.user, row)
    template = "ieps/_iep.html" if request.htmx else "ieps/iep.html"
    response = render(request, template, iep_context(request, row))
    patch_vary_headers(response, ["HX-Request"])
    return response


def iep_context(request: PersonRequest, row: IEP) -> dict[str, object]:
    is_own = IEP.objects.visible_to(request.user).filter(pk=row.pk).exists()
    job = operations.latest_jobs(row).first()
    report = detailed_report(job) if job else None
    lines = section_lines(row, report=report, with_links=is_own)
    return {
        "iep": row,
        "student": row.student,
        "lines": lines,
        "whole_findings": whole_findings(row, [line.section for line in lines]),
        "can_edit": is_own and row.is_editable,
        "is_own": is_own,
        # The job is shown to its owner, as the job page is.
        "report": report if job and job.owner_id == request.user.pk else None,
        "generation_method": generation_method([line.section for line in lines]),
        "template_based": [line for line in lines if line.is_template_based],
        "comments": row.comments.select_related("author", "section"),
        "comment_form": CommentForm(),
        "redraft_form": RedraftForm(),
        "versions": readable_versions(request.user, row),
        "breadcrumbs": [*(trail(row.student) if is_own else []), {"title": row.label, "url": ""}],
    }


def readable_versions(user: User, row: IEP) -> QuerySet[IEP]:
    readable = readable_ieps(user).filter(student=row.student)
    return readable.order_by("-academic_year", "-version")


def section_lines(
    row: IEP, *, report: JobReport | None = None, with_links: bool = True
) -> list[SectionLine]:
    """The sections as the page shows them. report: the IEP's newest job, if it has one."""
    sections = row.sections.prefetch_related(
        "goals",
        "services",
        "findings",
        Prefetch("proposals", Proposal.objects.prefetch_related("evidence")),
    ).select_related("proposal", "edited_by")
    steps = {step.key: step for step in report.steps} if report else {}
    is_live = report is not None and report.is_live
    links = EvidenceLinks(row, sections) if with_links else None
    return [
        _line(section, steps.get(section.key), links, job_is_live=is_live) for section in sections
    ]


def _line(
    section: Section,
    step: StepReport | None,
    links: "EvidenceLinks | None",
    *,
    job_is_live: bool,
) -> SectionLine:
    proposals = list(section.proposals.all())
    current = next((item for item in proposals if item.pk == section.proposal_id), None)
    newest = proposals[0] if proposals else None
    return SectionLine(
        section=section,
        evidence=[
            EvidenceLine(item.chunk_id, item.title, links.url(item) if links else "")
            for item in (current.evidence.all() if current else ())
        ],
        newer_proposal=newest if newest is not None and newest != current else None,
        is_template_based=current is not None
        and current.method == Method.TEMPLATE_BASED
        and section.edited_at is None,
        is_drafting=job_is_live and step is not None and step.status in UNFINISHED,
        error_text=step.error_text if step is not None else "",
    )


class EvidenceLinks:
    """Where each piece of evidence stands: on the student's record page or in an earlier IEP.

    The goal bank has no page of its own. One query for all earlier sections.
    """

    def __init__(self, row: IEP, sections: Iterable[Section]) -> None:
        self.record = reverse("student", args=[row.student_id])
        prior_ids = [
            item.source_id
            for section in sections
            for proposal in section.proposals.all()
            for item in proposal.evidence.all()
            if item.kind == ChunkKind.PRIOR
        ]
        rows = Section.objects.filter(pk__in=prior_ids).values_list("pk", "iep_id", "key")
        self.prior = {str(pk): f"{reverse('iep', args=[iep])}#{key}" for pk, iep, key in rows}

    def url(self, evidence: Evidence) -> str:
        if evidence.kind in (ChunkKind.ASSESSMENT, ChunkKind.NOTE):
            return f"{self.record}#{evidence.kind}-{evidence.source_id}"
        return self.prior.get(evidence.source_id, "")


@require_http_methods(["GET", "POST"])
def section(request: PersonRequest, iep_id: UUID, key: str) -> HttpResponse:
    """Edit one section: a fragment in place with htmx, a page of its own without."""
    row = own_section(request.user, iep_id, key)
    editor = SectionEditor(row, request.POST if request.method == "POST" else None)
    conflict = None
    if request.method == "POST" and editor.is_valid() and (content := editor.content()):
        try:
            section_operations.edit_section(
                section=row,
                expected_revision=editor.expected_revision,
                content=content,
                by=request.user,
            )
        except StaleRevision:
            conflict = Section.objects.prefetch_related("goals", "services").get(pk=row.pk)
        except Problem as problem:
            editor.form.add_error(None, problem.detail)
        else:
            return saved_section(request, row)
    context = {
        "iep": row.iep,
        "section": row,
        "editor": editor,
        "conflict": conflict,
        "theirs": SectionEditor(conflict) if conflict else None,
        "can_edit": row.iep.is_editable,
        "breadcrumbs": [
            *trail(row.iep.student),
            {"title": row.iep.label, "url": reverse("iep", args=[row.iep.pk])},
            {"title": row.title, "url": ""},
        ],
    }
    failed = request.method == "POST"
    status = 412 if conflict else 422 if failed else 200
    template = "ieps/_section_form.html" if request.htmx else "ieps/section_form.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def saved_section(request: PersonRequest, row: Section) -> HttpResponse:
    if request.htmx:
        return section_fragment(request, row)
    messages.success(request, f"“{row.title}” is saved.")
    return redirect(f"{reverse('iep', args=[row.iep_id])}#{row.key}")


@require_GET
def section_view(request: PersonRequest, iep_id: UUID, key: str) -> HttpResponse:
    """One section as it stands: where htmx goes back to when editing is given up."""
    row = own_section(request.user, iep_id, key)
    if not request.htmx:
        return redirect(f"{reverse('iep', args=[iep_id])}#{key}")
    return section_fragment(request, row)


def section_fragment(request: PersonRequest, row: Section) -> HttpResponse:
    lines = [line for line in section_lines(row.iep) if line.section.pk == row.pk]
    context = {
        "iep": row.iep,
        "line": lines[0],
        "can_edit": row.iep.is_editable,
        "redraft_form": RedraftForm(),
        "saved": request.method == "POST",
    }
    response = render(request, "ieps/_section.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def redraft_section(request: PersonRequest, iep_id: UUID, key: str) -> HttpResponse:
    row = own_section(request.user, iep_id, key)
    form = RedraftForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "The instruction is longer than 1,000 characters. Shorten it.")
        return redirect(f"{reverse('iep', args=[iep_id])}#{key}")
    return _redraft(request, row.iep, [row], form.cleaned_data["instruction"])


@require_POST
def redraft(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    """Have every section that was written from the template, or never, drafted again."""
    row = own_iep(request.user, iep_id)
    return _redraft(request, row, list(row.sections.without_model_text()), "")


def _redraft(
    request: PersonRequest, row: IEP, sections: list[Section], instruction: str
) -> HttpResponse:
    try:
        operations.redraft_sections(
            iep=row, sections=sections, by=request.user, instruction=instruction
        )
        messages.info(request, "A new proposal is being written.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    anchor = f"#{sections[0].key}" if len(sections) == 1 else ""
    return redirect(f"{reverse('iep', args=[row.pk])}{anchor}")


@require_POST
def use_proposal(request: PersonRequest, iep_id: UUID, key: str, proposal_id: int) -> HttpResponse:
    row = own_section(request.user, iep_id, key)
    proposal = get_object_or_404(Proposal, section=row, pk=proposal_id)
    try:
        section_operations.use_proposal(
            section=row,
            proposal=proposal,
            expected_revision=posted_revision(request),
            by=request.user,
        )
        messages.success(request, f"“{row.title}” has the proposed text now.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect(f"{reverse('iep', args=[iep_id])}#{key}")


@require_POST
def submit(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = own_iep(request.user, iep_id)
    try:
        review.submit_for_review(
            iep=row, expected_revision=posted_revision(request), by=request.user
        )
        messages.success(request, "It is with the reviewers now.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect("iep", row.pk)


@require_POST
def withdraw(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = own_iep(request.user, iep_id)
    try:
        review.withdraw_iep(iep=row, expected_revision=posted_revision(request), by=request.user)
        messages.success(request, "You took it back. It is a draft again.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect("iep", row.pk)


@require_POST
def comment(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = readable_iep(request.user, iep_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        review.add_comment(iep=row, text=form.cleaned_data["text"], by=request.user)
        return redirect(f"{reverse('iep', args=[row.pk])}#comments")
    context = iep_context(request, row) | {"comment_form": form}
    return render(request, "ieps/iep.html", context, status=422)


@require_GET
def versions(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    """This version beside another one of the same student, section by section."""
    row = readable_iep(request.user, iep_id)
    note_view(request.user, row)
    is_own = IEP.objects.visible_to(request.user).filter(pk=row.pk).exists()
    others = readable_versions(request.user, row).exclude(pk=row.pk)
    wanted = request.GET.get("with", "")
    chosen = next((item for item in others if str(item.pk) == wanted), None)
    chosen = chosen or next((item for item in others if item.pk == row.parent_id), None)
    chosen = chosen or others.first()
    context = {
        "iep": row,
        "other": chosen,
        "others": others,
        "differences": compare(chosen, row) if chosen else [],
        "breadcrumbs": [
            *(trail(row.student) if is_own else []),
            {"title": row.label, "url": reverse("iep", args=[row.pk])},
            {"title": "Versions", "url": ""},
        ],
    }
    return render(request, "ieps/versions.html", context)
