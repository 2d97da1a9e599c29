"""Who and what else is named in a record's texts: found by the way people write it.

The student's row names the student, guardians and teachers. Notes and results name others: a
sibling, last year's teacher, a school, a street, the name that everybody calls the student by.
Pure. Errs on the side of finding too much: what is found is hidden from providers and put back
afterwards, so a mistake costs the model a word and nobody anything else.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ieps.nicknames import short_forms
from providers.names import COMMON_WORDS, MONTHS
from providers.redaction import Term

_NAME = r"\b[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]{1,30}(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]{1,30}){0,2}"
_NAMES = rf"{_NAME}(?:[ ]{_NAME}){{0,2}}"
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Coach|Principal|Señora?|Sra?)\b\.?[ ]({_NAMES})"
)
_KIN = (
    "mother|mom|mum|father|dad|parent|guardian|stepmother|stepfather|grandmother|grandma|"
    "grandfather|grandpa|brother|sister|twin|cousin|aunt|uncle|friend|friends|classmate|buddy|"
    "tutor|babysitter|nanny|neighbour|neighbor|aide|paraprofessional"
)
_RELATED = re.compile(rf"\b(?i:{_KIN})\b,?[ ](?:(?:is|named|called)[ ])?({_NAMES})")
_NICKNAME = re.compile(
    r"\b(?:goes by|prefers(?: to be called)?|known as|nicknamed?|nickname is|(?:is|be) called|"
    rf"likes to be called|answers to)[ :]+[\"“'‘]?({_NAME})",
)
_SCHOOL = re.compile(
    rf"\b({_NAME}(?:[ ](?:{_NAME}|of|the|[A-Z]\.)){{0,4}}[ ]"
    r"(?:Elementary|Primary|Middle|Junior High|High|Secondary|Charter|Grammar|Academy|Preschool|"
    r"Kindergarten|Montessori)(?:[ ](?:School|Academy))?)\b"
    rf"|\b({_NAME}(?:[ ]{_NAME}){{0,3}}[ ]School)\b"
    r"|((?<![가-힣])[가-힣]{2,12}(?:초등학교|중학교|고등학교|유치원))"
)
_STREET = re.compile(
    rf"\b(\d{{1,5}}[a-zA-Z]?[ ](?:[NSEW]\.?[ ])?{_NAME}(?:[ ]{_NAME}){{0,3}}[ ]"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Way|"
    r"Terrace|Circle|Parkway)\b\.?(?:,?[ ](?:Apt|Apartment|Unit|#)\.?[ ]?\w+)?)"
    r"|((?<![가-힣])(?:[가-힣]{1,8}(?:특별시|광역시|시|도)[ ])?[가-힣]{1,8}(?:시|군|구)[ ]"
    r"[가-힣0-9]{1,12}(?:로|길|동|읍|면)"
    r"[ ]?\d+(?:-\d+)?(?:번지)?)"
)
_KOREAN_PERSON = re.compile(
    r"(?<![가-힣])([가-힣]{2,4})[ ](?:선생님|교사|교수님|원장님|어머니|아버지|어머님|아버님|부장님)"
)
# What stands before 선생님 and is no name: the homeroom, special-education … teacher.
_KOREAN_ROLES = frozenset(
    re.split(
        r"\s+",
        """담임 특수 영어 수학 국어 과학 사회 음악 미술 체육 보건 상담 보조 교과 학교 학년 언어
        치료 언어치료 특수교육 도덕 실과 방과후 돌봄 사서
        영양 교감 교장 부모 학생 어린이 우리 친구""",
    )
)
_WORD = re.compile(_NAME)
# Words that are often written with a capital letter, at the start of a sentence for example, and
# that are no nicknames.
_ORDINARY: Final = """
able act add age aid all also and any are art ask aware but can car did each even fam family for
form from gen gram grade had ham has have hen her here him his how jar jot lea less let level lit
mad man
many mat math maths mid mod mon more net nor not now one our out pen per post present prior rap
read reading ref rem rep ric same sat school set she sit sol some sop spa spanish spelling step
ste sum tab tam tar test than that the their them then there they this too tot two use was when
who why win with word words writing english french korean
monday tuesday wednesday thursday friday saturday sunday
conference concerns contact form group input interview meeting night portal questionnaire rating
report survey teacher teachers tongue training support program programme class room
"""
_NO_NAMES: Final = (
    COMMON_WORDS | {month.casefold() for month in MONTHS} | frozenset(_ORDINARY.split())
)


def terms_in(texts: Iterable[str], *, given_name: str = "") -> Iterator[Term]:
    """The persons, schools and addresses that the texts name, each as often as it is found."""
    for text in texts:
        yield from _persons(text)
        yield from _places(text)
        if given_name:
            yield from _nicknames(text, given_name)


def birthday_terms(born: date) -> Iterator[Term]:
    """The birthday without its year, as people write it. Bare numbers such as 4/12 are left: they
    are scores more often than days.
    """
    month = MONTHS[born.month - 1]
    months = dict.fromkeys([month, month[:4], f"{month[:4]}.", month[:3], f"{month[:3]}."])
    days = [str(born.day), f"{born.day:02d}", *(f"{born.day}{end}" for end in _ENDINGS)]
    forms = [
        form
        for name in months
        for day in dict.fromkeys(days)
        for form in (f"{name} {day}", f"{name} the {day}", f"{day} {name}", f"{day} of {name}")
    ]
    korean = [f"{born.month}월 {born.day}일", f"{born.month}월{born.day}일"]
    yield Term("DATE", f"{month} {born.day}", tuple(forms))
    yield Term("DATE", korean[0], tuple(korean))


_ENDINGS: Final = ("st", "nd", "rd", "th")


def _persons(text: str) -> Iterator[Term]:
    for pattern in (_TITLED, _RELATED):
        for match in pattern.finditer(text):
            if not _is_common(match[1]):
                yield Term("PERSON", match[1])
    for match in _KOREAN_PERSON.finditer(text):
        if match[1] not in _KOREAN_ROLES:
            yield Term("PERSON", match[1])


def _places(text: str) -> Iterator[Term]:
    for match in _SCHOOL.finditer(text):
        yield Term("SCHOOL", match[1] or match[2] or match[3])
    for match in _STREET.finditer(text):
        yield Term("ADDRESS", match[1] or match[2])


def _nicknames(text: str, given_name: str) -> Iterator[Term]:
    for match in _NICKNAME.finditer(text):
        if not _is_common(match[1]):
            yield Term("STUDENT", match[1])
    shorts = short_forms(given_name)
    for match in _WORD.finditer(text):
        word = match.group()
        if word.casefold() in shorts or _is_cut(word, given_name):
            yield Term("STUDENT", word)


def _is_cut(word: str, given_name: str) -> bool:
    """Whether the word is the name's beginning, perhaps with an ending of its own, as "Mari" is
    for "Maribel".
    """
    stem = re.sub(r"(?:ie|y|i)$", "", word.casefold())
    return (
        len(stem) >= 3
        and given_name.casefold().startswith(stem)
        and word.casefold() not in _NO_NAMES
        and word.casefold() != given_name.casefold()
    )


def _is_common(found: str) -> bool:
    return all(word.casefold() in _NO_NAMES for word in found.split())
