"""What to try for a need, by the words that people write it with. A few that come up often; a need
that none of them fits gets the recommendations of its area only.
"""

import re
from collections.abc import Sequence
from typing import Final

from ieps.areas import Area
from ieps.facts import NeedFact

_READ_ALOUD = frozenset({Area.READING, Area.READING_FAMILIAR, Area.READING_UNFAMILIAR})
_SPOKEN = frozenset({Area.ORAL_LANGUAGE, Area.RECEPTIVE, Area.EXPRESSIVE})

_HINTS: Final[tuple[tuple[str, frozenset[Area], str], ...]] = (
    (
        r"long(?:er)? words|syllab",
        _READ_ALOUD,
        "Teach long words by syllables and parts that are known, a few each day.",
    ),
    (
        r"guess",
        _READ_ALOUD,
        "When a word is guessed, go back to it together and read it through from left to right.",
    ),
    (
        r"slow|fluen|word by word",
        _READ_ALOUD,
        "Keep the text short enough to be read twice, and praise the second reading by its count.",
    ),
    (
        r"stops at|new (?:words|ones)|unknown words",
        _READ_ALOUD,
        "At a new word, wait a few seconds, then cover it and show it part by part.",
    ),
    (
        r"\bwhy\b|infer|reason|cause",
        frozenset({Area.COMPREHENSION}),
        "After reading, ask what happened and then why, and have the answer begin with because.",
    ),
    (
        r"main idea|summar|retell",
        frozenset({Area.COMPREHENSION}),
        "Retell in a fixed order with picture cards: who, where, what happened, how it ended.",
    ),
    (
        r"vowel",
        frozenset({Area.SPELLING}),
        "Sort words by their vowel pattern before spelling them, and tap each syllable's vowel.",
    ),
    (
        r"short sentences|few details|details",
        frozenset({Area.WRITING}),
        "Make one short sentence longer each day by adding who, where, when or why.",
    ),
    (
        r"handwriting|pencil|legib",
        frozenset({Area.WRITING, Area.MOTOR}),
        "Keep handwriting practice apart from composing, and let long answers be typed.",
    ),
    (
        r"direction|instruction|step",
        _SPOKEN,
        "Give one step and wait until it is done; then join two steps, then three.",
    ),
    (
        r"single words|short phrases|short answers",
        _SPOKEN,
        "Say the student's words back as a whole sentence, and leave time to say it again.",
    ),
    (
        r"position|before and after|\btime\b|order",
        frozenset({Area.CONCEPT}),
        "Use words for position and time with the student's own things and the day's schedule.",
    ),
    (
        r"fact|times table|count",
        frozenset({Area.MATH}),
        "Practise a few facts at a time with objects or a number line before working from memory.",
    ),
    (
        r"word problem|story problem",
        frozenset({Area.MATH}),
        "Have the student draw a word problem before choosing what to calculate.",
    ),
    (
        r"attention|attend|distract|off task|focus",
        frozenset({Area.BEHAVIOUR, Area.SOCIAL}),
        "Cut tasks into parts of a few minutes with a check after each, and say what is next.",
    ),
)


def hints(areas: Sequence[Area], needs: Sequence[NeedFact]) -> list[str]:
    """The recommendations for the needs, each once, that belong to one of the areas."""
    found = [
        text
        for need in needs
        for pattern, about, text in _HINTS
        if about & set(areas) and re.search(pattern, need.text, re.IGNORECASE)
    ]
    return list(dict.fromkeys(found))
