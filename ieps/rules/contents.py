"""Rule 1: what an IEP must contain, 34 CFR 300.320, each part present or not applicable with a
reason.

(a)(1) present levels and the effect on the general curriculum; (a)(2) measurable annual goals;
(a)(3) how and when progress is measured and reported; (a)(4) and (7) services with start,
frequency, location, duration; (a)(5) non-participation with peers; (a)(6) assessment
accommodations, or why an alternate assessment; (b) transition, in the IEP in effect at 16; (c)
notice of rights a year before the age of majority, taken as 18 (a state may set another).
"""

import re
from collections.abc import Callable, Iterator, Mapping

from ieps.areas import related
from ieps.facts import NOT_ASSESSED, IepFacts, SectionSpec
from ieps.mentions import normal, plus_months
from ieps.rules.passages import passages
from ieps.schemas import (
    FIELDS_OF,
    MAX_MONTHS,
    SectionContent,
    SectionKind,
    ServiceContent,
)
from project.findings import Finding, Severity

TRANSITION_AGE = 16
MAJORITY_AGE = 18

# The places that the regulation itself asks for, and whether a reason can stand instead.
REQUIRED: dict[str, bool] = {
    "present_levels": False,
    "services": False,
    "progress_reporting": False,
    "participation": True,
    "assessment_accommodations": True,
    "transition": True,
}
_NAMES = {
    "present_levels": "present levels of academic achievement and functional performance",
    "services": "services, aids and supports",
    "progress_reporting": "how and when progress is measured and reported",
    "participation": "participation with peers",
    "assessment_accommodations": "assessment accommodations",
    "transition": "transition",
}

_CURRICULUM = re.compile(
    r"curriculum|grade[- ]level|class ?(?:room)?[- ]?work|general education|appropriate activities"
    r"|lessons|class tasks",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"measur|probe|work sample|chart|data|checklist|rubric|assess|observ|record|score|test", re.I
)
_WHEN = re.compile(
    r"quarter|term|week|month|report card|semester|trimester|times a "
    r"year|every|each|daily|progress "
    r"report",
    re.IGNORECASE,
)
_PEERS = re.compile(
    r"peers|general education|regular (?:class|education)|classmates|nondisabled|non-disabled", re.I
)
_ACCOMMODATION = re.compile(
    r"accommodat|alternate|extended time|extra time|no change|without change|read aloud|breaks",
    re.I,
)
_REASON = re.compile(r"because|since|cannot|so that|as \w+ (?:is|does|has|needs)|reason|why", re.I)
_ALTERNATE = re.compile(r"alternate assessment", re.IGNORECASE)
_POSTSECONDARY = (
    ("education or training", re.compile(r"training|education|college|course|stud(?:y|ies)", re.I)),
    ("employment", re.compile(r"employ|\bwork\b|job|career|vocation", re.IGNORECASE)),
)
_RIGHTS = re.compile(r"rights", re.IGNORECASE)
_MAJORITY = re.compile(r"majority|\b18\b|transfer", re.IGNORECASE)
_DURATION = re.compile(r"(\d+)\s*(month|year|week)s?", re.IGNORECASE)
_BARE_REASON = re.compile(r"^\W*(?:n/?a|none|not applicable|no)\W*$", re.IGNORECASE)


def transition_is_due(facts: IepFacts) -> bool | None:
    """Whether the student turns 16 while this IEP is in effect; None without a birth date."""
    age = facts.age_at_end
    return None if age is None else age >= TRANSITION_AGE


def rights_notice_is_due(facts: IepFacts) -> bool:
    """Whether the student comes within a year of majority while this IEP is in effect."""
    age = facts.age_at_end
    return age is not None and age >= MAJORITY_AGE - 1


def check_present(sections: Mapping[str, SectionContent], facts: IepFacts) -> list[Finding]:
    """Errors for required places that the IEP lacks altogether, and when it has no annual goal."""
    found = []
    for key, name in _NAMES.items():
        if key in sections or (key == "transition" and transition_is_due(facts) is False):
            continue
        found.append(
            Finding(
                Severity.ERROR,
                "required-section",
                key,
                f"The IEP has no place for {name} (34 CFR 300.320).",
                "Add the section, or mark it not applicable with a reason where that is allowed.",
            )
        )
    if not any(content.goals for content in sections.values()):
        found.append(
            Finding(
                Severity.ERROR,
                "annual-goals",
                "long_term_goal",
                "The IEP has no measurable annual goal (34 CFR 300.320(a)(2)).",
                "Add a goal for each need.",
            )
        )
    return found


