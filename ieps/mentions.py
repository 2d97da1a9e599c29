"""Reading numbers and dates out of text, in the forms that people write them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


def number_text(value: float) -> str:
    """62.0 as "62", 62.5 as "62.5"; never in exponent form."""
    return str(int(value)) if float(value).is_integer() else f"{value:.4f}".rstrip("0").rstrip(".")


def unit_kind(unit: str) -> str:
    """A unit's kind for comparison: percent, percentile, rate, or the unit's own words in lower
    case.
    """
    text = " ".join(unit.lower().replace("-", " ").split())
    if re.match(r"(?:%ile|percentile)", text):
        return "percentile"
    if re.match(r"(?:%|percent\b|per cent\b)", text):
        return "percent"
    if re.fullmatch(
        r"wpm|wcpm|cwpm|(?:correct )?words?(?: read)?(?: correct(?:ly)?)?"
        r"(?: per|/| a) ?min(?:ute)?",
        text,
    ):
        return "rate"
    return text


@dataclass(frozen=True)
class Span:
    """A stretch of days that a text names: one day, a month, a year, or a school year."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def is_year(self) -> bool:
        return (self.last - self.first).days >= 364

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class DateMention:
    span: Span
    text: str
    start: int
    end: int
    iso: bool


@dataclass(frozen=True)
class NumberMention:
    """A number in a text. `kind` is percent, percentile, rate, or "" when no such unit stands
    beside it.
    """

    value: float
    kind: str
    text: str
    start: int
    end: int


_MONTHS = {
    name: index
    for index, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}


def month_number(name: str) -> int | None:
    """1 to 12 for an English month's name or its abbreviation."""
    return _MONTHS.get(name.rstrip(".").lower())


_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"""
      (?<![\w-])(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})(?!\d)
    | (?<![\w-])(?P<school>(?P<school_a>{_YEAR})\s?[-–/]\s?(?P<school_b>{_YEAR}|\d{{2}}))(?![\d-])
    | (?<!\w)(?P<dmy>(?P<dmy_d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?
        (?P<dmy_m>{_MONTH}),?\s+(?P<dmy_y>{_YEAR}))(?!\d)
    | \b(?P<mdy>(?P<mdy_m>{_MONTH})\s+(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+
        (?P<mdy_y>{_YEAR}))(?!\d)
    | \b(?P<my>(?P<my_m>{_MONTH}),?\s+(?:of\s+)?(?P<my_y>{_YEAR}))(?!\d)
    | (?P<kor>(?P<kor_y>{_YEAR})\s*년
        (?:\s*(?P<kor_m>\d{{1,2}})\s*월(?:\s*(?P<kor_d>\d{{1,2}})\s*일)?)?)
    | (?<![\w-])(?P<num>(?P<num_a>\d{{1,4}})(?P<num_s>[./-])(?P<num_b>\d{{1,2}})
        (?P=num_s)(?P<num_c>\d{{2,4}}))(?!\d)
    | (?<![\w.,-])(?P<ym>(?P<ym_y>{_YEAR})-(?P<ym_m>0[1-9]|1[0-2]))(?![\d-])
    | (?<![\w.,$])(?P<year>{_YEAR})(?![\d.,]*\d|\s*(?:%|words?|points?|steps?|characters?))
    """,
    re.IGNORECASE | re.VERBOSE,
)

_DIGIT = re.compile(r"\d")

# References to law, ratios and clock times carry digits that say nothing about the student.
_NOT_DATA = re.compile(
    r"\b\d+\s*(?:C\.?F\.?R\.?|U\.?S\.?C\.?)\s*(?:§+\s*)?[\d.]+(?:\([A-Za-z0-9]+\))*"
    r"|§+\s*[\d.]+(?:\([A-Za-z0-9]+\))*"
    r"|\b(?:Section|Part)\s+\d+(?:\.\d+)*(?:\([A-Za-z0-9]+\))*"
    r"|(?<!\d)\d{1,2}:\d{1,2}(?!\d)"
    r"|\b[1-4][dD]\b"
)
_NUMBER = re.compile(r"(?<![A-Za-z_.,\d])(?<![A-Za-z]-)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_KIND_AFTER = (
    ("percentile", re.compile(r"\s*(?:st|nd|rd|th)?[\s-]*(?:percentile|%\s?ile)", re.IGNORECASE)),
    ("percent", re.compile(r"\s*(?:%|percent\b|per cent\b|퍼센트|프로)", re.IGNORECASE)),
    (
        "rate",
        re.compile(
            r"\s*(?:wpm|wcpm|cwpm|(?:correct )?words?(?: read)?(?: correct(?:ly)?)?(?: per|/| a) "
            r"?min)",
            re.IGNORECASE,
        ),
    ),
)
_KIND_BEFORE = re.compile(r"percentile(?: rank)?(?: of| was| is|:)?\s*$", re.IGNORECASE)

# Units that a text names beside a number; any other unit is told by the words around it.
NUMBER_KINDS = frozenset({"percent", "percentile", "rate"})

_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_WORD_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[-\s](?P<unit>{'|'.join(_ONES[1:10])}))?|(?P<ones>{'|'.join(_ONES)})"
    r"|(?P<hundred>(?:one |a )?hundred))"
    r"(?=(?:st|nd|rd|th)?[-\s](?:percent\b|per cent|percentile|points?\b|words?\b|out "
    r"of\b|errors?\b|wpm|wcpm))",
    re.IGNORECASE,
)


