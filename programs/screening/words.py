"""The kinds of red flags in a free text.

The text is made plain (characters, spelling, digits), set phrases that only look alike are taken
out, and then every mention of every kind is judged where it stands: see `claims`. A kind
is raised by the first mention that is the writer's own, true and recent.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from programs.screening import advice, eating, events, injuries, signs
from programs.screening.ages import minors_in
from programs.screening.claims import Claims
from programs.screening.harmless import without_set_phrases
from programs.screening.losing import losses_wished
from programs.screening.numbers import losses_too_fast, with_digits
from programs.screening.phrases import compiled
from programs.screening.spelling import respelled, simplified

_MINOR: Final = "minor"
_RAPID_WEIGHT_LOSS: Final = "rapid_weight_loss"
_PATTERNS: Final = {
    kind: compiled(phrases)
    for module in (signs, injuries, advice, events, eating)
    for kind, phrases in module.PHRASES.items()
}


def kinds_in(
    text: str, weight_kg: float | None = None, *, is_underweight: bool = False
) -> Iterator[str]:
    """The kinds of red flags in a text, as slugs. weight_kg: the client's today, if known."""
    plain = with_digits(respelled(simplified(text)))
    if not plain:
        return
    told = without_set_phrases(plain)
    claims = Claims(told)
    for kind in _PATTERNS:
        if _is_claimed(claims, kind, told):
            yield kind
    if any(True for _ in minors_in(told)):
        yield _MINOR
    rates = Claims(plain)
    losses = losses_too_fast(plain, weight_kg)
    if is_underweight:
        # Nobody underweight loses slowly enough.
        losses = chain(losses, losses_wished(plain))
    if any(not rates.is_others(at, at) for at in losses):
        yield _RAPID_WEIGHT_LOSS


def _is_claimed(claims: Claims, kind: str, told: str) -> bool:
    """Whether one mention stands. The search goes on right after where a cleared one began, so that
    no mention is hidden inside a longer one.
    """
    at = 0
    while (match := _PATTERNS[kind].search(told, at)) is not None:
        if claims.stands(kind, match.start(), match.end()):
            return True
        at = match.start() + 1
    return False
