"""Against a real Chroma server on loopback."""

import socket
import time

import pytest

from providers import vectors
from providers.vectors import VectorItem, VectorStoreUnavailable


@pytest.fixture
def store(chroma, settings, request):
    """The name of a collection of its own for each test."""
    settings.EMBEDDINGS = "lexical"
    return "test-" + str(abs(hash(request.node.name)))


NOTES = [
    VectorItem("1", "Maria reads a story aloud", {"student": "m", "kind": "note"}),
    VectorItem("2", "Maria adds two numbers", {"student": "m", "kind": "test"}),
    VectorItem("3", "Tom reads a story aloud", {"student": "t", "kind": "note"}),
]


def test_query_finds_the_nearest_within_the_condition(store):
    vectors.upsert(store, NOTES)
    hits = vectors.query(store, "reading stories", {"student": "m"}, 5)
    assert [hit.id for hit in hits] == ["1", "2"]
    assert hits[0].text == "Maria reads a story aloud"
    assert hits[0].metadata["kind"] == "note"
    assert hits[0].distance < hits[1].distance


def test_query_takes_several_conditions_and_several_values(store):
    vectors.upsert(store, NOTES)
    hits = vectors.query(store, "reading", {"student": ["m", "t"], "kind": "note"}, 5)
    assert {hit.id for hit in hits} == {"1", "3"}


def test_query_many_answers_each_text(store):
    vectors.upsert(store, NOTES)
    rows = vectors.query_many(store, ["adding numbers", "reading a story"], where={}, limit=1)
    assert rows[0][0].id == "2"
    assert rows[1][0].id in ("1", "3")


def test_query_of_an_empty_collection_finds_nothing(store):
    assert vectors.query(store, "anything", {"student": "m"}, 5) == []


def test_upsert_replaces_by_id(store):
    vectors.upsert(store, NOTES)
    vectors.upsert(store, [VectorItem("1", "Maria draws a house", {"student": "m"})])
    texts = {hit.id: hit.text for hit in vectors.query(store, "house", {"student": "m"}, 5)}
    assert texts["1"] == "Maria draws a house"


def test_upsert_takes_more_than_one_batch(store):
    items = [VectorItem(str(n), f"row {n} {n * 7919:x}", {"student": n % 50}) for n in range(700)]
    vectors.upsert(store, items)
    for student in range(0, 50, 7):
        hits = vectors.query(store, "row", {"student": student}, 20)
        assert {int(hit.id) % 50 for hit in hits} == {student}
        assert len(hits) == 14


def test_delete_removes_what_satisfies_the_condition(store):
    vectors.upsert(store, NOTES)
    vectors.delete(store, {"student": "m"})
    assert [hit.id for hit in vectors.query(store, "reads", {}, 5)] == ["3"]


def test_delete_without_a_condition_is_refused(store):
    with pytest.raises(ValueError, match="condition"):
        vectors.delete(store, {})


def test_a_removed_collection_is_made_again(store):
    vectors.upsert(store, NOTES)
    vectors._client().delete_collection(f"{store}--lexical384")
    vectors.upsert(store, NOTES)
    assert len(vectors.query(store, "reads", {}, 5)) == 3


def test_ping_answers(store):
    vectors.ping()


def test_a_server_that_is_not_there_is_one_typed_error(settings):
    settings.CHROMA_URL = "http://127.0.0.1:9"
    for call in (vectors.ping, lambda: vectors.query("x-collection", "y", {}, 1)):
        with pytest.raises(VectorStoreUnavailable):
            call()


@pytest.mark.timed
def test_a_silent_server_is_given_up(settings, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.CHROMA_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(VectorStoreUnavailable, match="did not answer"):
            vectors.ping()
        assert time.monotonic() - began < vectors.PING_SECONDS + 0.5
