"""Write sections: people edit them, models propose them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from ieps import rules
from ieps.collecting import section_facts
from ieps.facts import Chunk
from ieps.models import Evidence, Goal, Proposal, Section, SectionFinding, Service
from ieps.schemas import FIELDS_OF, SectionContent, SectionDraft
from project import audit
from project.drafts import Provenance, finding_columns
from project.findings import Finding
from project.locks import lock_draft
from project.models import Job, User
from project.problems import FieldError, InvalidInput
from project.revisions import save_revision


@dataclass(frozen=True)
class Proposed:
    """A draft that came back for a section, with where it came from."""

    draft: SectionDraft
    provenance: Provenance
    chunks: Sequence[Chunk]
    findings: Sequence[Finding]


@transaction.atomic
def edit_section(
    *, section: Section, expected_revision: int, content: SectionContent, by: User
) -> Section:
    """A person's text for a section. Raises StaleRevision, Locked or InvalidInput."""
    lock_draft(section.iep)
    refuse_foreign_fields(section, content)
    section = save_revision(
        section,
        expected=expected_revision,
        changes={**_columns(content), "edited_by": by, "edited_at": timezone.now()},
    )
    _replace_rows(section, content)
    refresh_findings(section)
    audit.record(verb="edit", subject=section, by=by)
    return section


@transaction.atomic
def record_staff_edit(*, section: Section, expected_revision: int, by: User) -> Section:
    """After the admin's own forms saved a section and its rows: revision, findings, audit.

    Raises StaleRevision or Locked, which undo the edit as a whole.
    """
    lock_draft(section.iep)
    section = save_revision(
        section,
        expected=expected_revision,
        changes={"edited_by": by, "edited_at": timezone.now()},
    )
    refresh_findings(section)
    audit.record(verb="edit", subject=section, by=by)
    return section


@transaction.atomic
def use_proposal(
    *, section: Section, proposal: Proposal, expected_revision: int, by: User
) -> Section:
    """Put a proposal in the place of the section's present text, because a person says so."""
    lock_draft(section.iep)
    if proposal.section_id != section.pk:
        raise InvalidInput("That proposal belongs to another section.")
    content = SectionContent.model_validate(proposal.content)
    section = save_revision(
        section,
        expected=expected_revision,
        changes={
            **_columns(content),
            "proposal": proposal,
            "edited_by": None,
            "edited_at": None,
        },
    )
    _replace_rows(section, content)
    refresh_findings(section)
    audit.record(verb="use_proposal", subject=section, by=by)
    return section


def store_proposal(*, section: Section, proposed: Proposed, job: Job) -> Proposal:
    """Keep a proposal; it becomes the section's text unless a person has written there.

    Runs inside the job step's own transaction. Locked sections keep their text as well: the job
    may have been started before the IEP went to review.
    """
    content = proposed.draft.to_content()
    proposal = Proposal.objects.create(
        section=section,
        job=job,
        **asdict(proposed.provenance),
        instruction=section.instruction,
        content=content.model_dump(mode="json"),
    )
    _link_evidence(proposal, proposed)
    Section.objects.filter(pk=section.pk).update(instruction="")
    section.refresh_from_db()
    if section.edited_at is None and section.iep.is_editable:
        save_revision(
            section,
            expected=section.revision,
            changes={**_columns(content), "proposal": proposal},
        )
        _replace_rows(section, content)
        # The draft was judged when it came back, against the facts that it was written from.
        store_findings(section, proposed.findings)
    return proposal


def refresh_findings(section: Section) -> None:
    """Judge the section as it stands now."""
    facts = section_facts(section)
    found = rules.check_section(section_content(section), facts.section, facts.facts)
    store_findings(section, found)


def store_findings(section: Section, found: Sequence[Finding]) -> None:
    section.findings.all().delete()
    SectionFinding.objects.bulk_create(
        SectionFinding(section=section, **finding_columns(item)) for item in found
    )


def section_content(section: Section) -> SectionContent:
    """The section read afresh: its rows may just have been replaced."""
    return Section.objects.prefetch_related("goals", "services").get(pk=section.pk).content()


def refuse_foreign_fields(section: Section, content: SectionContent) -> None:
    """A section of one kind holds no fields of another. Raises InvalidInput."""
    allowed = FIELDS_OF[section.section_kind]
    wrong = [
        name
        for name in ("goals", "recommendations", "services")
        if getattr(content, name) and name not in allowed
    ]
    if wrong:
        raise InvalidInput(
            f"The section “{section.title}” has no {' and no '.join(wrong)}.",
            errors=[FieldError(name, f"This section has no {name}.") for name in wrong],
        )


def _columns(content: SectionContent) -> dict[str, object]:
    return {
        "statement": content.statement,
        "recommendations": list(content.recommendations),
        "not_applicable_reason": content.not_applicable_reason,
    }


def _replace_rows(section: Section, content: SectionContent) -> None:
    section.goals.all().delete()
    Goal.objects.bulk_create(
        Goal(
            section=section,
            index=index,
            **goal.model_dump(exclude={"steps"}),
            steps=[step.model_dump(mode="json") for step in goal.steps],
        )
        for index, goal in enumerate(content.goals)
    )
    section.services.all().delete()
    Service.objects.bulk_create(
        Service(section=section, index=index, **service.model_dump())
        for index, service in enumerate(content.services)
    )


def _link_evidence(proposal: Proposal, proposed: Proposed) -> None:
    chunks = {chunk.id: chunk for chunk in proposed.chunks}
    # A citation of something that was not given is no evidence; the rules report it.
    Evidence.objects.bulk_create(
        Evidence(
            proposal=proposal,
            chunk_id=chunk_id,
            kind=chunks[chunk_id].kind,
            source_id=chunks[chunk_id].source_id,
            title=chunks[chunk_id].title[:300],
        )
        for chunk_id in proposed.draft.cited
        if chunk_id in chunks
    )
