"""Rates of weight loss in free text: "20 kg in 2 months", "half a stone a week", "10% of my weight
in 5 weeks", "90kg -> 75kg by next month".

Amounts (kg, lb, stone, grams, percent of the body's weight) and spans of time are found first; then
each amount is put with the span that belongs to it. An amount is weight to lose unless a word of
lifting, gaining or eating governs it; a number the scales are to show is measured from today's.
"""

import re
from collections.abc import Iterator
from typing import Final

from programs.screening.number_words import with_digits

__all__ = ["MAX_KG_PER_WEEK", "loses_too_fast", "losses_too_fast", "with_digits"]

MAX_KG_PER_WEEK = 1.0
# "About 1 kg a week": a tenth over is still that.
_SLACK = 1.1
# A share of the body's weight is taken of this when today's weight is not known.
_USUAL_KG = 100.0
# Nobody's goal weight: less than this is an amount to lose.
_LEAST_BODY_KG = 30.0
# Without knowing today's weight: in so few weeks a target weight is a reason to ask.
_SOON_WEEKS: Final = 4.0
# "By summer", "before my wedding": a day we do not know is taken to be so far away.
_SOME_DAY_WEEKS = 12.0

_KG_PER: Final = {"kg": 1.0, "lb": 0.4536, "st": 6.35, "g": 0.001}
_WEEKS_PER: Final = {"day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 4.345, "year": 52.0}

_UNIT: Final = (
    r"(?:kgs?|kilos?|kilogram(?:me)?s?|lbs?|pounds?|stones?|st(?!\w)|g(?!\w)|gr(?!\w)|grams?|%"
    r"|percent|per\scent)(?!\w)"
)
_NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,3})?"
_UPTO: Final = r"\s?(?:-|–|to|or)\s?"
_AMOUNT: Final = re.compile(
    rf"(?P<minus>(?:^|(?<=[\s:(]))(?:[-–]|minus|less)\s?)?(?<![\d.,])(?P<amount>{_NUMBER})"
    rf"(?:{_UPTO}(?P<upto>{_NUMBER}))?\s?-?(?P<unit>{_UNIT})"
)
_PERIOD: Final = r"(?P<period>days?|weeks?|wks?|wk|fortnights?|months?|mths?|mos?|years?|yrs?)\b"
_COUNT: Final = rf"(?:(?P<count>(?<![\d.,]){_NUMBER})(?:{_UPTO}\d{{1,3}})?[\s-]?)"
_SOON: Final = (
    r"(?:about|just|only|under|less\sthan|roughly|around|the|next|coming|a|my|your|this|first"
    r"|at\smost"
    r"|max|maximum|exactly|like|maybe|another|end\sof|space\sof|course\sof|matter\sof|span\sof|of)"
)
# A rate stands right behind its amount: "2 kg of fat every single week", "-2kg/wk", "8 lbs weekly".
_RATE: Final = re.compile(
    r"\s?(?:(?:of|off|my|body-?|bodyweight|bodyfat|weight|fat|mass|loss|lighter|down|less|gone"
    r"|at|least"
    r"|most|or|more|each|and|every|single|solid|pure|minimum|consistently|from|in)\s){0,6}?"
    r"(?:(?:loss|lost|lighter|down|off|gone)\s)?"
    rf"(?:(?:per|an?|each|every|/)\s?(?:single\s)?(?P<other>other\s)?{_COUNT}?{_PERIOD}"
    r"|(?P<adverb>daily|weekly|monthly)\b|p\.?(?P<short>[wdm])\b\.?)"
    r"|\s?(?:of\s)?(?:(?:body-?\s?)?(?:weight|fat)\s)(?P<adverb2>daily|weekly|monthly)\b"
)
_RATE_FIRST: Final = re.compile(
    rf"(?:^|[,:]\s?|\bto\s|\band\s|\bi\s)(?:every|each|per)\s(?:single\s)?{_COUNT}?{_PERIOD}"
    r"(?=[^.;!?\d]{1,45}$)|\b(?P<adverb>daily|weekly|monthly)\s(?:weight\s"
    r"|fat\s)?loss(?:es)?\s(?:of|:)"
)
_SPAN: Final = re.compile(
    rf"(?:\b(?:in|within|over|during|for|with|on|using|after|inside|at|by|til|till|until)\s"
    rf"(?:{_SOON}\s){{0,4}}|[,:(-]\s?){_COUNT}{_PERIOD}"
    rf"|\b(?:in|within|inside|over)\s(?:{_SOON}\s){{0,2}}(?:a\s|the\snext\s|the\s)(?P<p2>week|month"
    r"|fortnight|year)\b(?!\s?\d)"
    r"|\b(?P<this>this|by\snext|until\snext|next|by\sthe\send\sof\s(?:this|the)|by\sthis"
    r"|by\s(?:the\s)?"
    r"end\sof)\s(?P<p3>week|month|year)\b"
    r"|\b(?P<two>by\s(?:the\s)?end\sof\snext)\s(?P<p4>week|month)\b"
    r"|\b(?P<soon>by|before|until|till|til)\s(?:this\s|next\s|coming\s|the\s)?(?:tomorrow"
    r"|tonight|week-?end|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    rf"|\b(?:that's|that\sis|have|got|only|left)\s(?:only\s|just\s|about\s|like\s){{0,2}}"
    rf"(?P<count5>{_NUMBER})\s(?P<period5>weeks?|wks?|months?)\b"
    r"|\b(?P<overnight>overnight|this\sweekend)\b"
    r"|\b(?P<some>by|before|until|till|til|for)\s(?:the\s|my\s|our\s|next\s|this\s"
    r"|new\s){0,2}(?:\w+'s\s)?"
    r"(?:christmas|xmas|new\syear|years?\s?eve|summer|spring|autumn|winter|easter|halloween"
    r"|thanksgiving"
    r"|wedding|birthday|holidays?|vacation|beach|party|reunion|trip|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)\b"
)
_SPAN_FIRST: Final = re.compile(
    rf"(?:\b(?:in|within|over)\s(?:{_SOON}\s){{0,3}}{_COUNT}{_PERIOD}"
    rf"|{_COUNT.replace('count', 'count2')}{_PERIOD.replace('period', 'period2')}"
    r"(?=(?:\s(?:plan|program\w*|challenge|cut|diet|shred|transformation|left))?\s(?:to|for)\b))"
)
_FROM_TO: Final = re.compile(
    rf"(?<![\d.,])(?P<from>{_NUMBER})\s?(?P<from_unit>{_UNIT})?\s?"
    rf"(?P<arrow>->|→|=>|>|–|-|(?:now\s)?(?:down\s)?(?:to|into)(?:\s(?:about|around|just|under"
    rf"|below)){{0,2}})"
    rf"\s?(?P<to>{_NUMBER})\s?(?P<unit>{_UNIT})"
)
# The same without units: "from 85 to 70 in 10 weeks".
_FROM_TO_BARE: Final = re.compile(
    r"\b(?:go|get|drop|come|cut|down|slim|weight|weigh|me|myself|lose\sweight"
    r"|be)\s?(?:down\s)?,?\s?"
    r"from\s(?P<from>\d{2,3})(?:[.,]\d)?\s?(?:->|→|to|down\sto)\s?(?P<to>\d{2,3})(?![.,\d])"
)
_LOSING: Final = re.compile(
    r"\b(?:los[es]\w*|losing|lost|drop(?!\s+sets?)\w*|shed\w*|cut\w*|burn\w*|down|slim\w*"
    r"|weight[\s-]?loss"
    r"|fat[\s-]?loss|get\srid|take\soff|come\soff|off|gone|lighter|melt\w*|trim\w*|leaner|minus"
    r"|less|reduce|reducing|reduction|away|vanish\w*)\b"
)
_LOADS: Final = re.compile(
    r"\b(?:lift\w*|bench\w*|squat\w*|deadlift\w*|press\w*|row\w*|curl\w*|snatch\w*|clean\w*"
    r"|gain\w*|jerk\w*"
    r"|add\w*|put\son|putting\son|bulk\w*|increase\w*|increment\w*|progress\w*|heavier|grow\w*"
    r"|pull\w*|push\w*"
    r"|carry\w*|carries|dumbbells?|barbells?|kettlebells?|bells?|plates?|sandbags?|vest|ruck\w*"
    r"|weighted|bar"
    r"|muscle|reps?|sets?|[1-5]rm|1 rm|max|total|tonnage|loads?|stones\sof|atlas|throw\w*"
    r"|swings?|lunges?|pack|backpack|sled|steps?\sof)\b"
)
_LOAD_FOLLOWS: Final = re.compile(rf"\s(?:\w+\s){{0,2}}?{_LOADS.pattern}")
_NOT_WEIGHT: Final = re.compile(
    r"\b(?:protein|carbs?|carbohydrates?|fib(?:re|er)|sugar|salt|meat|chicken|fish|food|rice"
    r"|oats|eat\w*|drink"
    r"|creatine|calories|kcal|volume|intensity|load|incline|effort|price|cost\w*|fee|discount"
    r"|money|time|pay"
    r"|paid|vegetables|fruit|potatoes|beef|flour|coffee|buy|percentile|deload\w*|sets|reps"
    r"|training|speed)\b"
)
_BODY: Final = re.compile(r"\b(?:body-?\s?)?(?:weight|bodyweight|bw|fat|bodyfat|mass)\b")
_NOW: Final = re.compile(
    r"\b(?:i|currently|now)\s(?:am\s|now\s|currently\s){0,2}(?:weigh|weighing"
    r"|weighed)\s(?:in\s(?:at\s)?)?(?:about\s|around\s|roughly\s)?$"
    r"|\b(?:i'm|i\sam|im)\s(?:now\s|at\s|about\s|currently\s|around\s){0,2}$"
    r"|\b(?:currently|now|weight:?|starting\sat|start\sweight:?)\s(?:at\s|is\s)?$"
)
# What the scales are to show: "down to 75 kg in 12 weeks".
_TARGET: Final = re.compile(
    r"\b(?:to|at|under|below|reach|reaching|weigh|weighing|be|hit|hitting|become|being|make"
    r"|target|goal|(?:target|goal)(?:\sweight)?(?:\sis|\sof|:)?)"
    r"\s(?:about\s|around\s|just\s|under\s|below\s|roughly\s|at\s|a\s){0,2}$"
)
_FREQUENCY: Final = re.compile(r"(?:\btimes|\bdays|\bsessions|\bworkouts|x|\bonce|\btwice)\s?$")
_SENTENCE: Final = re.compile(r"(?<!\d)[.;!?\n]|[.;!?](?!\d)|\n")
_REACH = 70


def loses_too_fast(text: str, weight_kg: float | None = None) -> bool:
    """Whether the text (in lower case, numbers as digits) speaks of losing more than about 1 kg a
    week. weight_kg: today's, if known, for texts that name only the weight to reach.
    """
    return any(True for _ in losses_too_fast(text, weight_kg))


def losses_too_fast(text: str, weight_kg: float | None = None) -> Iterator[int]:
    """Where in the text each such loss is spoken of: line by line, and across lines, since a line
    may end a sentence or merely be full.
    """
    for one in dict.fromkeys((text, text.replace("\n", " "))):
        yield from _by_sentence(one, weight_kg)


def _by_sentence(text: str, weight_kg: float | None) -> Iterator[int]:
    begin = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        # A sentence without a stop is read in pieces, so that no text takes longer than its length.
        for piece in range(begin, end, 400):
            sentence = text[piece : min(end, piece + 600)]
            yield from (piece + at for at in _in_sentence(sentence, weight_kg))
        begin = end


def _in_sentence(sentence: str, weight_kg: float | None) -> Iterator[int]:
    if not any(one.isdigit() for one in sentence):
        return
    for match in _FROM_TO.finditer(sentence):
        if _falls_too_fast(sentence, match):
            yield match.start()
    for match in _FROM_TO_BARE.finditer(sentence):
        if _falls_too_fast_without_units(sentence, match, weight_kg):
            yield match.start()
    covered = _FROM_TO.sub(_blank, sentence)
    amounts = list(_AMOUNT.finditer(covered))
    today = _stated_weight(covered, amounts) or weight_kg
    for match in amounts:
        weeks = _weeks_of(covered, match)
        if weeks is not None and _too_fast(covered, match, weeks, today):
            yield match.start("amount")


def _too_fast(sentence: str, match: re.Match[str], weeks: float, today: float | None) -> bool:
    before = _just_before(sentence, match)
    unit = _unit(match["unit"])
    if _NOW.search(before) and _kilograms(match, today) >= _LEAST_BODY_KG:
        return False
    if unit != "%" and _kilograms(match, today) >= _LEAST_BODY_KG and _TARGET.search(before):
        return not _is_load(sentence, match) and _target_too_soon(match, weeks, today)
    return _is_lost(sentence, match) and _exceeds(_kilograms(match, today), weeks)


def _target_too_soon(match: re.Match[str], weeks: float, today: float | None) -> bool:
    if today is None:
        return weeks <= _SOON_WEEKS
    return _exceeds(today - _kilograms(match, today), weeks)


def _just_before(sentence: str, match: re.Match[str]) -> str:
    """What governs the amount: as much as its patterns can reach back."""
    return sentence[max(0, match.start() - 60) : match.start()]


def _exceeds(kilograms: float, weeks: float) -> bool:
    return kilograms / weeks > MAX_KG_PER_WEEK * _SLACK


def _is_lost(sentence: str, match: re.Match[str]) -> bool:
    """Whether the amount is weight to lose, and not a load, a gain, or food."""
    if match["minus"]:
        return True
    unit = _unit(match["unit"])
    losing = _LOSING.search(sentence) is not None
    if unit in {"g", "%"}:
        around = sentence[max(0, match.start() - 60) : match.end() + 40]
        return losing and not _NOT_WEIGHT.search(around) and not _is_load(sentence, match)
    if not losing:
        return not (_LOADS.search(sentence) or _NOT_WEIGHT.search(sentence))
    return not _is_load(sentence, match)


def _is_load(sentence: str, match: re.Match[str]) -> bool:
    """Whether the last verb before an amount is one of lifting or gaining, or what follows is."""
    before = sentence[: match.start("amount")]
    load, loss = _last(_LOADS, before), _last(_LOSING, before)
    if load is not None:
        return loss is None or load.start() > loss.start()
    return loss is None and _LOAD_FOLLOWS.match(sentence, match.end()) is not None


def _falls_too_fast(sentence: str, match: re.Match[str]) -> bool:
    unit = _unit(match["unit"])
    before = sentence[: match.start()]
    if unit in {"g", "%"} or (
        (_LOADS.search(sentence[match.end() : match.end() + 25]) or _LOADS.search(before))
        and not _BODY.search(before)
    ):
        return False
    from_unit = _unit(match["from_unit"]) if match["from_unit"] else unit
    start = _number(match["from"]) * _KG_PER.get(from_unit, 1.0)
    lost = start - _number(match["to"]) * _KG_PER[unit]
    weeks = _weeks_of(sentence, match)
    return (
        not _is_range(match)
        and weeks is not None
        and start >= _LEAST_BODY_KG
        and _exceeds(lost, weeks)
    )


def _falls_too_fast_without_units(
    sentence: str, match: re.Match[str], weight_kg: float | None
) -> bool:
    start, end = _number(match["from"]), _number(match["to"])
    is_kg = (
        start < 130 if weight_kg is None else abs(start - weight_kg) < abs(start / 2.2 - weight_kg)
    )
    weeks = _weeks_of(sentence, match)
    if weeks is None or start < _LEAST_BODY_KG or _LOADS.search(sentence):
        return False
    return _exceeds((start - end) * (1.0 if is_kg else _KG_PER["lb"]), weeks)


def _is_range(match: re.Match[str]) -> bool:
    """Whether it is one amount, "3-4 kg" or "3 to 4 kg", and no way from one weight to another."""
    rises = _number(match["to"]) > _number(match["from"])
    return not match["from_unit"] and (rises or match["arrow"] in {"-", "–"})


def _blank(match: re.Match[str]) -> str:
    return match[0] if _is_range(match) else " " * len(match[0])


def _stated_weight(sentence: str, amounts: list[re.Match[str]]) -> float | None:
    for match in amounts:
        if _unit(match["unit"]) not in {"%", "g"} and _NOW.search(_just_before(sentence, match)):
            kilograms = _kilograms(match, None)
            if kilograms >= _LEAST_BODY_KG:
                return kilograms
    return None


def _weeks_of(sentence: str, match: re.Match[str]) -> float | None:
    """The span of time that belongs to an amount, in weeks; None when there is none."""
    rate = _RATE.match(sentence, match.end())
    if rate is not None:
        return _weeks_of_rate(rate)
    after = sentence[match.end() : match.end() + _REACH]
    spans = [span for span in _SPAN.finditer(after) if not _is_frequency(after, span)]
    certain = next((span for span in spans if span["some"] is None), None)
    before = sentence[max(0, match.start() - _REACH) : match.start()]
    if certain is None:
        first = _RATE_FIRST.search(before)
        if first is not None and not _FREQUENCY.search(before[: first.start() + 1]):
            return _weeks_of_rate(first)
        earlier = _last(_SPAN_FIRST, before)
        if earlier is not None and not re.match(r"\s?(?:a|per|each)\s", before[earlier.end() :]):
            count, period = earlier["count"] or earlier["count2"], earlier["period"]
            return _number(count) * _weeks_per(period or earlier["period2"])
    span = certain or (spans[0] if spans else None)
    return None if span is None else _weeks_of_span(span)


def _is_frequency(after: str, span: re.Match[str]) -> bool:
    """ "For 3 days a week" is no span of time; nor is "in week 3"."""
    return (
        re.match(r"\s?(?:a|per|each|/|of\sthe)\s?(?:week|month|day)", after[span.end() :])
        is not None
    )


def _weeks_of_rate(rate: re.Match[str]) -> float:
    found = rate.groupdict()
    adverb = found.get("adverb") or found.get("adverb2")
    if adverb is not None:
        return {"daily": 1 / 7, "weekly": 1.0, "monthly": _WEEKS_PER["month"]}[adverb]
    if found.get("short") is not None:
        return {"d": 1 / 7, "w": 1.0, "m": _WEEKS_PER["month"]}[found["short"]]
    times = 2.0 if found.get("other") else 1.0
    return times * _number(found["count"]) * _weeks_per(found["period"])


def _weeks_of_span(span: re.Match[str]) -> float:
    if span["count"] is not None:
        return _number(span["count"]) * _weeks_per(span["period"])
    if span["count5"] is not None:
        return _number(span["count5"]) * _weeks_per(span["period5"])
    if span["p2"] is not None:
        return _weeks_per(span["p2"])
    if span["p3"] is not None:
        return _weeks_per(span["p3"])
    if span["p4"] is not None:
        return 2 * _weeks_per(span["p4"])
    if span["some"] is not None:
        return _SOME_DAY_WEEKS
    return 1.4  # by a day of this week: a kilogram and a half at most


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        pass
    return found


def _kilograms(match: re.Match[str], today: float | None) -> float:
    amount = _number(match["upto"] or match["amount"])
    unit = _unit(match["unit"])
    if unit == "%":
        return amount / 100 * (today or _USUAL_KG)
    return amount * _KG_PER[unit]


def _unit(unit: str) -> str:
    if unit == "%" or unit.startswith("per"):
        return "%"
    if unit.startswith("g"):
        return "g"
    return "kg" if unit.startswith("k") else "lb" if unit[0] in "lp" else "st"


def _weeks_per(period: str) -> float:
    start = {"w": "week", "d": "day", "f": "fortnight", "m": "month", "y": "year"}
    return _WEEKS_PER[start[period[0]]]


def _number(text: str | None) -> float:
    return max(float(text.replace(",", ".")), 0.001) if text else 1.0
