"""Rates of weight loss in free text: "20 kg in 2 months", "two kilos a week", "10 pounds by
Friday".
"""

import re
from typing import Final

MAX_KG_PER_WEEK = 1.0
# "About 1 kg a week": a tenth over is still that.
_SLACK = 1.1

_KG_PER: Final = {"kg": 1.0, "lb": 0.4536, "st": 6.35}
_WEEKS_PER: Final = {"day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 4.345, "year": 52.0}
# Kilograms at the most when a rate is said in one word.
_MOST_IN: Final = {"daily": 0.15, "weekly": 1.1, "monthly": 4.8}
_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50,
}  # fmt: skip
_WORD: Final = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_COUPLE: Final = re.compile(r"\ba couple(?: of)?\b")
_DOZEN: Final = re.compile(r"\ba dozen\b")
_AMOUNT: Final = (
    r"(?P<amount>\d+(?:[.,]\d+)?)(?:\s*(?:-|–|to|or)\s*(?P<upto>\d+(?:[.,]\d+)?))?\s*"
    r"(?P<unit>kgs?|kilos?|kilograms?|lbs?|pounds?|stones?|st)\b"
)
_TIME: Final = (
    r"(?:(?P<count>\d+(?:[.,]\d+)?)(?:\s*(?:-|–|to|or)\s*\d+)?[\s-]*)?"
    r"(?P<period>days?|weeks?|wks?|fortnights?|months?|years?)\b"
)
_LINK: Final = (
    r"(?:\s+(?:of\s+)?(?:body\s*)?(?:weight|fat|bodyfat))?(?:\s+(?:loss|lighter|down|less|gone|off))?"
    r"\s*(?P<link>in\s+(?:under\s+|about\s+|just"
    r"\s+|only\s+|less\s+than\s+|the\s+next\s+|a\s+|one\s+)*|within\s+(?:the\s+next\s+|a\s+)*|over"
    r"\s+(?:the\s+next\s+)?|per\s+|a\s+|each\s+|every\s+|/\s*|this\s+|next\s+)"
)
_BARE_LINKS: Final = ("in", "over", "within")
_LOSING: Final = re.compile(
    r"(?:^|\s)[-–]\s?\d|\b(?:los[es]\w*|losing|lost"
    r"|drop(?!\s+sets?)\w*|shed\w*|cut\w*|burn\w*|down|slim\w*|weight[\s-]*loss|get\s+rid"
    r"|take\s+off|come\s+off|lighter|melt)\b"
)
_RATE: Final = re.compile(_AMOUNT + _LINK + _TIME)
_REVERSED: Final = re.compile(
    r"\bin\s+(?:just\s+|only\s+|a\s+)*" + _TIME + r"[^.;!?\d]{0,40}?" + _AMOUNT
)
_BY_WEEKDAY: Final = re.compile(
    _AMOUNT
    + r"[^.;!?]{0,25}?\bby\s+(?:this\s+|next\s+)?(?:tomorrow|the\s+weekend|weekend|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday)\b"
)
_WEEKLY: Final = re.compile(_AMOUNT + r"\s+(?P<rate>daily|weekly|monthly)\b")
_BY_MONTH: Final = re.compile(
    _AMOUNT + r"[^.;!?]{0,25}?\bby\s+(?:next\s+month|the\s+end\s+of\s+(?:the|this)\s+month)\b"
)
_FROM_TO: Final = re.compile(
    r"\bfrom\s+(?P<from>\d+(?:[.,]\d+)?)\s*(?:kgs?|kilos?|lbs?|pounds?)?\s+(?:down\s+)?to\s+"
    + _AMOUNT
    + r"\s+(?:in|within)\s+(?:just\s+|only\s+)?"
    + _TIME
)
# What the scales are to show: "down to 75 kg in 12 weeks".
_TARGET: Final = re.compile(
    r"\b(?:to|at|under|below|reach|weigh|weighing)\s+(?:about\s+|around\s+)?$"
)
_LOADS: Final = re.compile(
    r"\b(?:lift\w*|bench\w*|squat\w*|deadlift\w*|press\w*|row\w*|curl\w*|snatch\w*|clean\w*|gain\w*"
    r"|add\w*|put\s+on|bulk\w*)\b"
)
# Without knowing today's weight: in so few weeks a target weight is a reason to ask.
_SOON_WEEKS: Final = 4.0
_LATER: Final = re.compile(
    _AMOUNT
    + r"[^.;!?\d]{1,40}?\bin\s+(?:just\s+|only\s+|about\s+|under\s+|less\s+than\s+)?"
    + _TIME
)
_GAINING: Final = re.compile(
    r"\b(?:gain\w*|add\w*|bulk\w*|put\s+on|increase\w*|lift\w*|my\s+squat)\b"
)


