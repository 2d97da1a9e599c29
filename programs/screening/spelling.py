"""A text as the health screen reads it: plain characters, and the words that matter spelt right.

"pregant", "surgey" and "eating dissorder" mean what anyone reads. Only long words that no other
English word is one slip away from are corrected, and only when the first letter is right. Short
ones have their usual misspellings listed.
"""

import re
import unicodedata
from typing import Final

_WORDS: Final = (
    "anorexia", "anorexic", "arrhythmia", "breathless", "bulimia", "bulimic", "cardiologist",
    "concussion", "consciousness", "disorder", "dizziness", "epilepsy", "fracture", "fractured",
    "laxatives", "miscarriage", "operation", "palpitations", "postpartum", "pregnancy", "pregnant",
    "seizure", "surgery", "surgeries", "unconscious", "appendix", "caesarean", "hernia", "meniscus",
    "pacemaker", "pressure", "replacement", "tightness", "trimester", "underage", "vomiting",
)  # fmt: skip
_USUAL: Final = {
    "conciousness": "consciousness", "faintng": "fainting", "fainitng": "fainting",
    "fianted": "fainted", "faintd": "fainted", "dizy": "dizzy", "dizzyness": "dizziness",
    "preganant": "pregnant", "pregnat": "pregnant", "purgeing": "purging", "strok": "stroke",
    "passd": "passed", "pased": "passed", "brith": "birth", "bith": "birth", "atack": "attack",
    "attak": "attack", "dizines": "dizziness", "colapsed": "collapsed", "collapsd": "collapsed",
    "vommit": "vomit", "vomitt": "vomit", "chset": "chest", "chets": "chest", "chst": "chest",
    "bulimea": "bulimia", "hart": "heart", "prego": "preggo", "surgury": "surgery",
    "unconcious": "unconscious", "dizzi": "dizzy", "brest": "breast",
}  # fmt: skip
_CHEST: Final = re.compile(
    r"\b(?:chets?|cheast|chesst|chset|ches|cest|chst)\b"
    r"(?=[\s-]?(?:pa|pi|pe|ti|hu|ac|pr|di|is|fe))|\bcheast\b"
)
_PAIN: Final = re.compile(r"(?<=\bchest[\s-])(?:pian|pein|paine|payn|pane|apin|pin)s?\b")
_RUN_TOGETHER: Final = re.compile(r"\b(chest|heart)(?=pains?\b|tight|pressure\b|hurts?\b)")
# No word that anyone writes is longer; what is longer would only make the reading slow.
_ENDLESS: Final = re.compile(r"(\w{40})\w+")
_MARKS: Final = re.compile(r"[_*~|\"“”«»()\[\]{}<]+|(?<![-=])>")
_LONG: Final = re.compile(r"\b[a-z]{6,15}\b")
_CHARACTERS: Final = str.maketrans(
    {
        **dict.fromkeys("’‘‛`´", "'"),
        **dict.fromkeys("‐‑‒−", "-"),
        **{"½": "0.5", "¼": "0.25", "¾": "0.75"},
    }
)
_KNOWN: Final = frozenset([*_WORDS, *(f"{word}s" for word in _WORDS)])


def simplified(text: str) -> str:
    """In lower case, one space between words, one line feed between lines; nothing invisible."""
    told = unicodedata.normalize("NFKC", text.translate(_CHARACTERS)).translate(_CHARACTERS)
    seen = "".join(one for one in told if unicodedata.category(one) != "Cf").lower()
    seen = _ENDLESS.sub(r"\1", _MARKS.sub(" ", seen))
    lines = (" ".join(line.split()) for line in seen.splitlines())
    return "\n".join(line for line in lines if line)


def respelled(text: str) -> str:
    """The text, in lower case, with misspelt words that matter put right."""
    text = re.sub(r"\b\w+\b", lambda match: _USUAL.get(match[0], match[0]), text)
    text = _PAIN.sub("pain", _RUN_TOGETHER.sub(r"\1 ", _CHEST.sub("chest", text)))
    return _LONG.sub(lambda match: _corrected(match[0]), text)


def _corrected(word: str) -> str:
    if word in _KNOWN:
        return word
    return next((one for one in _WORDS if one[0] == word[0] and _one_slip(word, one)), word)


def _one_slip(word: str, meant: str) -> bool:
    """Whether a letter is missing, too many, another, or in its neighbour's place."""
    if abs(len(word) - len(meant)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b),
        min(len(word), len(meant)),
    )
    rest, other = word[start:], meant[start:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
