import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest

from providers import embeddings
from providers.embeddings import EmbeddingUnavailable
from providers.models import Call
from providers.redaction import Redaction, Term
from tests.fakes import Fail


def similarity(one: str, other: str) -> float:
    first, second = embeddings.embed_lexical([one, other])
    return float(first @ second)


def test_lexical_rows_are_normalised():
    matrix = embeddings.embed_lexical(["reading fluency", "읽기 유창성", "", "a b c"])
    assert matrix.shape == (4, 384)
    assert matrix.dtype == np.float32
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-5)


def test_lexical_is_the_same_in_another_process():
    code = (
        "from django.conf import settings; settings.configure();"
        "from providers.embeddings import embed_lexical;"
        "print(embed_lexical(['Reading fluency 읽기'])[0].tobytes().hex())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = embeddings.embed_lexical(["Reading fluency 읽기"])[0].tobytes().hex()
    assert done.stdout.strip() == here


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("reads a story aloud", "reading stories", "adds two numbers"),
        ("Spelling of long words", "spells words", "walks to the bus"),
        ("학생이 책을 읽는다", "책을 읽었다", "운동을 한다"),
        ("민수의 수학 점수", "수학 점수가 올랐다", "민들레를 그렸다"),
    ],
)
def test_lexical_finds_related_texts(text, near, far):
    assert similarity(text, near) > similarity(text, far)


@pytest.fixture
def remote(fake_providers, settings):
    """Makes this service the space, with the fake server behind it."""

    def choose(kind: str) -> None:
        settings.EMBEDDINGS = kind
        settings.PROVIDER_KEYS = {kind: "k"}
        settings.PROVIDER_BASE_URLS = {kind: fake_providers.base_urls[kind]}
        settings.ALLOW_MODEL_CALLS = False

    return choose


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["openai", "gemini"])
def test_remote_spaces_ask_their_service(fake_providers, remote, kind):
    remote(kind)
    redaction = Redaction([Term("STUDENT", "Maria Lopez")])
    matrix = embeddings.embed(["Maria reads", "someone else"], redact=redaction)
    assert matrix.shape[0] == 2
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-5)
    body = b" ".join(call.body for call in fake_providers.calls(kind))
    assert b"Maria" not in body
    assert b"STUDENT_1" in body


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["openai", "gemini"])
def test_every_batch_is_in_the_ledger(fake_providers, remote, monkeypatch, kind):
    remote(kind)
    monkeypatch.setattr(embeddings, "REMOTE_BATCH", 2)
    monkeypatch.setitem(embeddings.PRICES, kind, Decimal("0.02"))
    embeddings.embed(["Maria reads", "someone else", "a third text"], app="ieps")
    rows = Call.objects.order_by("pk")
    assert [(row.route, row.app, row.mode, row.category) for row in rows] == [
        ("embeddings", "ieps", "embedding", "ok")
    ] * 2
    assert {(row.provider, row.model) for row in rows} == {(kind, embeddings.MODELS[kind])}
    billed = [call.input_tokens for call in fake_providers.calls(kind)]
    assert [row.input_tokens for row in rows] == billed
    assert [row.cost for row in rows] == [Decimal("0.02") * one / 1_000_000 for one in billed]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["openai", "gemini"])
def test_a_batch_that_failed_is_in_the_ledger(fake_providers, remote, kind):
    remote(kind)
    fake_providers.always(kind, Fail("rate_limit"), operation="embed")
    with pytest.raises(EmbeddingUnavailable):
        embeddings.embed(["some text"])
    row = Call.objects.get()
    assert (row.category, row.input_tokens, row.cost) == ("rate_limit", 0, 0)


def test_a_remote_space_without_a_key_says_what_to_do(settings):
    settings.EMBEDDINGS = "openai"
    settings.PROVIDER_KEYS = {}
    with pytest.raises(EmbeddingUnavailable, match="OPENAI_API_KEY"):
        embeddings.embed(["text"])


def test_each_space_has_a_name_of_its_own(settings):
    names = set()
    for kind in ("lexical", "minilm", "openai", "gemini"):
        settings.EMBEDDINGS = kind
        names.add(embeddings.space())
    assert len(names) == 4
