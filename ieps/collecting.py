"""Read a student's record from the database into facts, whole, before anything is sent anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from ieps.facts import (
    AssessmentFact,
    Chunk,
    ChunkKind,
    GoalBankFact,
    IepFacts,
    NeedFact,
    NoteFact,
    PriorSectionFact,
    SectionSpec,
    StudentFacts,
    TemplateFacts,
    number_chunks,
)
from ieps.identifiers import terms_in
from ieps.models import IEP, GoalBankEntry, Section, Student, TemplateSection
from ieps.rules import check_iep, mask_names
from ieps.schemas import SectionContent, SectionKind
from project.drafts import DraftStatus
from project.findings import Finding
from providers.redaction import Term

# The near-copy rule looks at this many of the newest texts of other students.
OTHER_TEXTS = 60


@dataclass(frozen=True)
class CollectedTerms:
    """What names and identifies the people of a record, read while the database was at hand."""

    terms: tuple[Term, ...]

    def redaction_terms(self) -> tuple[Term, ...]:
        return self.terms


@dataclass(frozen=True)
class SectionFacts:
    """All that drafting or judging one section needs. facts.chunks are the section's own."""

    section: SectionSpec
    facts: IepFacts
    terms: CollectedTerms


@dataclass(frozen=True)
class StudentRecord:
    """The rows that can be cited: results, earlier IEPs, notes, and the goal bank."""

    assessments: tuple[AssessmentFact, ...]
    prior: tuple[PriorSectionFact, ...]
    notes: tuple[NoteFact, ...]
    goal_bank: tuple[GoalBankFact, ...]


def student_record(student: Student, *, prior: tuple[PriorSectionFact, ...]) -> StudentRecord:
    """Prefetch assessments and notes."""
    return StudentRecord(
        assessments=tuple(
            AssessmentFact(
                id=str(row.pk),
                tool=row.tool,
                area=row.area,
                date=row.date,
                score=None if row.score is None else float(row.score),
                unit=row.unit,
                percentile=None if row.percentile is None else float(row.percentile),
                notes=row.notes,
            )
            for row in student.assessments.all()
        ),
        prior=prior,
        notes=tuple(
            NoteFact(id=str(row.pk), date=row.date, text=row.text) for row in student.notes.all()
        ),
        goal_bank=goal_bank(),
    )


def iep_facts(iep: IEP) -> IepFacts:
    """Everything of the record, without chunks. iep.student is read afresh."""
    student = Student.objects.prefetch_related("assessments", "notes").get(pk=iep.student_id)
    record = student_record(student, prior=prior_sections(iep))
    return IepFacts(
        student=student_facts(student),
        meeting_date=iep.meeting_date,
        academic_year=iep.academic_year,
        template=template_facts(iep),
        assessments=record.assessments,
        prior=record.prior,
        notes=record.notes,
        goal_bank=record.goal_bank,
    )


def student_facts(student: Student) -> StudentFacts:
    return StudentFacts(
        full_name=student.full_name,
        given_name=student.given_name,
        birth_date=student.birth_date,
        grade=student.grade,
        class_name=student.class_name,
        languages=tuple(student.languages),
        disability_category=student.disability_category,
        placement=student.placement,
        strengths=tuple(student.strengths),
        needs=tuple(NeedFact(need.get("area", ""), need["text"]) for need in student.needs),
    )


def template_facts(iep: IEP) -> TemplateFacts:
    """The IEP's own sections, with the guidance of the template they came from."""
    parts: Mapping[str, TemplateSection] = {}
    if iep.template_id is not None:
        rows = TemplateSection.objects.filter(template_id=iep.template_id)
        parts = {part.key: part for part in rows}
    return TemplateFacts(
        name=iep.template_name,
        sections=tuple(_spec(section, parts.get(section.key)) for section in iep.sections.all()),
    )


def _spec(section: Section, part: TemplateSection | None) -> SectionSpec:
    return SectionSpec(
        key=section.key,
        title=section.title,
        kind=SectionKind(section.kind),
        guidance=part.guidance if part else "",
        default_goal_stems=tuple(part.goal_stems) if part else (),
    )


def prior_sections(iep: IEP) -> tuple[PriorSectionFact, ...]:
    """Sections of other years' IEPs that people have at least sent to review: a draft that nobody
    has read is no ground for the next one.
    """
    rows = (
        Section.objects.filter(iep__student_id=iep.student_id)
        .exclude(iep__academic_year=iep.academic_year)
        .exclude(iep__status=DraftStatus.DRAFT)
    )
    return section_texts(rows)


def own_sections(iep: IEP) -> tuple[PriorSectionFact, ...]:
    """The IEP's own sections as later years will read them."""
    return section_texts(Section.objects.filter(iep=iep))


def section_texts(sections: QuerySet[Section]) -> tuple[PriorSectionFact, ...]:
    rows = (
        sections.select_related("iep")
        .prefetch_related("goals", "services")
        .order_by("iep__meeting_date", "iep__version", "index")
    )
    return tuple(
        PriorSectionFact(
            id=str(row.pk),
            iep=row.iep.label,
            key=row.key,
            text=content_text(row.content()),
            meeting_date=row.iep.meeting_date,
        )
        for row in rows
        if row.is_written
    )


