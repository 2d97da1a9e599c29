"""How people's names and dates are written, as patterns that find them in running text."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Ordinary words that are also names: only capitalised whole words count as the name.
_COMMON_WORDS = """
ace amber an angel april art ash august autumn baker bay bell berry bill black bliss brook brown
buddy bush candy case chance charity chase christian clay cliff cook dale dawn day dean destiny
do drew earl early eve faith field fields forest fox frank free gene ginger glass glory good
grace grant gray green grey guy hall hand harmony haven hazel heath heaven hill holly hope house
hunt hunter in iris ivy jack jade jasmine jay jean jewel joy june justice king knight lake lane
law lily little long lord love low major many mark marsh mason max may melody mercy miles mills
miracle moon moss my nick noble no olive page park parker pat patience peace pearl penny pierce
pool pope power precious price prince reading ray red reed rich river rob robin rose ruby rush
sage sandy saint scout see shade sharp short skip sky small snow so son star stone stormy strong
sue summer sunny sunshine swift taylor than to tony tree trinity true van victor victory violet
walker ward waters way weeks west white will winter wise wood woods wren young
"""
COMMON_WORDS = frozenset(_COMMON_WORDS.split())
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
CONNECTORS = frozenset(
    {"de", "la", "del", "der", "den", "van", "von", "da", "di", "dos", "el", "al"}
)
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "jr", "sr", "ii", "iii"})

HANGUL = "가-힣"
WORD = re.compile(r"[^\W\d_가-힣㐀-鿿ぁ-ヿ]+(?:['’][^\W\d_가-힣㐀-鿿ぁ-ヿ]+)*")
POSSESSIVE = re.compile(r"['’][sS]$")
TWO_SYLLABLE_FAMILY_NAMES = ("남궁", "황보", "선우", "독고", "제갈", "사공", "서문", "동방")
PARTICLES = (
    "이?(?:가|는|를|랑|라고|라는|네|야|다|도|만|의|와|과|로|나|에게|에게서|한테|한테서|께|께서|하고|까지|부터|처럼|보다|마저"
    "|조차|밖에|에|으로)?|은|을|아|이|여"
)
HONORIFICS = "(?:씨|님|군|양|이|학생|어린이|선생님|어머니|아버지)?"


def is_cjk(text: str) -> bool:
    return bool(re.search(r"[가-힣㐀-鿿ぁ-ヿ]", text))


def hangul_pattern(name: str) -> Iterator[re.Pattern[str]]:
    """The full name anywhere, and a Korean given name as a word with its particles."""
    compact = re.sub(r"\s+", "", name)
    yield re.compile(r"\s?".join(re.escape(char) for char in compact))
    if not re.fullmatch(rf"[{HANGUL}]{{2,5}}", compact):
        return
    double = compact.startswith(TWO_SYLLABLE_FAMILY_NAMES) and len(compact) > 3
    parts = name.split()
    given = parts[-1] if len(parts) > 1 else compact[2 if double else 1 :]
    if len(given) >= 2:
        yield re.compile(
            rf"(?<![{HANGUL}]){re.escape(given)}(?={HONORIFICS}(?:{PARTICLES})?(?![{HANGUL}]))"
        )


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """A word without case and accents. Remembered: a record repeats its words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    exact: bool


