"""Services for every need: what, how often, where, for how long, from when, by whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from ieps.areas import Area
from ieps.facts import IepFacts
from ieps.offline.focus import focus_areas
from ieps.offline.words import area_name, listed, name, phrase
from ieps.rules.contents import transition_is_due
from ieps.schemas import MAX_SERVICES, ServiceContent

DURATION = "12 months"
YOUNG_AGE = 8
# Minutes of a lesson from that age on, and of everything else.
LESSON, SESSION = 45, 30


@dataclass(frozen=True)
class _Offer:
    """A kind of service and the areas it serves; `sessions` a week."""

    areas: frozenset[Area]
    what: str
    sessions: int
    location: str
    provider_role: str
    is_lesson: bool = False


_OFFERS = (
    _Offer(
        frozenset(
            {
                Area.READING,
                Area.READING_FAMILIAR,
                Area.READING_UNFAMILIAR,
                Area.COMPREHENSION,
                Area.SPELLING,
                Area.WRITING,
                Area.MATH,
                Area.CONCEPT,
            }
        ),
        "Specialized instruction in",
        3,
        "resource room",
        "special education teacher",
        is_lesson=True,
    ),
    _Offer(
        frozenset({Area.ORAL_LANGUAGE, Area.RECEPTIVE, Area.EXPRESSIVE}),
        "Speech and language therapy for",
        2,
        "therapy room",
        "speech-language pathologist",
    ),
    _Offer(
        frozenset({Area.BEHAVIOUR, Area.SOCIAL}),
        "Counseling and practice in",
        1,
        "counseling room",
        "school counselor",
    ),
    _Offer(
        frozenset({Area.MOTOR}),
        "Occupational therapy for",
        1,
        "therapy room",
        "occupational therapist",
    ),
    _Offer(
        frozenset({Area.DAILY_LIVING}),
        "Instruction in",
        2,
        "where the routine takes place",
        "special education teacher",
    ),
    _Offer(
        frozenset({Area.TRANSITION}),
        "Coordination of",
        1,
        "school and community",
        "transition coordinator",
    ),
)


# For a need outside the areas above.
_SUPPORT = _Offer(frozenset(), "Support with", 1, "resource room", "special education teacher")


def services(facts: IepFacts) -> tuple[ServiceContent, ...]:
    """One service per kind that a need calls for, and supports in class for all needs."""
    return (*_direct(facts), _in_class(facts))[:MAX_SERVICES]


def statement(facts: IepFacts) -> str:
    """Whom the services are for and since when."""
    areas = listed(area_name(area) for area in focus_areas(facts))
    return (
        f"These services answer the recorded needs of {name(facts)} in {areas}, from "
        f"{facts.meeting_date.isoformat()}. Times are a starting point for the team to set."
    )


def time_away(facts: IepFacts) -> str:
    """The direct services in a phrase, with their times."""
    offered = [
        f"{service.what[0].lower()}{service.what[1:]} ({service.frequency}, "
        f"{service.minutes_per_session} minutes)"
        for service in _direct(facts)
        if not service.what.startswith(_SUPPORT.what)
    ]
    if any(need.canonical is Area.OTHER for need in facts.student.needs):
        offered.append("support with other needs")
    return listed(offered)


def _direct(facts: IepFacts) -> list[ServiceContent]:
    return list(_offered(facts))[: MAX_SERVICES - 1]


def _offered(facts: IepFacts) -> Iterator[ServiceContent]:
    areas = [*focus_areas(facts)]
    if transition_is_due(facts) and Area.TRANSITION not in areas:
        areas.append(Area.TRANSITION)
    for offer in _OFFERS:
        served = [area_name(area) for area in areas if area in offer.areas]
        if served:
            yield _service(facts, f"{offer.what} {listed(served)}", offer)
    for need in facts.student.needs:
        if need.canonical is Area.OTHER:
            subject = (
                f"{phrase(need.area)}: {phrase(need.text)}" if need.area else phrase(need.text)
            )
            yield _service(facts, f"{_SUPPORT.what} {subject}", _SUPPORT)


def _service(facts: IepFacts, what: str, offer: _Offer) -> ServiceContent:
    old_enough = facts.age is not None and facts.age >= YOUNG_AGE
    times = "once a week" if offer.sessions == 1 else f"{offer.sessions} times a week"
    return ServiceContent(
        what=what,
        frequency=times,
        minutes_per_session=LESSON if offer.is_lesson and old_enough else SESSION,
        location=offer.location,
        duration=DURATION,
        start_date=facts.meeting_date,
        provider_role=offer.provider_role,
    )


def _in_class(facts: IepFacts) -> ServiceContent:
    return ServiceContent(
        what="Supports in class for all areas of need, as recommended in the sections above",
        frequency="daily",
        minutes_per_session=None,
        location="general education classroom",
        duration=DURATION,
        start_date=facts.meeting_date,
        provider_role="classroom teacher",
    )
