"""Names and identifiers to placeholders before a text leaves, and back afterwards.

Pure and deterministic: the same terms and the same text give the same placeholders. What is not
listed is found only where it has a form of its own: e-mail addresses, phone numbers and national
identity numbers. Everything errs on the side of hiding too much.
"""

import dataclasses
import datetime
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel

from providers.names import DATE_FORMS, NameMatcher, hangul_pattern, is_cjk, read_date

Kind = Literal["STUDENT", "PERSON", "DATE", "ID", "ADDRESS", "PHONE", "EMAIL", "SCHOOL"]
KINDS: tuple[Kind, ...] = (
    "STUDENT",
    "PERSON",
    "DATE",
    "ID",
    "ADDRESS",
    "PHONE",
    "EMAIL",
    "SCHOOL",
)
NAME_KINDS = ("STUDENT", "PERSON")

_KIND = "|".join(KINDS)
BRACKETED = re.compile(rf"\[\s*({_KIND})[\s_\-]*(\d+)\s*\]", re.IGNORECASE)
BARE = re.compile(rf"(?<![\w\[])({_KIND})_(\d+)(?![\w\]])")
# While a text is worked on, each placeholder is one private-use character, which no pattern reads.
FIRST_MARK = 0xE000
MARKS = re.compile("[\ue000-\uf8ff]")

BEFORE = r"(?<![^\W가-힣])"
AFTER = r"(?![^\W가-힣])"
EMAIL = re.compile(r"[\w.+%\-]+@[\w\-]+(?:\.[\w\-]+)+", re.ASCII)
PHONE = re.compile(
    r"(?<![\w.\-])(?:"
    r"(?:\+?1[\s.\-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.\-])\d{3}[\s.\-]\d{4}"
    r"|0\d{1,2}[\s.\-)]\s?\d{3,4}[\s.\-]\d{4}"
    r"|\+\d{1,3}[\s.\-]?\d{1,4}(?:[\s.\-]?\d{2,4}){2,4}"
    r"|01\d{8,9}|[2-9]\d{2}[2-9]\d{6}"
    r")(?![\d\-])",
    re.ASCII,
)
NATIONAL_ID = re.compile(r"(?<![\w\-])(?:\d{3}-\d{2}-\d{4}|\d{6}-[1-8]\d{6})(?![\w\-])", re.ASCII)


@dataclass(frozen=True)
class Term:
    """One thing to hide. The placeholder turns back into `text`, whichever form was found."""

    kind: Kind
    text: str
    variants: tuple[str, ...] = ()


class RedactionSubject(Protocol):
    def redaction_terms(self) -> Iterable[Term]: ...


class HasContent(Protocol):
    @property
    def content(self) -> str: ...


class UnknownPlaceholder(ValueError):
    """An answer holds a placeholder that was never sent."""

    def __init__(self, placeholder: str) -> None:
        self.placeholder = placeholder
        super().__init__(f"unknown placeholder {placeholder}")


MessageT = TypeVar("MessageT", bound=HasContent)
ValueT = TypeVar("ValueT")