def with_digits(text: str) -> str:
    """Number words as digits: "two kilos" is "2 kilos"."""
    plain = _DOZEN.sub("12", _COUPLE.sub("2", text))
    return _WORD.sub(lambda match: str(_WORDS[match[0]]), plain)


def loses_too_fast(text: str, weight_kg: float | None = None) -> bool:
    """Whether the text (in lower case, numbers as digits) speaks of losing more than about 1 kg a
    week. weight_kg: today's, if known, for texts that name only the weight to reach.
    """
    return any(
        _sentence_too_fast(sentence, weight_kg)
        for sentence in re.split(r"(?<!\d)[.;!?]|[.;!?](?!\d)", text)
    )


def _sentence_too_fast(sentence: str, weight_kg: float | None) -> bool:
    if any(_falls_too_fast(match) for match in _FROM_TO.finditer(sentence)):
        return True
    sentence = _FROM_TO.sub(" ", sentence)
    if not _LOSING.search(sentence) or (
        _GAINING.search(sentence) and not re.search(r"\b(?:los[es]|drop|shed)\w*", sentence)
    ):
        return False
    for pattern in (_RATE, _REVERSED, _LATER):
        for match in pattern.finditer(sentence):
            before = sentence[: match.start("amount")]
            if _TARGET.search(before):
                if _target_too_soon(match, weight_kg):
                    return True
            elif not _is_load(before) and _too_fast(match):
                return True
    return (
        any(_kilograms(match) > _MOST_IN[match["rate"]] for match in _WEEKLY.finditer(sentence))
        or any(_kilograms(match) > _MOST_IN["monthly"] for match in _BY_MONTH.finditer(sentence))
        or any(_kilograms(match) > 1.5 for match in _BY_WEEKDAY.finditer(sentence))
    )


def _is_load(before: str) -> bool:
    """Whether the last verb before an amount is one of lifting or gaining."""
    loads = [match.start() for match in _LOADS.finditer(before)]
    losses = [match.start() for match in _LOSING.finditer(before)]
    return bool(loads) and loads[-1] > max(losses, default=-1)


def _target_too_soon(match: re.Match[str], weight_kg: float | None) -> bool:
    if match["count"] is None:
        return False
    weeks = _number(match["count"]) * _weeks_per(match)
    if weight_kg is None:
        return weeks <= _SOON_WEEKS
    return weeks > 0 and (weight_kg - _kilograms(match)) / weeks > MAX_KG_PER_WEEK * _SLACK


def _falls_too_fast(match: re.Match[str]) -> bool:
    lost = (_number(match["from"]) - _number(match["amount"])) * _KG_PER[_unit(match)]
    weeks = _number(match["count"]) * _weeks_per(match)
    return weeks > 0 and lost / weeks > MAX_KG_PER_WEEK * _SLACK


def _too_fast(match: re.Match[str]) -> bool:
    if match["count"] is None and match.groupdict().get("link", "in").strip() in _BARE_LINKS:
        return False  # "in week 3" is no span of time
    weeks = _number(match["count"]) * _weeks_per(match)
    return weeks > 0 and _kilograms(match) / weeks > MAX_KG_PER_WEEK * _SLACK


def _kilograms(match: re.Match[str]) -> float:
    return _number(match["upto"] or match["amount"]) * _KG_PER[_unit(match)]


def _unit(match: re.Match[str]) -> str:
    unit = match["unit"]
    return "kg" if unit.startswith("k") else "lb" if unit[0] in "lp" else "st"


def _weeks_per(match: re.Match[str]) -> float:
    return _WEEKS_PER[match["period"].rstrip("s").replace("wk", "week")]


def _number(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 1.0
