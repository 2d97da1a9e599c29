"""The vector store. The only importer of chromadb.

Every process speaks HTTP to one Chroma server: the embedded client is not safe with several.
Vectors are always passed along, never left to an embedding function, which would download one.
The store is an index: it can be rebuilt from the database at any time.
"""

import importlib
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings

from providers import crew, embeddings
from providers.errors import ProviderError
from providers.generation import never
from providers.redaction import Redaction

Value = str | int | float | bool
Where = Mapping[str, Value | Sequence[Value]]
Result = TypeVar("Result")

SECONDS = 10.0
PING_SECONDS = 2.0
BATCH = 300
EXACT_ROWS = 400
HNSW = {"space": "cosine", "ef_search": 200, "ef_construction": 200}


class VectorStoreUnavailable(Exception):
    """The store did not do what it was asked; the message says why, and names no content."""


@dataclass(frozen=True)
class VectorItem:
    id: str
    text: str
    metadata: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class VectorHit:
    """distance is the cosine distance: 0 for the same direction, 2 for the opposite one."""

    id: str
    text: str
    metadata: Mapping[str, Value]
    distance: float


def upsert(
    collection: str,
    items: Sequence[VectorItem],
    *,
    redact: Redaction | None = None,
    app: str = "",
) -> None:
    """Adds or replaces items by id. redact, app: see embeddings.embed."""
    unique = list({item.id: item for item in items}.values())
    for start in range(0, len(unique), BATCH):
        batch = unique[start : start + BATCH]
        matrix = _embedded([item.text for item in batch], redact, app)

        def write(
            found: Any, batch: list[VectorItem] = batch, matrix: embeddings.Matrix = matrix
        ) -> None:
            found.upsert(
                ids=[item.id for item in batch],
                embeddings=matrix,
                documents=[item.text for item in batch],
                metadatas=[{"collection": collection, **item.metadata} for item in batch],
            )

        _on_collection(collection, write)


def query(
    collection: str,
    text: str,
    where: Where,
    limit: int,
    *,
    redact: Redaction | None = None,
    app: str = "",
) -> list[VectorHit]:
    """The nearest items that satisfy `where`, nearest first."""
    return query_many(collection, [text], where=where, limit=limit, redact=redact, app=app)[0]


def query_many(
    collection: str,
    texts: Sequence[str],
    where: Where,
    limit: int,
    *,
    redact: Redaction | None = None,
    app: str = "",
) -> list[list[VectorHit]]:
    """One list of hits per text, in one request.

    where: every key has to equal its value, or one of its values; the store itself filters. Few
    rows that satisfy a condition are compared exactly: the index alone, being approximate, can
    overlook some of them.
    """
    if not texts:
        return []
    matrix = _embedded(list(texts), redact, app)

    def read(found: Any) -> list[list[VectorHit]]:
        if where:
            rows = found.get(
                where=_condition(where),
                limit=EXACT_ROWS + 1,
                include=["documents", "metadatas", "embeddings"],
            )
            if len(rows["ids"]) <= EXACT_ROWS:
                return _compared(rows, matrix, limit)
        return _hits(
            found.query(
                query_embeddings=matrix,
                n_results=limit,
                where=_condition(where),
                include=["documents", "metadatas", "distances"],
            )
        )

    return _on_collection(collection, read)


def delete(collection: str, where: Where) -> None:
    """Removes every item that satisfies `where`; an empty condition is refused."""
    if not where:
        raise ValueError("delete() needs a condition; an empty one would remove everything.")
    _on_collection(collection, lambda found: found.delete(where=_condition(where)))


def ping() -> None:
    """Raises VectorStoreUnavailable unless the server answers within two seconds."""
    try:
        # Plain HTTP: a health probe need not load the whole client first.
        with urlopen(f"{settings.CHROMA_URL}/api/v2/heartbeat", timeout=PING_SECONDS) as answer:  # noqa: S310
            answer.read()
    except OSError as error:
        raise VectorStoreUnavailable(
            f"The vector store at {settings.CHROMA_URL} did not answer."
        ) from error