def goal_bank() -> tuple[GoalBankFact, ...]:
    return tuple(
        GoalBankFact(
            id=str(row.pk),
            area=row.area,
            condition=row.condition,
            behaviour=row.behaviour,
            criterion=row.criterion,
            unit=row.unit,
            measured_by=row.measured_by,
            grade_from=row.grade_from,
            grade_to=row.grade_to,
        )
        for row in GoalBankEntry.objects.all()
    )


def whole_findings(iep: IEP, sections: Iterable[Section]) -> list[Finding]:
    """What the rules say about the IEP as a whole: needs without a goal, missing parts.

    Empty until every section is written. Prefetch the sections' goals and services.
    """
    rows = list(sections)
    if not all(section.is_written for section in rows):
        return []
    return check_iep({section.key: section.content() for section in rows}, iep_facts(iep))


def content_text(content: SectionContent) -> str:
    """A section's content as plain text: for the index, for copies, for comparison."""
    lines = [content.statement, content.not_applicable_reason]
    lines += [
        f"{goal.condition}, {goal.behaviour} {goal.criterion}. Measured by {goal.measured_by}, "
        f"{goal.how_often}, by {goal.by_whom}."
        for goal in content.goals
    ]
    lines += content.recommendations
    lines += [
        f"{service.what}: {service.frequency}, {service.location}, {service.duration}."
        for service in content.services
    ]
    return "\n".join(line for line in lines if line)


def all_chunks(facts: IepFacts | StudentRecord) -> dict[str, Chunk]:
    """Every row of the record and of the goal bank as a chunk, by reference ("assessment:7")."""
    chunks = [
        *(
            Chunk("", ChunkKind.ASSESSMENT, row.title, row.text, row.id)
            for row in sorted(facts.assessments, key=lambda row: (row.date, row.id))
        ),
        *(Chunk("", ChunkKind.PRIOR, row.title, row.text, row.id) for row in facts.prior),
        *(Chunk("", ChunkKind.NOTE, row.title, row.text, row.id) for row in facts.notes),
        *(Chunk("", ChunkKind.GOAL_BANK, row.title, row.text, row.id) for row in facts.goal_bank),
    ]
    return {reference(chunk): chunk for chunk in chunks}


def reference(chunk: Chunk) -> str:
    return f"{chunk.kind}:{chunk.source_id}"


def facts_by_section(iep: IEP, sections: Sequence[Section]) -> dict[str, SectionFacts]:
    """What each section is drafted from: the record, and the chunks that were found for it."""
    facts = iep_facts(iep)
    terms = collected_terms(iep)
    chunks = all_chunks(facts)
    others = other_texts(iep, [section.key for section in sections])
    return {
        section.key: SectionFacts(
            section=_spec_of(facts, section),
            facts=replace(
                facts,
                chunks=number_chunks(chunks[ref] for ref in section.retrieved if ref in chunks),
                other_texts=others.get(section.key, ()),
                instruction=section.instruction,
            ),
            terms=terms,
        )
        for section in sections
    }


def section_facts(section: Section) -> SectionFacts:
    return facts_by_section(section.iep, [section])[section.key]


def collected_terms(iep: IEP) -> CollectedTerms:
    student = Student.objects.prefetch_related("teachers", "notes__author", "assessments").get(
        pk=iep.student_id
    )
    instructions = [section.instruction for section in iep.sections.all()]
    return record_terms(student, [*(row.text for row in prior_sections(iep)), *instructions])


def record_terms(student: Student, more: Iterable[str] = ()) -> CollectedTerms:
    """What names people in the student's row and in the texts of the record. more: texts that go
    to a provider beside the student's own. Prefetch teachers, notes with authors, assessments.
    """
    notes = list(student.notes.all())
    texts = [
        *student.strengths,
        *(need["text"] for need in student.needs),
        student.class_name,
        student.placement,
        *(f"{row.tool} \n {row.notes}" for row in student.assessments.all()),
        *(note.text for note in notes),
        *more,
    ]
    authors = dict.fromkeys(
        name for note in notes if note.author and (name := note.author.get_full_name())
    )
    found = [
        *student.redaction_terms(),
        *(Term("PERSON", name) for name in authors),
        *terms_in(texts, given_name=student.given_name),
    ]
    return CollectedTerms(tuple(dict.fromkeys(found)))


def other_texts(iep: IEP, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Newest texts of the same sections of other students, names masked. Only the near-copy rule
    reads them, and it quotes nothing.
    """
    rows = (
        Section.objects.filter(key__in=keys)
        .exclude(iep__student_id=iep.student_id)
        .exclude(statement="")
        .select_related("iep__student")
        .prefetch_related("goals", "services")
        .order_by("-pk")[:OTHER_TEXTS]
    )
    texts: dict[str, tuple[str, ...]] = {}
    for row in rows:
        student = row.iep.student
        text = mask_names(content_text(row.content()), student.full_name, student.given_name)
        texts[row.key] = (*texts.get(row.key, ()), text)
    return texts


def _spec_of(facts: IepFacts, section: Section) -> SectionSpec:
    spec = facts.template.section(section.key)
    if spec is None:
        raise LookupError(f"section {section.key} is not part of its own IEP")
    return spec
