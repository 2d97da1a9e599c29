"""An IEP's sections as its pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from ieps.facts import ChunkKind
from ieps.models import IEP, Evidence, Proposal, Section
from project.drafts import Method
from project.jobs.endings import UNFINISHED
from project.jobs.reports import JobReport, StepReport


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
