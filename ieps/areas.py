"""Areas of learning: one small vocabulary for what assessments, needs, goals, services and sections
are about.

People write areas in their own words ("Oral reading fluency", "Maths", "written expression"), so
records keep those words and compare through `area_of`.
"""

import re
from enum import StrEnum


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
    (
        Area.TRANSITION,
        r"\btransition|post-?secondary|vocational|\bcareer|employment|job skills|전환|진로|직업",
    ),
    (Area.COMPREHENSION, r"(?<!listening )\bcomprehension|독해|읽기 ?이해"),
    (
        Area.RECEPTIVE,
        r"\breceptive|\blistening|following (?:oral |spoken )?directions|auditory comprehension"
        r"|수용|듣기",
    ),
    (
        Area.EXPRESSIVE,
        r"\bexpressive|\bspeaking|\bspeech|articulation|oral expression|\bnarrative retell"
        r"|표현|말하기",
    ),
    (
        Area.ORAL_LANGUAGE,
        r"\boral language|\bspoken language|\bvocabulary|\blanguage(?: skills| therapy)?$"
        r"|(?<!social )communication|언어|어휘|구어",
    ),
    (
        Area.READING_UNFAMILIAR,
        r"\bunfamiliar|decod(?:e|ing)|\bphonics|word attack|word recognition|phonological|phonemic"
        r"|sight word|nonsense word|해독|낱말 ?재인",
    ),
    (Area.READING_FAMILIAR, r"\bfamiliar"),
    (Area.SPELLING, r"\bspell|orthograph|철자|맞춤법|받아쓰기"),
    (
        Area.MATH,
        r"\bmath|\bnumeracy|arithmetic|\bcalculation|\bnumber sense|\baddition|\bsubtraction"
        r"|multiplication|word problems?|fractions?\b|수학|연산|셈하기",
    ),
    (Area.WRITING, r"\bwriting|\bwritten|composition|\bhandwriting|\bparagraphs?\b|쓰기|작문"),
    (Area.READING, r"\bread|\bliteracy|fluency|읽기"),
    (Area.CONCEPT, r"\bconcepts?\b|\bcategor|\bsorting|개념"),
    (
        Area.BEHAVIOUR,
        r"behavio|self-?regulation|attention|on-?task|executive|emotional|organi[sz]ation|impuls"
        r"|coping|행동|주의 ?집중|자기 ?조절",
    ),
    (Area.SOCIAL, r"\bsocial|peer interaction|pragmatic|turn-?taking|friendship|사회성|또래"),
    (
        Area.MOTOR,
        r"\bmotor|occupational therapy|physical therapy|\bmobility|coordination|운동|소근육|대근육",
    ),
    (
        Area.DAILY_LIVING,
        r"daily living|adaptive|self-?care|independent living|toileting|dressing|일상생활|자립",
    ),
)
_COMPILED = tuple((area, re.compile(pattern, re.IGNORECASE)) for area, pattern in _PATTERNS)
_BY_VALUE = {area.value: area for area in Area}


def area_of(text: str) -> Area:
    """The area that a person's words name; `Area.OTHER` when none is recognised."""
    if (known := _BY_VALUE.get(text)) is not None:
        return known
    for area, pattern in _COMPILED:
        if pattern.search(text):
            return area
    return Area.OTHER


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