class Redaction:
    """A two-way map between identifying texts and placeholders such as [STUDENT_1].

    E-mail addresses, phone numbers and identity numbers that were not listed get a placeholder
    when they are first met. May be shared by threads.
    """

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._lock = threading.Lock()
        self._texts: list[str] = []
        self._placeholders: list[str] = []
        self._by_text: dict[tuple[str, str], int] = {}
        self._patterns: list[tuple[int, re.Pattern[str], int]] = []
        self._names: list[tuple[int, NameMatcher]] = []
        for term in terms:
            self._add(term)
        self._patterns.sort(key=lambda entry: (entry[0], -len(entry[1].pattern)))

    @classmethod
    def of(cls, *subjects: RedactionSubject) -> "Redaction":
        return cls(term for subject in subjects for term in subject.redaction_terms())

    def redact(self, text: str) -> str:
        """The text with everything known, and everything of a telling form, as placeholders."""
        text = MARKS.sub("", unicodedata.normalize("NFC", text))
        text = EMAIL.sub(lambda match: self._found("EMAIL", match.group()), text)
        for _, pattern, index in self._patterns:
            text = pattern.sub(chr(FIRST_MARK + index), text)
        text = NATIONAL_ID.sub(lambda match: self._found("ID", match.group()), text)
        text = PHONE.sub(lambda match: self._found("PHONE", match.group()), text)
        for index, matcher in self._names:
            text = matcher.replace(text, chr(FIRST_MARK + index))
        return MARKS.sub(self._placeholder_of_mark, text)

    def restore(self, value: ValueT) -> ValueT:
        """The value with placeholders as the texts they stand for, deep through str, list, tuple,
        dict and Pydantic models. Raises UnknownPlaceholder."""
        return self._restored(value)

    def preview(self, messages: Sequence[MessageT]) -> list[MessageT]:
        """The messages exactly as every provider would get them."""
        return [
            dataclasses.replace(message, content=self.redact(message.content))  # type: ignore[type-var]
            for message in messages
        ]

    def _add(self, term: Term) -> None:
        text = unicodedata.normalize("NFC", term.text).strip()
        if not text:
            return
        index = self._index(term.kind, text)
        for form in (text, *(unicodedata.normalize("NFC", form) for form in term.variants)):
            if not form.strip():
                continue
            if term.kind in NAME_KINDS and not is_cjk(form):
                self._names.append((index, NameMatcher(form)))
            else:
                self._patterns.extend(
                    (rank, pattern, index) for rank, pattern in _patterns(term.kind, form.strip())
                )

    def _index(self, kind: Kind, text: str) -> int:
        key = (kind, text.casefold())
        with self._lock:
            if key not in self._by_text:
                number = 1 + sum(1 for known, _ in self._by_text if known == kind)
                self._by_text[key] = len(self._texts)
                self._texts.append(text)
                self._placeholders.append(f"[{kind}_{number}]")
            return self._by_text[key]

    def _found(self, kind: Kind, text: str) -> str:
        digits = re.sub(r"\D", "", text)
        with self._lock:
            known = [
                index
                for (other, _), index in self._by_text.items()
                if other == kind
                and kind != "EMAIL"
                and re.sub(r"\D", "", self._texts[index]) == digits
            ]
        return chr(FIRST_MARK + (known[0] if known else self._index(kind, text)))

    def _placeholder_of_mark(self, match: re.Match[str]) -> str:
        return self._placeholders[ord(match.group()) - FIRST_MARK]

    def _restored(self, value: Any) -> Any:
        if isinstance(value, str):
            return BARE.sub(self._text_of, BRACKETED.sub(self._text_of, value))
        if isinstance(value, BaseModel):
            fields = {
                name: self._restored(getattr(value, name)) for name in type(value).model_fields
            }
            return value.model_copy(update=fields)
        if isinstance(value, dict):
            return {
                BRACKETED.sub(self._text_of, key) if isinstance(key, str) else key: self._restored(
                    item
                )
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            return type(value)(self._restored(item) for item in value)
        return value

    def _text_of(self, match: re.Match[str]) -> str:
        placeholder = f"[{match.group(1).upper()}_{int(match.group(2))}]"
        try:
            return self._texts[self._placeholders.index(placeholder)]
        except ValueError:
            raise UnknownPlaceholder(placeholder) from None


def _patterns(kind: Kind, text: str) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Patterns with their rank: lower ranks are applied first."""
    if kind in NAME_KINDS:
        yield from enumerate(hangul_pattern(text), start=5)
    elif kind == "DATE":
        day = read_date(text)
        yield (3, re.compile(_date_pattern(day) if day else _phrase(text), re.IGNORECASE))
    elif kind in ("ID", "PHONE"):
        yield (2, re.compile(_separated(text), re.IGNORECASE))
    elif kind == "EMAIL":
        yield (1, re.compile(_phrase(text), re.IGNORECASE))
    else:
        yield (4, re.compile(_phrase(text), re.IGNORECASE))


def _phrase(text: str) -> str:
    words = [re.escape(word) for word in re.split(r"[\s,]+", text) if word]
    return BEFORE + r"[\s,]+".join(words) + AFTER


def _separated(text: str) -> str:
    parts = re.findall(r"[^\W_]", text)
    if not parts:
        return _phrase(text)
    opening = r"\(?" if text.startswith("(") else ""
    return BEFORE + opening + r"[\s().\-_/]*".join(re.escape(part) for part in parts) + AFTER


def _date_pattern(day: datetime.date) -> str:
    return r"(?<!\d)(?:" + "|".join(form(day) for form in DATE_FORMS) + r")(?!\d)"
