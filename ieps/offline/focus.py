"""What the IEP is about: the areas of the recorded needs, and the results in each."""

from ieps.areas import SECTION_AREAS, Area, related, section_covers
from ieps.facts import AssessmentFact, ChunkKind, IepFacts, NeedFact

# Where a record names neither needs nor results.
USUAL_AREAS = (Area.READING, Area.WRITING, Area.MATH)


def focus_areas(facts: IepFacts) -> tuple[Area, ...]:
    """The areas of the needs in their order; without needs those assessed; else the usual ones."""
    needs = [need.canonical for need in facts.student.needs]
    assessed = [item.canonical for item in facts.assessments if item.canonical is not Area.OTHER]
    return tuple(dict.fromkeys(needs or assessed)) or USUAL_AREAS


def section_focus(key: str, facts: IepFacts) -> tuple[Area, ...]:
    """The focus areas that a section is about; all of them for a section about all areas."""
    areas = focus_areas(facts)
    if key not in SECTION_AREAS:
        return areas
    return tuple(area for area in areas if section_covers(key, area))


def has_need(key: str, facts: IepFacts) -> bool:
    return bool(section_focus(key, facts))


def needs_of(key: str, facts: IepFacts) -> tuple[NeedFact, ...]:
    """The recorded needs that a section is about."""
    if key not in SECTION_AREAS:
        return facts.student.needs
    return tuple(need for need in facts.student.needs if section_covers(key, need.canonical))


def newest_first(facts: IepFacts) -> list[AssessmentFact]:
    return sorted(facts.assessments, key=lambda item: (item.date, item.id), reverse=True)


def latest_by_tool(facts: IepFacts, areas: tuple[Area, ...]) -> tuple[AssessmentFact, ...]:
    """The newest result of each tool and area, those of the first area first, then newest first."""
    latest: dict[tuple[str, str], AssessmentFact] = {}
    for item in newest_first(facts):
        if item.canonical in areas:
            latest.setdefault((item.tool.casefold(), item.area.casefold()), item)
    return tuple(sorted(latest.values(), key=lambda item: areas.index(item.canonical)))


def earlier_result(item: AssessmentFact, facts: IepFacts) -> AssessmentFact | None:
    """The scored result of the same tool, area and unit before this one."""
    for other in newest_first(facts):
        same = (other.tool, other.area, other.unit) == (item.tool, item.area, item.unit)
        if same and other.date < item.date and other.score is not None:
            return other
    return None


def areas_with_parts(areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """The areas and all that is related to them, in a steady order."""
    return tuple(dict.fromkeys([*areas, *(a for a in Area if any(related(a, b) for b in areas))]))


def result_areas(key: str, facts: IepFacts) -> tuple[Area, ...]:
    """The areas whose results a section reports: present levels tell of all, needs first."""
    if key == "present_levels":
        return tuple(dict.fromkeys([*areas_with_parts(focus_areas(facts)), *Area]))
    return SECTION_AREAS.get(key) or areas_with_parts(focus_areas(facts))


def chunk_id_of(item: AssessmentFact, facts: IepFacts) -> str | None:
    """The id under which a result can be cited, if it is among the chunks."""
    for chunk in facts.chunks:
        if chunk.kind is ChunkKind.ASSESSMENT and chunk.source_id == item.id:
            return chunk.id
    return None


def grade_number(facts: IepFacts) -> int:
    """The grade as a number, kindergarten 0; from the age where it is not recorded; else 4."""
    text = facts.student.grade.casefold()
    digits = "".join(char for char in text if char.isdecimal())[:2]
    if digits and int(digits) <= 13:
        return int(digits)
    if text.startswith(("k", "pre")):
        return 0
    age = facts.age
    return 4 if age is None else min(12, max(0, age - 5))
