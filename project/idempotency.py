"""The same creating request sent twice creates one thing and is answered alike.

The API sends a key in the Idempotency-Key header, a page in a hidden form field. A key belongs to
its user and lives for a day.
"""

import hashlib
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from project.models import IdempotencyKey, User
from project.problems import FieldError, InvalidInput, Problem

logger = logging.getLogger(__name__)

MAX_KEY_CHARACTERS = 200
KEY_LIFETIME = timedelta(days=1)
# A process that died between claim and answer must not lock the key for a day.
CLAIM_LIFETIME = timedelta(minutes=2)
POLL_SECONDS = 0.1


class KeyReused(Problem):
    status = 422
    type = "idempotency-key-reused"
    title = "This Idempotency-Key was used for another request"


class KeyBusy(Problem):
    status = 409
    type = "idempotency-key-busy"
    title = "The first request with this key is still being worked on"


@dataclass(frozen=True)
class Answer:
    """What a creating request is answered: an HTTP status, a JSON body, where the thing is."""

    status: int
    body: Any = None
    location: str = ""


def fingerprint(*parts: bytes | str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def once(
    *,
    user: User,
    key: str,
    request_print: str,
    create: Callable[[], Answer],
    patience: float = 0.0,
) -> Answer:
    """Run ``create`` once per user and key; later calls get the first answer again.

    Without a key it simply runs. With one, what it creates and its answer are committed together,
    so a crash keeps both or neither; it holds a transaction and must call no network. An exception
    of ``create`` undoes what it wrote and frees the key.
    patience: seconds to wait for the first call's answer, for a person who clicked twice.
    Raises InvalidInput for a key that is too long, KeyReused when it came with a different request,
    KeyBusy while the first runs.
    """
    if not key:
        return create()
    if len(key) > MAX_KEY_CHARACTERS:
        text = f"An Idempotency-Key has at most {MAX_KEY_CHARACTERS} characters."
        raise InvalidInput(text, errors=[FieldError("Idempotency-Key", text)])
    row = _claim_patiently(user, key, request_print, patience)
    if row.status is not None:
        return Answer(row.status, row.body, row.location)
    try:
        return _created(row, create)
    except BaseException:
        row.delete()
        raise


@transaction.atomic
def _created(row: IdempotencyKey, create: Callable[[], Answer]) -> Answer:
    answer = create()
    stored = IdempotencyKey.objects.filter(pk=row.pk, status__isnull=True).update(
        status=answer.status, body=answer.body, location=answer.location
    )
    if not stored:
        # It took longer than a claim lives, and the same request was let in a second time.
        raise _busy()
    return answer


def _claim_patiently(user: User, key: str, request_print: str, patience: float) -> IdempotencyKey:
    ends = monotonic() + patience
    while True:
        try:
            return _claim(user, key, request_print)
        except KeyBusy:
            if monotonic() >= ends:
                raise
            sleep(POLL_SECONDS)


def _claim(user: User, key: str, request_print: str) -> IdempotencyKey:
    now = timezone.now()
    stale = IdempotencyKey.objects.filter(user=user, key=key)
    stale.filter(created_at__lt=now - KEY_LIFETIME).delete()
    stale.filter(status__isnull=True, created_at__lt=now - CLAIM_LIFETIME).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(user=user, key=key, fingerprint=request_print)
    except IntegrityError:
        row = IdempotencyKey.objects.filter(user=user, key=key).first()
    if row is None:
        # The first one failed at this very moment and freed the key.
        raise _busy()
    if row.fingerprint != request_print:
        raise KeyReused("Send a new key for a new request, or the same request again.")
    if row.status is None:
        raise _busy()
    return row


def _busy() -> KeyBusy:
    return KeyBusy(
        "Wait a moment and send it again with the same key.", headers={"Retry-After": "1"}
    )


def forget(locations: Collection[str]) -> None:
    """Drop remembered answers about things that are deleted: they repeat what was said of them."""
    IdempotencyKey.objects.filter(location__in=locations).delete()


def delete_expired() -> int:
    deleted, _ = IdempotencyKey.objects.filter(
        created_at__lt=timezone.now() - KEY_LIFETIME
    ).delete()
    return deleted