def check_contents(content: SectionContent, section: SectionSpec, facts: IepFacts) -> list[Finding]:
    """Whether the section says what it is there to say."""
    if content.not_applicable_reason:
        return list(_check_reason(content, section, facts))
    found = list(_check_kind(content, section))
    if content.is_empty:
        severity = Severity.ERROR if section.key in REQUIRED else Severity.WARNING
        found.append(
            Finding(
                severity,
                "empty-section",
                "",
                f"“{section.title}” is empty.",
                "Write it, or mark it not applicable with a reason.",
            )
        )
        return found
    check = _CHECKS.get(section.key)
    if check is not None:
        found += check(content, facts)
    if section.kind is SectionKind.GOALS and not content.goals:
        found.append(
            _missing(
                "goals", "The section holds no goal.", "Add a goal, or say why none is needed."
            )
        )
    if section.kind is SectionKind.RECOMMENDATIONS and not content.recommendations:
        found.append(
            _missing("recommendations", "The section recommends nothing.", "Add a recommendation.")
        )
    for index, service in enumerate(content.services):
        found += _check_service(service, f"services.{index}", facts)
    return found


def _missing(place: str, message: str, fix: str) -> Finding:
    return Finding(Severity.WARNING, "incomplete-section", place, message, fix)


def _check_kind(content: SectionContent, section: SectionSpec) -> Iterator[Finding]:
    allowed = FIELDS_OF[section.kind]
    for field in ("statement", "goals", "recommendations", "services"):
        if getattr(content, field) and field not in allowed:
            yield Finding(
                Severity.WARNING,
                "section-kind",
                field,
                f"“{section.title}” is not a place for {field}.",
                "Move it to the section it belongs to.",
            )


def _check_reason(
    content: SectionContent, section: SectionSpec, facts: IepFacts
) -> Iterator[Finding]:
    reason = normal(content.not_applicable_reason)
    if not content.is_empty:
        yield Finding(
            Severity.WARNING,
            "not-applicable",
            "not_applicable_reason",
            f"“{section.title}” is marked not applicable and yet has content.",
            "Keep the one or the other.",
        )
    if len(reason.split()) < 4 or _BARE_REASON.match(reason):
        yield Finding(
            Severity.WARNING,
            "not-applicable",
            "not_applicable_reason",
            f"“{content.not_applicable_reason}” does not say why the section does not apply.",
            "Give the reason in one sentence.",
        )
    due = section.key == "transition" and transition_is_due(facts)
    if REQUIRED.get(section.key) is False or due:
        yield Finding(
            Severity.ERROR,
            "required-section",
            "not_applicable_reason",
            f"“{section.title}” is required for this student (34 CFR 300.320).",
            "Write the section.",
        )


def _whole_text(content: SectionContent) -> str:
    return " \n ".join(passage.text for passage in passages(content))


def _check_present_levels(content: SectionContent, facts: IepFacts) -> list[Finding]:
    found = []
    text = _whole_text(content)
    if not _CURRICULUM.search(text):
        found.append(
            _missing(
                "statement",
                "It does not say how the disability affects work in the general curriculum.",
                "Say what the needs mean for class work at grade level.",
            )
        )
    assessed = {item.canonical for item in facts.assessments if item.score is not None}
    unknown = [
        need
        for need in facts.student.needs
        if not any(related(need.canonical, area) for area in assessed)
    ]
    if (unknown or not facts.assessments) and NOT_ASSESSED not in text.casefold():
        named = ", ".join(dict.fromkeys(need.area or need.text for need in unknown))
        found.append(
            _missing(
                "statement",
                f"The record has no score for {named or 'any area'}, and the text does not say so.",
                "Write “not assessed” where there is no score.",
            )
        )
    return found


