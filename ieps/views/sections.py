"""One section of an IEP: edit it, have it drafted again, take a proposal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ieps.forms import RedraftForm
from ieps.models import IEP, Proposal, Section
from ieps.operations import ieps as operations
from ieps.operations import sections as section_operations
from ieps.scoping import own_iep, own_section
from ieps.section_forms import SectionEditor
from ieps.views.lines import section_lines
from ieps.views.students import trail
from project import audit
from project.people import PersonRequest
from project.problems import Problem
from project.revisions import StaleRevision, posted_revision


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
    audit.note_view(request.user, row.iep)
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
    audit.note_view(request.user, row.iep)
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
