"""Areas of learning: one small vocabulary for what assessments, needs, goals, services and sections
are about.

People write areas in their own words ("Oral reading fluency", "Maths", "written expression"), so
records keep those words and compare through `area_of`.
"""

import re
from enum import StrEnum
from functools import lru_cache


class Area(StrEnum):
    READING = "reading"
    READING_FAMILIAR = "reading familiar text"
    READING_UNFAMILIAR = "reading unfamiliar text"
    COMPREHENSION = "reading comprehension"
    SPELLING = "spelling"
    WRITING = "writing"
    ORAL_LANGUAGE = "oral language"
    RECEPTIVE = "receptive oral language"
    EXPRESSIVE = "expressive oral language"
    CONCEPT = "concept"
    MATH = "math"
    BEHAVIOUR = "behaviour and self-regulation"
    SOCIAL = "social skills"
    MOTOR = "motor skills"
    DAILY_LIVING = "daily living"
    TRANSITION = "transition"
    OTHER = "other"


CHILDREN: dict[Area, tuple[Area, ...]] = {
    Area.READING: (Area.READING_FAMILIAR, Area.READING_UNFAMILIAR, Area.COMPREHENSION),
    Area.ORAL_LANGUAGE: (Area.RECEPTIVE, Area.EXPRESSIVE),
}

# Which areas a section of the template is about, most specific first. Sections not listed are about
# all areas.
SECTION_AREAS: dict[str, tuple[Area, ...]] = {
    "oral_language.receptive": (Area.RECEPTIVE, Area.ORAL_LANGUAGE),
    "oral_language.expressive": (Area.EXPRESSIVE, Area.ORAL_LANGUAGE),
    "reading.familiar": (Area.READING_FAMILIAR, Area.READING),
    "reading.unfamiliar": (Area.READING_UNFAMILIAR, Area.READING),
    "reading.comprehension": (Area.COMPREHENSION, Area.READING),
    "spelling": (Area.SPELLING,),
    "writing": (Area.WRITING,),
    "concept": (Area.CONCEPT,),
    "math": (Area.MATH,),
    "transition": (Area.TRANSITION,),
}

# Order matters: the first pattern that matches names the area, so the specific come before the
# general.
_PATTERNS: tuple[tuple[Area, str], ...] = (
    (Area.TRANSITION, r"\btransition|post-?secondary|vocational|\bcareer|employment|job skills"),
    (Area.COMPREHENSION, r"reading comprehension|(?<!listening )\bcomprehension"),
    (
        Area.RECEPTIVE,
        r"\breceptive|\blistening|following (?:oral |spoken )?directions|auditory comprehension",
    ),
    (
        Area.EXPRESSIVE,
        r"\bexpressive|\bspeaking|\bspeech|articulation|oral expression|\bnarrative retell",
    ),
    (
        Area.ORAL_LANGUAGE,
        r"\boral language|\bspoken language|\bvocabulary|\blanguage(?: skills| "
        r"therapy)?$|communication",
    ),
    (
        Area.READING_UNFAMILIAR,
        r"\bunfamiliar|decod(?:e|ing)|\bphonics|word attack|word "
        r"recognition|phonological|phonemic|sight word|nonsense word",
    ),
    (Area.READING_FAMILIAR, r"\bfamiliar"),
    (Area.SPELLING, r"\bspell|orthograph"),
    (
        Area.MATH,
        r"\bmath|\bnumeracy|arithmetic|\bcalculation|\bnumber "
        r"sense|\baddition|\bsubtraction|multiplication"
        r"|word problems?|fractions?\b",
    ),
    (Area.WRITING, r"\bwriting|\bwritten|composition|\bhandwriting|\bparagraphs?\b"),
    (Area.READING, r"\bread|\bliteracy|fluency"),
    (Area.CONCEPT, r"\bconcepts?\b|\bcategor|\bsorting"),
    (
        Area.BEHAVIOUR,
        r"behavio|self-?regulation|attention|on-?task|executive|emotional|organi[sz]ation|impuls|coping",
    ),
    (Area.SOCIAL, r"\bsocial|\bpeer interaction|pragmatic|turn-?taking|friendship"),
    (Area.MOTOR, r"\bmotor|occupational therapy|physical therapy|\bmobility|coordination"),
    (Area.DAILY_LIVING, r"daily living|adaptive|self-?care|independent living|toileting|dressing"),
)
_COMPILED = tuple((area, re.compile(pattern, re.IGNORECASE)) for area, pattern in _PATTERNS)


@lru_cache(maxsize=1024)
def area_of(text: str) -> Area:
    """The area that a person's words name; `Area.OTHER` when none is recognised."""
    for area, pattern in _COMPILED:
        if pattern.search(text):
            return area
    return Area.OTHER


@lru_cache(maxsize=1024)
def areas_in(text: str) -> frozenset[Area]:
    """Every area that a text mentions ("specialized instruction in reading and math")."""
    return frozenset(area for area, pattern in _COMPILED if pattern.search(text))


def related(one: Area, other: Area) -> bool:
    """True for the same area, and for a general area and one of its parts (reading, reading
    comprehension).
    """
    return one == other or other in CHILDREN.get(one, ()) or one in CHILDREN.get(other, ())


def section_covers(key: str, area: Area) -> bool:
    """Whether goals of this area belong in the section; sections about all areas cover every
    one.
    """
    areas = SECTION_AREAS.get(key)
    return areas is None or area in areas or related(areas[0], area)
