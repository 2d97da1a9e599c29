"""Rule 6: no statement of eligibility, diagnosis or placement beyond what people recorded.

A condition may be named when the record names it, under any of its common names. A decision
(eligible, placed, exited, retained) may be repeated when the record states one of the same sort.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ieps.facts import IepFacts
from ieps.record import Record
from ieps.rules.passages import Passage, Role, passages, quoted, sentences
from ieps.schemas import SectionContent
from project.findings import Finding, Severity

# Each row is one condition: the words for it. A draft may use any once the record has one of them.
# Two abbreviations are words as well ("add fractions", "odd numbers"): only capitals count there.
CONDITIONS: tuple[str, ...] = (
    r"dyslexi[ac]\w*|specific reading (?:disability|disorder)",
    r"dyscalculi[ac]\w*|math(?:ematics)? (?:learning )?(?:disability|disorder)",
    r"dysgraphi[ac]\w*|(?:disability|disorder) (?:of|in) written expression",
    r"dyspraxi[ac]\w*|developmental coordination disorder",
    r"(?:specific )?learning (?:disability|disabilities|disorder)|\bSLD\b",
    r"\bADHD\b|(?-i:\bADD\b)|attention[- ]deficit",
    r"autis(?:m|tic)\w*|\bASD\b|asperger\w*|pervasive developmental",
    r"intellectual(?:ly)? disab\w+|cognitive(?:ly)? (?:disab\w+|impair\w+)|mental(?:ly)? retard\w+",
    r"developmental(?:ly)? (?:delay\w*|disab\w+)|global delay",
    r"emotional(?:ly)? disturb\w+|emotional (?:disability|impairment)|behaviou?ral disorder",
    r"anxiety disorder|clinical(?:ly)? anxi\w+",
    r"\bdepressi(?:on|ve)\b",
    r"bipolar|\bpsychosis\b|psychotic|schizophreni\w+",
    r"oppositional defian\w+|(?-i:\bODD\b)|conduct disorder",
    r"obsessive[- ]compulsive|\bOCD\b",
    r"\bPTSD\b|post-?traumatic",
    r"tourette\w*|\btic disorder",
    r"epilep\w+|seizure disorder",
    r"cerebral palsy",
    r"down(?:'s)? syndrome|trisomy",
    r"fragile x",
    r"f(?:o?etal) alcohol|\bFASD?\b",
    r"apraxia",
    r"aphasia",
    r"(?:developmental )?language (?:disorder|impairment)|\bDLD\b|speech(?: or language| and "
    r"language|"
    r"[ -/]language)? (?:impairment|disorder)",
    r"auditory processing disorder|\bAPD\b",
    r"sensory processing disorder",
    r"selective mutism",
    r"traumatic brain injur\w+|\bTBI\b",
    r"(?:hearing|auditory) (?:impair\w+|loss)|\bdeaf\w*|hard of hearing",
    r"(?:visual|vision) (?:impair\w+|loss)|legally blind|\bblind(?:ness)?\b",
    r"deaf-?blind\w*",
    r"orthop(?:a)?edic impairment",
    r"other health impair\w+|\bOHI\b",
    r"multiple disabilit\w+",
)
_CONDITIONS = tuple(re.compile(row, re.IGNORECASE) for row in CONDITIONS)
_ANY_CONDITION = re.compile("|".join(CONDITIONS), re.IGNORECASE)
_ANY_DISORDER = re.compile(r"\b((?:[a-z]+[- ]){1,2}(?:disorder|syndrome))\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Decision:
    """A sort of decision: its slug and name, how a draft would state it, how a record would."""

    rule: str
    name: str
    stated: re.Pattern[str]
    recorded: re.Pattern[str]


_SETTING = (
    r"(?:self-contained|separate|special(?: education)?(?: day)?|resource|general education|regular"
    r"|mainstream|inclusive|residential|alternative|life[- ]skills|therapeutic|full-time|part-time)"
    r"[\w -]{0,25}?\b(?:class(?:room)?|room|school|setting|program|placement|facility|environment)"
)
_SETTINGS = re.compile(_SETTING, re.IGNORECASE)
_DECISIONS = (
    _Decision(
        "eligibility",
        "eligibility",
        re.compile(
            r"\b(?:in)?eligib(?:le|ility)\b(?! for (?:extended time|free|reduced))"
            r"|\bqualif(?:y|ies|ied)\b[^.]{0,30}\b(?:for|as|under)\b"
            r"|\bmeets? (?:the )?(?:\w+ ){0,3}criteri(?:a|on) (?:for|of|as)\b"
            r"|\b(?:no longer|still|does not|doesn't|continues to) (?:need|require)s? special "
            r"education"
            r"|\b(?:exit(?:ed|ing)?|dismiss(?:ed|al)?|discharged?)\b[^.]{0,25}"
            r"\b(?:special education|services|IEP)\b"
            r"|\bis a (?:student|child) with a disability\b",
            re.IGNORECASE,
        ),
        re.compile(r"\beligib|\bqualif|\bmeets? (?:the )?criteri|\bdismissed\b|\bexited\b", re.I),
    ),
    _Decision(
        "diagnosis",
        "diagnosis",
        re.compile(
            r"\bdiagnos(?:e[sd]?|is|es|tic of|able)\b|\bsuspected of having\b"
            r"|\b(?:signs|symptoms|characteristics|traits|indicators?) of (?:an? )?"
            r"(?=(?:\w+[ -]){0,3}(?:disorder|disability|syndrome|impairment|autism|adhd|dyslexia))"
            r"|\b(?:likely|probably|may|might|appears to|seems to|clearly) (?:has|have) an? "
            r"(?:\w+[ -]){0,3}(?:disorder|disability|syndrome|impairment|delay)\b"
            r"|\b(?:prescribe\w*|should (?:take|start|stop) medication|needs medication)\b",
            re.IGNORECASE,
        ),
        re.compile(r"\bdiagnos|\bmedication|\bprescri", re.IGNORECASE),
    ),
    _Decision(
        "placement",
        "placement",
        re.compile(
            r"\bplacement\b(?! test)"
            rf"|\b(?:place[ds]?|placing|move[ds]?|moving|transfer(?:red|ring)?|assign(?:ed)?"
            rf"|enrol+(?:ed)?|educated|taught full[- ]time)\b[^.]{{0,40}}\b{_SETTING}"
            r"|\bleast restrictive environment (?:is|will be|for)\b"
            r"|\b(?:retain(?:ed)? in|repeat(?:s|ed)?|held back in) (?:grade|the (?:same "
            r")?grade|\w+ grade)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\bplace(?:d|ment)\b|\bleast restrictive|\bretained\b|{_SETTING}", re.IGNORECASE
        ),
    ),
)
# Saying that a decision is the team's own is not making one.
_LEFT_TO_TEAM = re.compile(
    r"\b(?:team|people|family|parents?)\b[^.]{0,40}\b(?:decides?|determines?|discuss(?:es)?|considers?)"
    r"|\b(?:decided|determined|made) by the\b[^.]{0,20}\bteam\b",
    re.IGNORECASE,
)


def _unrecorded_conditions(sentence: str, record: Record) -> Iterator[str]:
    named = _ANY_CONDITION.search(sentence) is not None
    for pattern in _CONDITIONS if named else ():
        match = pattern.search(sentence)
        if match and not pattern.search(record.text):
            yield match.group()
    for match in _ANY_DISORDER.finditer(sentence):
        if not _ANY_CONDITION.search(match.group()) and not record.says(
            match.group().split()[-2] + " " + match.group().split()[-1]
        ):
            yield match.group()


def _check_sentence(passage: Passage, sentence: str, record: Record) -> Iterator[Finding]:
    conditions = list(dict.fromkeys(_unrecorded_conditions(sentence, record)))
    if conditions:
        yield Finding(
            Severity.ERROR,
            "diagnosis",
            passage.place,
            f"{quoted(sentence)} names {', '.join(conditions)}, which nobody recorded.",
            "Describe what the student does; leave naming a condition to the people who assess.",
        )
        return
    if _LEFT_TO_TEAM.search(sentence):
        return
    for decision in _DECISIONS:
        if decision.stated.search(sentence) and not _is_recorded(decision, sentence, record):
            yield Finding(
                Severity.ERROR,
                decision.rule,
                passage.place,
                f"{quoted(sentence)} states a decision on {decision.name} that nobody recorded.",
                "Remove it: the team decides, and the draft only repeats what is recorded.",
            )


def _is_recorded(decision: _Decision, sentence: str, record: Record) -> bool:
    """Whether the record states a decision of this sort, with every setting the sentence names."""
    stated = decision.stated.search(record.text) or decision.recorded.search(record.text)
    if not stated:
        return False
    if decision.rule != "placement":
        return True
    return all(record.says(match.group()) for match in _SETTINGS.finditer(sentence))


def check_decisions(content: SectionContent, facts: IepFacts) -> list[Finding]:
    """An error for each sentence that decides what only people may decide."""
    return [
        finding
        for passage in passages(content)
        if not (passage.role is Role.SERVICE and passage.place.endswith(".location"))
        for sentence in sentences(passage.text)
        for finding in _check_sentence(passage, sentence, facts.record)
    ]
