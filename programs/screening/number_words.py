"""Number words as digits: "twenty-five pounds" is "25 pounds", "half a stone" is "0.5 stone"."""

import re
from typing import Final

_ONES: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORDS: Final = _ONES | _TENS | {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_ORDINALS: Final = {
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th",
    "twelfth": "12th",
}  # fmt: skip
_MASS: Final = r"(?:stones?|st|kilos?|kgs?|kilogram(?:me)?s?|pounds?|lbs?|percent|per\scent)\b"
_STEPS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\ba\s(?:couple|pair)(?:\sof)?\b"), "2"),
    (re.compile(r"\bhalf\sa\sdozen\b"), "6"),
    (re.compile(r"\ba\sdozen\b"), "12"),
    (re.compile(rf"\ba\sfew\s(?={_MASS})"), "3 "),
    (re.compile(rf"\b(\d{{1,3}})\s(?:and\sa\shalf|1/2)\s(?={_MASS})"), r"\1.5 "),
    (re.compile(rf"\b(?:a\s)?half\s(?:an?\s|of\sa\s)?(?={_MASS})"), "0.5 "),
    (re.compile(rf"\ba\squarter\s(?:of\s)?an?\s(?={_MASS})"), "0.25 "),
    (re.compile(rf"\b1/2\s(?:an?\s)?(?={_MASS})"), "0.5 "),
    (re.compile(r"\bhalf\sa\s(?=(?:year|month)\b)"), "0.5 "),
    (re.compile(rf"\b(?:an?|another)\s(?:whole\s|full\s)?(?={_MASS})"), "1 "),
    (re.compile(rf"\b(\d{{1,3}})\s({_MASS})\sand\sa\shalf\b"), r"\1.5 \2"),
)  # fmt: skip
_COMPOUND: Final = re.compile(rf"\b({'|'.join(_TENS)})[\s-]({'|'.join(_ONES)})\b")
_WORD: Final = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_ORDINAL: Final = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})(?=\s(?:grade|graders?|form|class)\b)")


def with_digits(text: str) -> str:
    """Number words as digits: "two kilos" is "2 kilos"."""
    text = _ORDINAL.sub(lambda match: _ORDINALS[match[0]], text)
    text = _COMPOUND.sub(lambda match: str(_TENS[match[1]] + _ONES[match[2]]), text)
    text = _WORD.sub(lambda match: str(_WORDS[match[0]]), text)
    for pattern, digits in _STEPS:
        text = pattern.sub(digits, text)
    return text