class NameMatcher:
    """Finds one person's name, its parts, initials and slips of the pen."""

    def __init__(self, name: str) -> None:
        words = [POSSESSIVE.sub("", match.group()) for match in WORD.finditer(name)]
        words = [word for word in words if fold(word) not in TITLES]
        self.parts = {
            fold(word) for word in words if len(word) >= 2 and fold(word) not in CONNECTORS
        }
        self._connected = [fold(word) for word in words if fold(word) in CONNECTORS]
        initials = [word[0] for word in words if fold(word) not in CONNECTORS]
        self._initials = _initials_pattern(initials)
        self._initial = "|".join(sorted({re.escape(letter) for letter in initials}))
        self._near: dict[str, bool] = {}

    def replace(self, text: str, mark: str) -> str:
        tokens = self._tokens(text)
        out: list[str] = []
        position = 0
        for token in tokens:
            out += [text[position : token.start], mark]
            position = token.end
        text = "".join([*out, text[position:]])
        if self._initials:
            text = self._initials.sub(mark, text)
        return self._merged(text, mark)

    def _tokens(self, text: str) -> list[_Token]:
        found: list[_Token] = []
        doubtful: list[_Token] = []
        for match in WORD.finditer(text):
            word = POSSESSIVE.sub("", match.group())
            token = _Token(match.start(), match.start() + len(word), exact=True)
            if self._is_name(word, text[token.end : token.end + 4]):
                found.append(token)
            elif self._is_near(word):
                (found if word[0].isupper() else doubtful).append(token)
        # A slip in small letters is taken for the name only beside another part of it.
        found += [
            token
            for token in doubtful
            if any(
                not text[min(token.end, other.end) : max(token.start, other.start)].strip()
                for other in found
            )
        ]
        return sorted(found, key=lambda token: token.start)

    def _is_name(self, word: str, following: str) -> bool:
        folded = fold(word)
        if folded not in self.parts:
            return False
        if folded in COMMON_WORDS or len(folded) <= 2:
            month = word.capitalize() in MONTHS and re.match(r"\s+\d", following)
            return word[0].isupper() and not month
        return True

    def _is_near(self, word: str) -> bool:
        folded = fold(word)
        near = self._near.get(folded)
        if near is None:
            near = self._near[folded] = len(folded) >= 4 and any(
                len(part) >= 5
                and part[0] == folded[0]
                and part not in COMMON_WORDS
                and _one_edit(part, folded)
                for part in self.parts
            )
        return near

    def _merged(self, text: str, mark: str) -> str:
        """Neighbouring parts of one name become one placeholder."""
        between = rf"(?:\s+(?:{'|'.join(self._connected)}))*" if self._connected else ""
        middle = rf"(?:\s+(?:{self._initial})\.?)?" if self._initial else ""
        text = re.sub(rf"{mark}(?:{between}{middle}(?:\s+|-|,\s+){mark})+", mark, text, flags=re.I)
        if self._initial:
            text = re.sub(rf"{mark}\s+(?:{self._initial})\.(?!\w)", mark, text)
            text = re.sub(rf"(?<!\w)(?:{self._initial})\.\s?{mark}", mark, text)
        return text


def _initials_pattern(initials: list[str]) -> re.Pattern[str] | None:
    if len(initials) < 2:
        return None
    forms = {tuple(initials), (initials[0], initials[-1])}
    alternatives = [
        r"\.\s?".join(re.escape(letter) for letter in form) + r"(?:\.|(?!\w))"
        for form in sorted(forms, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w.])(?:{'|'.join(alternatives)})(?!\w)")


def _one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours separates the words."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )


def read_date(text: str) -> datetime.date | None:
    """The date that an ISO, American, long or Korean form states; None for anything else."""
    text = text.strip().rstrip(".")
    korean = re.fullmatch(r"(\d{4})\s*[년.]\s*(\d{1,2})\s*[월.]\s*(\d{1,2})\s*일?", text)
    if korean:
        text = "-".join(korean.groups())
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%Y/%m/%d"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _month_names(day: datetime.date) -> str:
    name = MONTHS[day.month - 1]
    return rf"(?:{name}|{name[:4]}\.?|{name[:3]}\.?)"


def _year(day: datetime.date) -> str:
    return rf"(?:{day.year}|['’]?{day.year % 100:02d})"


DATE_FORMS: tuple[Callable[[datetime.date], str], ...] = (
    lambda day: rf"{day.year}[-/]0?{day.month}[-/]0?{day.day}",
    lambda day: rf"{day.year}\s?[.년]\s?0?{day.month}\s?[.월]\s?0?{day.day}(?:\s?일|\.)?",
    lambda day: rf"{day.year}{day.month:02d}{day.day:02d}",
    lambda day: rf"0?{day.month}\s?[-/.]\s?0?{day.day}\s?[-/.]\s?{_year(day)}",
    lambda day: rf"0?{day.day}\s?[-/.]\s?0?{day.month}\s?[-/.]\s?{_year(day)}",
    lambda day: rf"{_month_names(day)}\s+0?{day.day}(?:st|nd|rd|th)?,?\s+{_year(day)}",
    lambda day: rf"0?{day.day}(?:st|nd|rd|th)?\s+(?:of\s+)?{_month_names(day)},?\s+{_year(day)}",
)