def preload() -> None:
    """Import the client now, for instance before worker processes are forked."""
    importlib.import_module("chromadb")


def embed_minilm(texts: Sequence[str]) -> embeddings.Matrix:
    """Chroma's own small model, run here; downloaded once, on first use."""
    import numpy as np

    with _lock:
        if "minilm" not in _models:
            from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

            _models["minilm"] = ONNXMiniLM_L6_V2()
    return np.asarray(_models["minilm"](list(texts)), dtype=np.float32)


_lock = threading.Lock()
_models: dict[str, Any] = {}
_clients: dict[tuple[int, str], Any] = {}
_collections: dict[tuple[int, str, str], Any] = {}


def _client() -> Any:
    key = (os.getpid(), settings.CHROMA_URL)
    client = _clients.get(key)
    if client is None:
        with _lock:
            client = _clients.get(key)
            if client is None:
                client = _clients[key] = _connect(settings.CHROMA_URL)
    return client


def _connect(url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or (443 if secure else 80),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )


def _on_collection(name: str, work: Callable[[Any], Result]) -> Result:
    """Runs `work` on the collection of this name in the current vector space."""
    from chromadb.errors import NotFoundError

    full_name = f"{name}--{embeddings.space()}"
    key = (os.getpid(), settings.CHROMA_URL, full_name)

    def run() -> Result:
        try:
            return work(_collection(key, full_name))
        except NotFoundError:
            # Someone removed the collection that this process knows; a new one takes its place.
            _collections.pop(key, None)
            return work(_collection(key, full_name))

    return _bounded(run, SECONDS)


def _collection(key: tuple[int, str, str], full_name: str) -> Any:
    found = _collections.get(key)
    if found is None:
        found = _collections[key] = _client().get_or_create_collection(
            full_name, embedding_function=None, configuration={"hnsw": HNSW}
        )
    return found


def _bounded(work: Callable[[], Result], seconds: float) -> Result:
    """The result of `work`. The client itself knows no time limit, so it runs aside."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        result, _ = crew.run(lambda pulse: work(), seconds, never)
    except ProviderError:
        raise VectorStoreUnavailable(
            f"The vector store at {settings.CHROMA_URL} did not answer within {seconds:g} s."
        ) from None
    # The client raises a bare ValueError when it cannot connect, and OSError from the socket.
    except (ChromaError, httpx.HTTPError, ValueError, OSError) as error:
        raise VectorStoreUnavailable(
            f"The vector store at {settings.CHROMA_URL} failed ({type(error).__name__})."
        ) from error
    return result


def _embedded(texts: list[str], redact: Redaction | None, app: str) -> embeddings.Matrix:
    try:
        return embeddings.embed(texts, redact=redact, app=app)
    except embeddings.EmbeddingUnavailable as error:
        raise VectorStoreUnavailable(str(error)) from error


def _condition(where: Where) -> dict[str, Any] | None:
    parts: list[dict[str, Any]] = [
        {key: {"$in": list(value)}}
        if isinstance(value, Iterable) and not isinstance(value, str)
        else {key: value}
        for key, value in where.items()
    ]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"$and": parts}


def _compared(
    rows: Mapping[str, Any], queries: embeddings.Matrix, limit: int
) -> list[list[VectorHit]]:
    import numpy as np

    if not rows["ids"]:
        return [[] for _ in queries]
    distances = 1.0 - queries @ np.asarray(rows["embeddings"], dtype=np.float32).T
    return [
        [
            VectorHit(
                rows["ids"][place],
                rows["documents"][place] or "",
                rows["metadatas"][place] or {},
                float(row[place]),
            )
            for place in row.argsort(kind="stable")[:limit]
        ]
        for row in distances
    ]


def _hits(found: Mapping[str, Any]) -> list[list[VectorHit]]:
    columns = (found["ids"], found["documents"], found["metadatas"], found["distances"])
    return [
        [
            VectorHit(id_, text or "", metadata or {}, float(distance))
            for id_, text, metadata, distance in zip(*row, strict=True)
        ]
        for row in zip(*columns, strict=True)
    ]
