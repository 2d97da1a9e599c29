import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from project import audit
from project.idempotency import Answer, KeyBusy, KeyReused, delete_expired, fingerprint, once
from project.models import AuditEvent, IdempotencyKey
from project.problems import InvalidInput
from tests.people import teacher

pytestmark = pytest.mark.django_db(transaction=True)


def run(user, calls, *, key="k1", what="a"):
    def create():
        calls.append(1)
        return Answer(201, {"n": len(calls)}, "/there/")

    return once(user=user, key=key, request_print=fingerprint(what), create=create)


def test_second_call_gets_the_first_answer():
    alice, calls = teacher(), []

    first, second = run(alice, calls), run(alice, calls)

    assert first == second == Answer(201, {"n": 1}, "/there/")
    assert len(calls) == 1


def test_without_a_key_each_call_creates():
    alice, calls = teacher(), []

    run(alice, calls, key="")
    run(alice, calls, key="")

    assert len(calls) == 2


def test_key_belongs_to_its_user():
    calls = []

    run(teacher("alice"), calls)
    run(teacher("bob"), calls)

    assert len(calls) == 2


def test_same_key_for_another_request_is_refused():
    alice, calls = teacher(), []
    run(alice, calls)

    with pytest.raises(KeyReused):
        run(alice, calls, what="b")


def test_key_that_is_too_long_is_invalid_input_and_creates_nothing():
    alice, calls = teacher(), []

    with pytest.raises(InvalidInput, match="at most 200 characters") as refused:
        run(alice, calls, key="k" * 201)

    assert refused.value.type == "invalid-input"
    assert [error.field for error in refused.value.errors] == ["Idempotency-Key"]
    assert not calls
    assert run(alice, calls, key="k" * 200).status == 201


def test_failed_creation_frees_the_key():
    alice, calls = teacher(), []

    def fail():
        raise RuntimeError("no room")

    with pytest.raises(RuntimeError, match="no room"):
        once(user=alice, key="k1", request_print=fingerprint("a"), create=fail)

    assert run(alice, calls).status == 201


def creating(user, body, *, before=lambda: None):
    def create():
        audit.record(verb="create", subject=user, by=user)
        before()
        return Answer(201, body, "/there/")

    return lambda: once(user=user, key="k1", request_print=fingerprint("a"), create=create)


def test_creation_and_answer_are_stored_together():
    """What a crash between the two would be: the answer cannot be stored."""
    alice = teacher()

    with pytest.raises(TypeError):
        creating(alice, object())()
    assert not AuditEvent.objects.exists()

    assert creating(alice, {})().status == creating(alice, {})().status == 201
    assert AuditEvent.objects.count() == 1


def test_refusal_that_is_an_answer_keeps_what_was_created():
    alice = teacher()
    refusal = Answer(409, {"detail": "clearance is needed"}, "/there/")

    def create():
        audit.record(verb="create", subject=alice, by=alice)
        return refusal

    for _ in range(2):
        again = once(user=alice, key="k1", request_print=fingerprint("a"), create=create)
        assert again == refusal
    assert AuditEvent.objects.count() == 1


def test_creation_that_outlived_its_claim_is_undone():
    alice = teacher()

    with pytest.raises(KeyBusy):
        creating(alice, {}, before=IdempotencyKey.objects.all().delete)()

    assert not AuditEvent.objects.exists()


def test_while_the_first_runs_the_second_is_told_to_wait():
    alice = teacher()
    IdempotencyKey.objects.create(user=alice, key="k1", fingerprint=fingerprint("a"))

    with pytest.raises(KeyBusy):
        run(alice, [])


def test_claim_of_a_dead_process_expires():
    alice = teacher()
    IdempotencyKey.objects.create(
        user=alice,
        key="k1",
        fingerprint=fingerprint("a"),
        created_at=timezone.now() - timedelta(minutes=3),
    )

    assert run(alice, []).status == 201


def test_many_at_once_create_one():
    alice, calls, outcomes = teacher(), [], []
    start = threading.Barrier(8)

    def call():
        start.wait()
        try:
            outcomes.append(run(alice, calls).status)
        except KeyBusy:
            outcomes.append("busy")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(calls) == 1
    assert 201 in outcomes


def test_expired_keys_are_deleted():
    alice = teacher()
    run(alice, [])
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(days=2))

    assert delete_expired() == 1


def test_second_click_waits_for_the_first_answer():
    alice, started, release = teacher(), threading.Event(), threading.Event()
    answers = []

    def create():
        started.set()
        release.wait(5)
        return Answer(302, location="/made/")

    def click(patience):
        answers.append(
            once(user=alice, key="k", request_print="p", create=create, patience=patience)
        )
        connections.close_all()

    first = threading.Thread(target=click, args=(0,))
    first.start()
    started.wait(5)
    threading.Timer(0.3, release.set).start()

    click(5.0)
    first.join(5)

    assert [answer.location for answer in answers] == ["/made/", "/made/"]
    with pytest.raises(KeyReused):
        once(user=alice, key="k", request_print="other", create=create, patience=5.0)