def _check_progress(content: SectionContent, facts: IepFacts) -> list[Finding]:
    text = _whole_text(content)
    found = []
    if not _HOW.search(text):
        found.append(
            _missing("statement", "It does not say how progress is measured.", "Name the measures.")
        )
    if not _WHEN.search(text):
        found.append(
            _missing(
                "statement",
                "It does not say when progress is reported to the family.",
                "Say when, for example with each report card.",
            )
        )
    return found


def _check_participation(content: SectionContent, facts: IepFacts) -> list[Finding]:
    if _PEERS.search(_whole_text(content)):
        return []
    return [
        _missing(
            "statement",
            "It does not say how far the student takes part with peers.",
            "Explain any time away from the general education class.",
        )
    ]


def _check_accommodations(content: SectionContent, facts: IepFacts) -> list[Finding]:
    text = _whole_text(content)
    if not _ACCOMMODATION.search(text):
        return [
            _missing(
                "statement",
                "It names no accommodation for state and district assessments.",
                "Name the accommodations, or say that none is needed.",
            )
        ]
    if _ALTERNATE.search(text) and not _REASON.search(text):
        return [
            _missing(
                "statement",
                "It names an alternate assessment without the reason for it.",
                "Say why the regular assessment does not fit, and why the alternate one does.",
            )
        ]
    return []


def _check_services(content: SectionContent, facts: IepFacts) -> list[Finding]:
    if content.services:
        return []
    return [_missing("services", "The section lists no service.", "List each service.")]


def _check_transition(content: SectionContent, facts: IepFacts) -> list[Finding]:
    if transition_is_due(facts) is False:
        return []
    text = _whole_text(content)
    found = [
        _missing("statement", f"It has no goal for {name} after school.", f"Add one for {name}.")
        for name, pattern in _POSTSECONDARY
        if not pattern.search(text)
    ]
    if rights_notice_is_due(facts) and not (_RIGHTS.search(text) and _MAJORITY.search(text)):
        found.append(
            Finding(
                Severity.ERROR,
                "rights-notice",
                "statement",
                "The student is within a year of the age of majority, and the text does not say "
                "that the student was told of the rights that transfer (34 CFR 300.320(c)).",
                "State it, or that it will be done and by when.",
            )
        )
    return found


def _check_service(service: ServiceContent, place: str, facts: IepFacts) -> Iterator[Finding]:
    for field, label in (
        ("what", "description"),
        ("frequency", "frequency"),
        ("location", "location"),
        ("duration", "duration"),
        ("provider_role", "role of who gives it"),
    ):
        if not getattr(service, field):
            yield _incomplete(f"{place}.{field}", f"The service has no {label}.")
    start = service.start_date
    if start is None:
        yield _incomplete(f"{place}.start_date", "The service has no start date.")
    elif not facts.meeting_date <= start <= facts.end_date:
        yield Finding(
            Severity.WARNING,
            "service-dates",
            f"{place}.start_date",
            f"The service starts {start.isoformat()}, outside the year of this IEP.",
            f"Choose a day from {facts.meeting_date.isoformat()} to {facts.end_date.isoformat()}.",
        )
    match = _DURATION.search(normal(service.duration))
    if match:
        months = int(match[1]) * {"month": 1.0, "year": 12.0, "week": 12 / 52}[match[2].lower()]
        if months > MAX_MONTHS:
            yield Finding(
                Severity.WARNING,
                "service-dates",
                f"{place}.duration",
                f"The service lasts {service.duration}, longer than the IEP.",
                f"Let it end by {plus_months(facts.meeting_date, MAX_MONTHS).isoformat()}.",
            )


def _incomplete(place: str, message: str) -> Finding:
    return Finding(
        Severity.WARNING,
        "incomplete-service",
        place,
        message,
        "34 CFR 300.320(a)(7) asks for start, frequency, location and duration.",
    )


_CHECKS: dict[str, Callable[[SectionContent, IepFacts], list[Finding]]] = {
    "present_levels": _check_present_levels,
    "progress_reporting": _check_progress,
    "participation": _check_participation,
    "assessment_accommodations": _check_accommodations,
    "services": _check_services,
    "transition": _check_transition,
}
