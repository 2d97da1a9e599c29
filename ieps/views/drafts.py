"""An IEP's pages: start one, read it, edit a section in place, compare versions."""

import uuid
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ieps.comparing import compare
from ieps.forms import CommentForm, NewIEPForm, RedraftForm
from ieps.models import IEP, Evidence, Method, Proposal, Section, Template
from ieps.operations import ieps as operations
from ieps.operations import review
from ieps.operations import sections as section_operations
from ieps.scoping import note_view, own_iep, own_section, own_student, readable_iep
from ieps.section_forms import SectionEditor
from ieps.views.students import trail
from project.idempotency import Answer, fingerprint, once
from project.jobs.reports import detailed_report
from project.models import Job
from project.people import PersonRequest
from project.problems import Problem
from project.revisions import StaleRevision


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
    lines = section_lines(row)
    return {
        "iep": row,
        "student": row.student,
        "lines": lines,
        "can_edit": is_own and row.is_editable,
        "is_own": is_own,
        "report": detailed_report(job) if job and job_matters(job, request) else None,
        "template_based": [line for line in lines if line.is_template_based],
        "comments": row.comments.select_related("author", "section"),
        "comment_form": CommentForm(),
        "redraft_form": RedraftForm(),
        "versions": IEP.objects.filter(student=row.student).order_by("-academic_year", "-version"),
        "breadcrumbs": [*(trail(row.student) if is_own else []), {"title": row.label, "url": ""}],
    }


def job_matters(job: Job, request: PersonRequest) -> bool:
    """The job is shown to its owner, as the job page is."""
    return job.owner_id == request.user.pk


def section_lines(row: IEP) -> list[SectionLine]:
    sections = row.sections.prefetch_related(
        "goals",
        "services",
        "findings",
        Prefetch("proposals", Proposal.objects.prefetch_related("evidence")),
    ).select_related("proposal", "edited_by")
    return [_line(row, section) for section in sections]


def _line(row: IEP, section: Section) -> SectionLine:
    proposals = list(section.proposals.all())
    current = next((item for item in proposals if item.pk == section.proposal_id), None)
    newest = proposals[0] if proposals else None
    return SectionLine(
        section=section,
        evidence=[
            EvidenceLine(item.chunk_id, item.title, evidence_url(row, item))
            for item in (current.evidence.all() if current else ())
        ],
        newer_proposal=newest if newest is not None and newest != current else None,
        is_template_based=current is not None
        and current.method == Method.TEMPLATE_BASED
        and section.edited_at is None,
    )


def evidence_url(row: IEP, evidence: Evidence) -> str:
    """The place on the student's record page; the goal bank has no page of its own."""
    if evidence.kind in {"assessment", "note"}:
        record = reverse("student", args=[row.student_id])
        return f"{record}#{evidence.kind}-{evidence.source_id}"
    if evidence.kind == "prior_iep":
        prior = Section.objects.filter(pk=evidence.source_id).values_list("iep_id", "key").first()
        return f"{reverse('iep', args=[prior[0]])}#{prior[1]}" if prior else ""
    return ""


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
            expected_revision=int_or_zero(request.POST.get("revision")),
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
            iep=row, expected_revision=int_or_zero(request.POST.get("revision")), by=request.user
        )
        messages.success(request, "It is with the reviewers now.")
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
    others = IEP.objects.filter(student=row.student).exclude(pk=row.pk)
    wanted = request.GET.get("with", "")
    chosen = next((item for item in others if str(item.pk) == wanted), None)
    chosen = chosen or row.parent or others.order_by("-created_at").first()
    context = {
        "iep": row,
        "other": chosen,
        "others": others.order_by("-academic_year", "-version"),
        "differences": compare(chosen, row) if chosen else [],
        "breadcrumbs": [
            {"title": row.label, "url": reverse("iep", args=[row.pk])},
            {"title": "Versions", "url": ""},
        ],
    }
    return render(request, "ieps/versions.html", context)


def int_or_zero(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
