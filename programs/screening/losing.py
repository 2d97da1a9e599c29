"""Wishes to lose weight, at whatever rate: for those who should lose none."""

import re
from collections.abc import Iterator
from typing import Final

_WISH: Final = re.compile(
    r"\b(?:(?:lose|losing|drop|dropping|shed|shedding|burn|burning|cut|cutting|melt|melting|reduce"
    r"|reducing|get\srid\sof|take\soff)\s(?:[\w.'-]+\s){0,4}?(?:weight|(?:body[\s-]?)?fat|kgs?|kilos?"
    r"|pounds?|lbs?|stones?|belly|flab|tummy|inches)"
    r"|(?:lose|drop|shed)\s\d+(?:[.,]\d+)?\s?(?:kgs?|lbs?)"
    r"|(?:weight|fat)[\s-]loss|slim(?:ming)?\s(?:down|my)|lean(?:ing)?\sout|trim\sdown"
    r"|(?:be|get|become|getting|look|stay)\s(?:\w+\s)?(?:thin|thinner|skinny|skinnier|slim|slimmer"
    r"|lighter)|(?:get|go|drop|cut|diet)\sdown\sto\s\d+\s?(?:kgs?|kilos?|lbs?|pounds?))\b"
)
_UNWANTED: Final = re.compile(
    r"\b(?:(?:do|does|did)(?:n't|\snot)|dont|not|never|without|no|avoid\w*|stop|prevent|instead\sof"
    r"|rather\sthan|(?:afraid|scared|fear)\sof)\s(?:(?!but\b)\w+\s){0,3}$"
)


def losses_wished(text: str) -> Iterator[int]:
    """Where a text, in lower case and with digits, speaks of weight to lose, and not of weight to
    keep.
    """
    for match in _WISH.finditer(text):
        if not _UNWANTED.search(text[max(0, match.start() - 60) : match.start()]):
            yield match.start()