def normal(text: str) -> str:
    """NFKC, so that full-width digits and ligatures read as the plain ones, with dashes and
    quotes made plain too.
    """
    flat = unicodedata.normalize("NFKC", text)
    return flat.translate({0x2010: "-", 0x2011: "-", 0x2212: "-", 0x2019: "'", 0x2018: "'"})


def plus_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_span(year: int, month: int) -> Span | None:
    if not 1 <= month <= 12:
        return None
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _day_span(year: int, month: int, day: int) -> Span | None:
    try:
        exact = date(year, month, day)
    except ValueError:
        return None
    return Span(exact, exact)


def _numeric_span(first: str, second: str, third: str) -> Span | None:
    if len(first) == 4:
        return _day_span(int(first), int(second), int(third))
    if len(first) > 2 or len(third) == 3:
        return None
    year = int(third) if len(third) == 4 else 2000 + int(third)
    one, two = int(first), int(second)
    return _day_span(year, one, two) or _day_span(year, two, one)


def _span_of(match: re.Match[str]) -> Span | None:
    group = match.groupdict()
    if group["iso"]:
        year, month, day = group["iso"].split("-")
        return _day_span(int(year), int(month), int(day))
    if group["school"]:
        first, last = group["school_a"], group["school_b"]
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        return Span(date(int(first), 1, 1), date(end, 12, 31)) if int(first) <= end else None
    if group["dmy"] or group["mdy"]:
        which = "dmy" if group["dmy"] else "mdy"
        month_name = group[f"{which}_m"].rstrip(".").lower()
        return _day_span(int(group[f"{which}_y"]), _MONTHS[month_name], int(group[f"{which}_d"]))
    if group["my"]:
        return _month_span(int(group["my_y"]), _MONTHS[group["my_m"].rstrip(".").lower()])
    if group["kor"]:
        return _korean_span(group)
    if group["num"]:
        return _numeric_span(group["num_a"], group["num_b"], group["num_c"])
    if group["ym"]:
        return _month_span(int(group["ym_y"]), int(group["ym_m"]))
    year = int(group["year"])
    return Span(date(year, 1, 1), date(year, 12, 31))


def _korean_span(group: dict[str, str | None]) -> Span | None:
    year = int(group["kor_y"] or 0)
    if not group["kor_m"]:
        return Span(date(year, 1, 1), date(year, 12, 31))
    month = int(group["kor_m"])
    return (
        _day_span(year, month, int(group["kor_d"])) if group["kor_d"] else _month_span(year, month)
    )


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces in place of the spans, which are in order: positions stay the same."""
    parts, end = [], 0
    for first, last in spans:
        parts += [text[end:first], " " * (last - first)]
        end = last
    return "".join([*parts, text[end:]])


def dates_in(text: str) -> list[DateMention]:
    """Dates in a normalised text, in order. A month ("March 2026") or a year is a span of days."""
    found: list[DateMention] = []
    if not _DIGIT.search(text):
        return found
    for match in _DATE.finditer(text):
        span = _span_of(match)
        if span is not None:
            iso = bool(match["iso"] or match["school"] or match["ym"] or match["year"])
            found.append(DateMention(span, match.group(), match.start(), match.end(), iso))
    return found


def _word_value(match: re.Match[str]) -> float:
    if match["hundred"]:
        return 100.0
    if match["ones"]:
        return float(_ONES.index(match["ones"].lower()))
    tens = 20 + 10 * _TENS.index(match["tens"].lower())
    return float(tens + (_ONES.index(match["unit"].lower()) if match["unit"] else 0))


_RANGE = re.compile(r"\s*(?:-|–|to)\s*\d+(?:\.\d+)?")


def _kind(text: str, start: int, end: int) -> str:
    """The kind of unit beside a number, which "93 to 97%" names for both of its numbers."""
    if (more := _RANGE.match(text, end)) is not None:
        end = more.end()
    for kind, pattern in _KIND_AFTER:
        if pattern.match(text, end):
            return kind
    return "percentile" if _KIND_BEFORE.search(text, max(0, start - 30), start) else ""


def _digits_in(text: str) -> list[NumberMention]:
    text = _blanked(text, [(mention.start, mention.end) for mention in dates_in(text)])
    text = _blanked(text, [match.span() for match in _NOT_DATA.finditer(text)])
    return [
        NumberMention(
            float(match.group().replace(",", "")),
            _kind(text, match.start(), match.end()),
            match.group(),
            match.start(),
            match.end(),
        )
        for match in _NUMBER.finditer(text)
    ]


def numbers_in(text: str) -> list[NumberMention]:
    """Numbers in a normalised text, in order, without those of dates, law references, ratios and
    clock times.

    Digits that are part of a name (WISC-5, A1, DRA2) are not numbers. Numbers in words count when a
    unit of measurement follows them ("seventy-two percent").
    """
    found = _digits_in(text) if _DIGIT.search(text) else []
    found += [
        NumberMention(
            _word_value(match),
            _kind(text, match.start(), match.end()),
            match.group(),
            match.start(),
            match.end(),
        )
        for match in _WORD_NUMBER.finditer(text)
    ]
    return sorted(found, key=lambda mention: mention.start)
