"""Texts as vectors, in the space that settings.EMBEDDINGS names."""

import math
import re
import time
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib import import_module

import numpy as np
import numpy.typing as npt
from django.conf import settings

from providers import crew
from providers.backends.base import is_loopback
from providers.errors import Attempt, Category, ProviderError
from providers.generation import never
from providers.redaction import Redaction

Matrix = npt.NDArray[np.float32]

LEXICAL_SIZE = 384
REMOTE_SECONDS = 30.0
REMOTE_BATCH = 96
MODELS = {"openai": "text-embedding-3-small", "gemini": "text-embedding-004"}
# US dollars per million tokens, as their providers list them.
PRICES = {"openai": Decimal("0.02"), "gemini": Decimal(0)}
MILLION = Decimal(1_000_000)
MODE = "embedding"

WORD = re.compile(r"\w+")
HANGUL = re.compile("[가-힣]")
WORD_WEIGHT = 1.0
PIECE_WEIGHT = 0.6
# Words that say little about what a text is about.
_FAINT = """
a an and are as at be been but by can could did do does for from had has have he her his if in
into is it its may me more most no not of on or our she should so some such than that the their
them then there these they this to was we were what when which who will with would you your 그 이
저 및 등 수 것 더 또는 그리고 하지만 있다 없다 한다 했다
"""
FAINT = frozenset(_FAINT.split())
FAINT_WEIGHT = 0.15


class EmbeddingUnavailable(Exception):
    """The embedding service gave no vectors; the message says why."""


def space() -> str:
    """A name for the vector space, usable in a collection's name; spaces must never mix."""
    kind = settings.EMBEDDINGS
    if kind == "lexical":
        return f"lexical{LEXICAL_SIZE}"
    return re.sub(r"[^a-z0-9\-]", "-", f"{kind}-{MODELS[kind]}" if kind in MODELS else str(kind))


def embed(texts: Sequence[str], *, redact: Redaction | None = None, app: str = "") -> Matrix:
    """One L2-normalised row per text, float32.

    redact: applied before texts leave for an embedding service; local spaces see the texts as
    they are. app: whose ledger and budget a service's calls go to. Raises EmbeddingUnavailable.
    """
    kind = settings.EMBEDDINGS
    if not texts:
        return np.zeros((0, LEXICAL_SIZE), dtype=np.float32)
    if kind == "lexical":
        return embed_lexical(texts)
    if kind == "minilm":
        from providers.vectors import embed_minilm

        return _normalised(embed_minilm(texts))
    return _normalised(_remote(kind, texts, redact or Redaction(), app))


def embed_lexical(texts: Sequence[str]) -> Matrix:
    """Hashed words and pieces of words: no download, no model, the same in every process.

    Pieces let "reading" find "reads" and a Korean noun find itself with another particle.
    """
    matrix = np.zeros((len(texts), LEXICAL_SIZE), dtype=np.float32)
    for row, text in zip(matrix, texts, strict=True):
        for feature, weight in _features(text).items():
            position, sign = _place(feature)
            row[position] += sign * weight
        if not row.any():
            row[0] = 1.0
    return _normalised(matrix)


def _features(text: str) -> dict[str, float]:
    words = Counter(
        match.group() for match in WORD.finditer(unicodedata.normalize("NFKC", text).casefold())
    )
    weights: dict[str, float] = {}
    for word, count in words.items():
        weight = (1.0 + math.log(count)) * (FAINT_WEIGHT if word in FAINT else 1.0)
        weights[f"w{word}"] = weights.get(f"w{word}", 0.0) + WORD_WEIGHT * weight
        pieces = list(_pieces(word))
        for piece in pieces:
            key = f"p{piece}"
            weights[key] = weights.get(key, 0.0) + PIECE_WEIGHT * weight / math.sqrt(len(pieces))
    return weights


def _pieces(word: str) -> Iterator[str]:
    size = 2 if HANGUL.search(word) else 3
    framed = word if size == 2 else f"^{word}$"
    if len(framed) <= size:
        yield framed
        return
    for start in range(len(framed) - size + 1):
        yield framed[start : start + size]


@lru_cache(maxsize=65_536)
def _place(feature: str) -> tuple[int, float]:
    # crc32 is the same in every process, unlike hash().
    code = zlib.crc32(feature.encode())
    return code % LEXICAL_SIZE, 1.0 if (code >> 16) & 1 else -1.0


def _normalised(matrix: Matrix) -> Matrix:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    lengths[lengths == 0] = 1.0
    result: Matrix = (matrix / lengths).astype(np.float32)
    return result


def _remote(kind: str, texts: Sequence[str], redact: Redaction, app: str) -> Matrix:
    key = settings.PROVIDER_KEYS.get(kind, "")
    base_url = settings.PROVIDER_BASE_URLS.get(kind, "")
    if not key:
        raise EmbeddingUnavailable(
            f"EMBEDDINGS is {kind}, but {kind.upper()}_API_KEY is not set. Set it, or set "
            "EMBEDDINGS to lexical."
        )
    if not settings.ALLOW_MODEL_CALLS and not is_loopback(base_url):
        raise RuntimeError("ALLOW_MODEL_CALLS is off: only loopback addresses may be called.")
    rows: list[list[float]] = []
    for start in range(0, len(texts), REMOTE_BATCH):
        batch = [redact.redact(text) or " " for text in texts[start : start + REMOTE_BATCH]]
        rows += _batch(kind, batch, base_url=base_url, key=key, app=app)
    return np.asarray(rows, dtype=np.float32)


def _batch(kind: str, texts: list[str], *, base_url: str, key: str, app: str) -> list[list[float]]:
    """One call, and its row in the ledger whether it succeeds or not."""
    # Vectors are also made where no database is set up.
    from providers import ledger

    service = import_module(f"providers.backends.{kind}")
    began, tokens, category = time.monotonic(), 0, Category.UNAVAILABLE
    try:
        (vectors, tokens), _ = crew.run(
            lambda pulse: service.embed(
                MODELS[kind], texts, base_url=base_url, api_key=key, seconds=pulse.remaining
            ),
            REMOTE_SECONDS,
            never,
        )
        category = Category.OK
    except ProviderError as error:
        category = error.category
        raise EmbeddingUnavailable(f"{kind} gave no embeddings: {error.message}") from None
    finally:
        ledger.record_embedding(
            app,
            Attempt(
                kind,
                MODELS[kind],
                category,
                latency_ms=round((time.monotonic() - began) * 1000),
                mode=MODE,
                input_tokens=tokens,
                cost=PRICES[kind] * tokens / MILLION,
            ),
        )
    found: list[list[float]] = vectors
    return found
