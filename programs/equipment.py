"""Which equipment words speak of: "Dumbbells", "home gym", "full gym without machines".

A full gym has everything. A gym at home is much less than that, and a plan must not need what is
not there: dumbbells, a bench and bands, unless more is named. A garage gym is built around a
barbell. What follows "no", "without" or "except" is taken away.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from programs.exercise_catalogue import Equipment

E = Equipment
FULL_GYM: Final = frozenset(Equipment)
HOME_GYM: Final = frozenset({E.DUMBBELL, E.BENCH, E.BAND})
GARAGE_GYM: Final = HOME_GYM | {E.BARBELL, E.PULL_UP_BAR}
HOTEL_GYM: Final = frozenset({E.DUMBBELL, E.BENCH, E.CABLE, E.MACHINE})
# What a word before "gym", or a place after it, makes of it.
_GYMS: Final[Mapping[str, frozenset[Equipment]]] = MappingProxyType(
    {
        **dict.fromkeys(("home", "house", "apartment", "flat", "basement"), HOME_GYM),
        **dict.fromkeys(("own", "small", "mini", "basic", "simple", "little"), HOME_GYM),
        "garage": GARAGE_GYM,
        **dict.fromkeys(("hotel", "office", "company", "work"), HOTEL_GYM),
    }
)
_GYM: Final = re.compile(
    r"\b(?:(?P<kind>\w+)[ -]?)??gym\b(?! ?(?:mats?|balls?|bags?|rings?|shoes|clothes|towels?)\b)"
    r"(?: (?:at|in) (?:my |the |our )?(?P<place>\w+))?"
)
_WORDS: Final[tuple[tuple[frozenset[Equipment], re.Pattern[str]], ...]] = tuple(
    (items, re.compile(words))
    for items, words in (
        (FULL_GYM, r"\beverything\b|\ball equipment\b"),
        (
            frozenset({E.BARBELL}),
            r"barbell|(?<!dumbbell )(?<!dumbell )\brack\b|trap bar|landmine|\bplates\b",
        ),
        (frozenset({E.DUMBBELL}), r"dumb-?b?ell|hand weights"),
        (frozenset({E.KETTLEBELL}), r"kettle-?bell"),
        (frozenset({E.CABLE}), r"cable|pulley"),
        # A rowing machine trains nothing that a plan of lifts asks of a machine.
        (
            frozenset({E.MACHINE}),
            r"(?<!cable )(?<!rowing )(?<!row )(?<!cardio )(?<!stair )(?<!elliptical )machine",
        ),
        (frozenset({E.BENCH}), r"\bbench"),
        (frozenset({E.BAND}), r"\bbands?\b|\btub(?:es?|ing)\b"),
        (frozenset({E.PULL_UP_BAR}), r"pull[ -]?up|chin[ -]?up"),
        (frozenset({E.SUSPENSION}), r"suspension|\btrx\b|\brings?\b"),
        (frozenset({E.BOX}), r"\bbox\b|\bstep\b|\bplyo"),
        (frozenset({E.MEDICINE_BALL}), r"medicine|slam ball|wall ball"),
    )
)
_REFUSED: Final = re.compile(
    r"\b(?:no|not|without|except(?: for)?|excluding|minus|never)\b(?P<what>[^,;.]*?)"
    r"(?=$|[,;.]|\b(?:but|only|just|no|not|without|except)\b)"
)


def equipment_of(words: Iterable[str]) -> frozenset[Equipment]:
    """The equipment that words name, bodyweight always; unknown words are nothing."""
    found: set[Equipment] = set()
    for word in words:
        plain = " ".join(word.lower().replace("_", " ").split())
        refused = {item for match in _REFUSED.finditer(plain) for item in _named(match["what"])}
        found |= _named(_REFUSED.sub(" ", plain)) - refused
    return frozenset(found | {Equipment.BODYWEIGHT})


def _named(plain: str) -> set[Equipment]:
    found: set[Equipment] = set()
    for match in _GYM.finditer(plain):
        found |= _GYMS.get(match["place"] or "", _GYMS.get(match["kind"] or "", FULL_GYM))
    for items, pattern in _WORDS:
        if pattern.search(plain):
            found |= items
    return found
