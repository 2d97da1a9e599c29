"""Names of tests in a text: published ones, and phrases that read like one."""

import re
from dataclasses import dataclass

# Published tests by the names people use for them. One tuple is one test: full names first.
PUBLISHED: tuple[tuple[str, ...], ...] = (
    ("Wechsler Intelligence Scale for Children", "WISC"),
    ("Wechsler Preschool and Primary Scale of Intelligence", "WPPSI"),
    ("Wechsler Adult Intelligence Scale", "WAIS"),
    ("Wechsler Individual Achievement Test", "WIAT"),
    ("Wechsler Abbreviated Scale of Intelligence", "WASI"),
    ("Woodcock-Johnson", "Woodcock Johnson", "WJ"),
    ("Kaufman Test of Educational Achievement", "KTEA"),
    ("Kaufman Assessment Battery for Children", "KABC", "K-ABC"),
    ("Stanford-Binet", "Stanford Binet"),
    ("Differential Ability Scales", "DAS"),
    ("Cognitive Assessment System", "CAS"),
    ("Universal Nonverbal Intelligence Test",),
    ("Leiter International Performance Scale", "Leiter"),
    ("Wide Range Achievement Test", "WRAT"),
    ("Peabody Individual Achievement Test", "PIAT"),
    ("Peabody Picture Vocabulary Test", "PPVT"),
    ("Expressive Vocabulary Test", "EVT"),
    ("Expressive One-Word Picture Vocabulary Test", "EOWPVT"),
    ("Receptive One-Word Picture Vocabulary Test", "ROWPVT"),
    ("Clinical Evaluation of Language Fundamentals", "CELF"),
    ("Comprehensive Assessment of Spoken Language", "CASL"),
    ("Oral and Written Language Scales", "OWLS"),
    ("Test of Language Development", "TOLD"),
    ("Test of Narrative Language", "TNL"),
    ("Preschool Language Scale", "PLS"),
    ("Goldman-Fristoe", "GFTA"),
    ("Comprehensive Test of Phonological Processing", "CTOPP"),
    ("Test of Word Reading Efficiency", "TOWRE"),
    ("Test of Written Language", "TOWL"),
    ("Test of Written Spelling", "TWS"),
    ("Gray Oral Reading Test", "Gray Oral Reading Tests", "GORT"),
    ("Gray Diagnostic Reading Tests", "GDRT"),
    ("Qualitative Reading Inventory", "QRI"),
    ("Developmental Reading Assessment", "DRA"),
    ("Fountas & Pinnell", "Fountas and Pinnell", "F&P"),
    ("Dynamic Indicators of Basic Early Literacy Skills", "DIBELS"),
    ("AIMSweb", "aimswebPlus"),
    ("easyCBM",),
    ("Acadience",),
    ("FastBridge",),
    ("i-Ready", "iReady"),
    ("Measures of Academic Progress", "NWEA", "MAP Growth"),
    ("STAR Reading",),
    ("STAR Math",),
    ("STAR Early Literacy",),
    ("Renaissance STAR",),
    ("Lexile",),
    ("Words Their Way",),
    ("KeyMath", "Key Math"),
    ("Test of Early Mathematics Ability", "TEMA"),
    ("Test of Early Reading Ability", "TERA"),
    ("Test of Mathematical Abilities", "TOMA"),
    ("Bracken",),
    ("Boehm",),
    ("Brigance",),
    ("Battelle Developmental Inventory", "BDI"),
    ("Vineland",),
    ("Adaptive Behavior Assessment System", "ABAS"),
    ("Behavior Assessment System for Children", "BASC"),
    ("Behavior Rating Inventory of Executive Function",),
    ("Conners",),
    ("Vanderbilt",),
    ("Child Behavior Checklist", "CBCL"),
    ("Social Responsiveness Scale", "SRS"),
    ("Social Skills Improvement System", "SSIS"),
    ("Autism Diagnostic Observation Schedule", "ADOS"),
    ("Autism Diagnostic Interview", "ADI-R"),
    ("Gilliam Autism Rating Scale", "GARS"),
    ("Childhood Autism Rating Scale",),
    ("Developmental Test of Visual-Motor Integration", "Beery VMI", "Beery"),
    ("Bruininks-Oseretsky", "BOT-2"),
    ("Peabody Developmental Motor Scales", "PDMS"),
    ("Sensory Profile",),
    ("Iowa Test of Basic Skills", "ITBS"),
    ("Smarter Balanced", "SBAC"),
    ("WIDA ACCESS", "ACCESS for ELLs"),
    ("Woodcock-Muñoz", "Woodcock-Munoz"),
    ("Bateria",),
    ("K-WISC",),
    ("BASA",),
    ("KISE",),
    ("REVT",),
    ("U-TAP",),
)

# A digit after a space could be a score, so it counts as an edition only when nothing is counted.
_EDITION = (
    r"(?P<edition>-?\d(?:th|nd|rd|st)?(?![\d.])(?: Edition)?"
    r"|\s\d(?!\d|\.\d|\s*(?:%|percent|words?|points?|of|out|/))"
    r"|[\s-]?(?:VI{0,3}|I{1,3}|IV)(?![\w.]))?"
)


@dataclass(frozen=True)
class _Published:
    names: tuple[str, ...]
    pattern: re.Pattern[str]


