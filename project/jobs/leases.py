"""Leases on shards: claimed by compare-and-swap, renewed by a heartbeat, judged by the reaper."""

import os
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from project.models import LIVE_STATUSES, Job, Shard

LEASE = timedelta(seconds=20)
HEARTBEAT = timedelta(seconds=4)


class LeaseLost(Exception):
    """Another runner holds the shard now. Whatever this one has in hand is not written."""


def new_holder() -> str:
    return f"{settings.HOST_NAME[:80]}:{os.getpid()}:{secrets.token_hex(8)}"


def claim(job_id: UUID | str, index: int, holder: str) -> Shard | None:
    """Take the shard if nobody holds it and its job is live; None otherwise."""
    now = timezone.now()
    # The lease is compared in the very row that is written: of two claims at once PostgreSQL lets
    # the second look at that row again. A join would move the comparison into a subquery, which
    # is not looked at again, and both would succeed.
    live = Job.objects.filter(pk=OuterRef("job_id"), status__in=LIVE_STATUSES)
    claimed = (
        Shard.objects.filter(Exists(live), job_id=job_id, index=index)
        .filter(Q(lease_expires_at__isnull=True) | Q(lease_expires_at__lte=now))
        .update(lease_holder=holder, lease_expires_at=now + LEASE, claims=F("claims") + 1)
    )
    if not claimed:
        return None
    return Shard.objects.select_related("job").get(job_id=job_id, index=index)


def renew(shard: Shard, holder: str) -> datetime:
    """Extend the lease; inside a transaction it also keeps any other claim waiting until commit.

    Raises LeaseLost.
    """
    now = timezone.now()
    if not Shard.objects.filter(pk=shard.pk, lease_holder=holder).update(
        lease_expires_at=now + LEASE
    ):
        raise LeaseLost
    return now


def release(shard: Shard, holder: str) -> None:
    Shard.objects.filter(pk=shard.pk, lease_holder=holder).update(
        lease_holder="", lease_expires_at=None
    )


def holder_is_dead(holder: str) -> bool:
    """Whether the holder is a process of this host that no longer exists.

    A holder on another host is judged by its lease alone.
    """
    host, pid, _ = holder.rsplit(":", 2)
    if host != settings.HOST_NAME[:80]:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
