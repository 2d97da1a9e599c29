"""How people say what the health screen must hear: phrases for each kind of red flag.

A phrase is a small pattern in the text's own words. A space stands for a space, hyphen or slash,
`~3 ` for up to three words in between (none of them "but" or the like), `(a|b)` for a choice. The
rest is regular expression. A phrase says only that something is mentioned; whether it is the
writer's own, true and recent is judged elsewhere, for each mention by itself.
"""

import re
from typing import Final

_BETWEEN: Final = (
    r"(?:(?!(?:but|except|until|though|although|however|yet|no|without)\b)[\w'.]+(?:\s|[/-]))"
)
_TOKENS: Final = re.compile(r"~(\d) | |\((?!\?)")
MONTH: Final = (
    r"(january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|fall|winter)"
)


def compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of the phrases, tried only where a word begins."""
    return re.compile(rf"\b(?:{'|'.join(_expanded(one) for one in phrases)})\b", re.MULTILINE)


def _expanded(phrase: str) -> str:
    return _TOKENS.sub(_token, phrase)


def _token(match: re.Match[str]) -> str:
    if match[1]:
        return rf"{_BETWEEN}{{0,{match[1]}}}?"
    return r"(?:\s|[/-])" if match[0] == " " else "(?:"