def _alias_pattern(name: str) -> str:
    """Short names are read with their capitals only; full names in any."""
    body = re.escape(name).replace(r"\ ", r"\s+")
    short = name.upper() == name or len(name) <= 4
    return body if short else f"(?i:{body})"


def _compile(names: tuple[str, ...]) -> _Published:
    aliases = "|".join(_alias_pattern(name) for name in names)
    return _Published(names, re.compile(rf"(?<![\w-])(?:{aliases}){_EDITION}(?!\w)"))


_TESTS = tuple(_compile(names) for names in PUBLISHED)
# One pass over a text tells whether any is named at all; most sentences name none.
_ANY = re.compile("|".join(_alias_pattern(name) for names in PUBLISHED for name in names))

_SUFFIX = (
    r"(?:Tests?|Scales?|Inventory|Battery|Index|Screener|Screening|Survey|Probes?|Assessments?"
    r"|Checklist|Profile|Examination|Measures?|Rubric|Benchmark|Evaluation)"
)
_NAMED_LIKE_A_TEST = re.compile(
    rf"(?<![\w-])(?P<phrase>(?:[A-Z][\w'&-]*\s+(?:(?:of|for|and|in|the)\s+)*){{1,7}}?{_SUFFIX}"
    r"(?:-\d{1,2}\b|[\s-](?:VI{0,3}|I{1,3}|IV)\b)?"
    rf"|{_SUFFIX}\s+(?:of|for)\s+[A-Z][\w-]+(?:\s+(?:(?:of|and|in)\s+)?[A-Z][\w-]+)*)"
)
_ACRONYM_TEST = re.compile(
    r"(?<![\w-])(?P<a>[A-Z]{3,}(?:-\d+|-[IVX]+)?)(?=\s+(?:tests?|assessments?|scores?|subtests?"
    r"|scales?|screeners?|batter(?:y|ies)|composites?)\b)"
    r"|\b[Ss]cored?\b[^.]{0,40}?\b(?:on|in) (?:the )?(?P<b>[A-Z]{3,}(?:-\d+|-[IVX]+)?)(?!\w)"
)
# Words that, with "Test" or "Assessment", still name no particular tool.
_GENERIC = frozenset(
    re.findall(
        r"\S+",
        "a all alternate alternative an and annual any at by class classroom common "
        "curriculum curriculum-based daily district district-wide districtwide each end-of- "
        "unit every final for formative from functional general grade grade-level hearing her "
        "his in informal interim its language level local mastery math monthly most next no "
        "of on ongoing or oral our periodic progress quarterly reading required school small "
        "spelling standard standardized state state-wide statewide student student's "
        "summative teacher teacher-made that the their these this those timed transition unit "
        "unmodified vision weekly when with writing written ",
    )
)
_SUFFIXES = frozenset({"test", "tests", "scale", "scales", "inventory", "survey", "profile"})
_PLAIN_ACRONYMS = frozenset({"IEP", "IDEA", "FAPE", "LRE", "ESL", "ELL", "MTSS", "RTI", "CBM"})


def _known(words: str, wanted: str) -> bool:
    return " ".join(wanted.casefold().split()) in words


def _edition_of(match: re.Match[str]) -> str:
    return (match["edition"] or "").strip(" -").casefold()


def _published_unknown(text: str, source: str) -> list[str]:
    found: list[str] = []
    for test in _TESTS:
        matches = list(test.pattern.finditer(text))
        if not matches:
            continue
        recorded = {_edition_of(match) for match in test.pattern.finditer(source)}
        for match in matches:
            edition = _edition_of(match)
            if not recorded or (edition and "" not in recorded and edition not in recorded):
                found.append(match.group().strip())
    return found


def _phrase_known(phrase: str, words: str) -> bool:
    """Known when it, or what is left without its first words, stands in the record."""
    parts = phrase.split()
    if _known(words, phrase):
        return True
    if parts[0].casefold() in _SUFFIXES:
        return False
    specific = [part for part in parts[:-1] if part.casefold() not in _GENERIC]
    if not specific:
        return True
    tails = (" ".join(parts[start:]) for start in range(len(parts) - 1))
    return any(
        _known(words, tail)
        for tail in tails
        if any(part.casefold() not in _GENERIC for part in tail.split()[:-1])
    )


def unknown_tests(text: str, source: str) -> list[str]:
    """Test names in a text that the source (the record, in its own capitals) does not hold.

    A published test counts as held under any of its names; an edition ("WISC-V") only where the
    source names that edition or none.
    """
    found: list[str] = []
    if _ANY.search(text):
        found += _published_unknown(text, source)
    phrases = [" ".join(match["phrase"].split()) for match in _NAMED_LIKE_A_TEST.finditer(text)]
    acronyms = [match["a"] or match["b"] for match in _ACRONYM_TEST.finditer(text)]
    if not (phrases or acronyms):
        return found
    words = " ".join(source.casefold().split())
    for phrase in phrases:
        inside = any(name in phrase or phrase in name for name in found)
        if not inside and not _ANY.search(phrase) and not _phrase_known(phrase, words):
            found.append(phrase)
    for acronym in acronyms:
        known = acronym in _PLAIN_ACRONYMS or _known(words, acronym)
        if not known and not any(acronym in name for name in found):
            found.append(acronym)
    return list(dict.fromkeys(found))
