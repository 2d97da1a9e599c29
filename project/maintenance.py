"""Scheduled housekeeping, run by the task queue once a day."""

from collections.abc import Callable

from django.core.management import call_command

from project import idempotency

Cleaner = Callable[[], int]
_cleaners: dict[str, Cleaner] = {"idempotency keys": idempotency.delete_expired}


def register(what: str, cleaner: Cleaner) -> None:
    """Add an app's own expiry; it returns how many rows it deleted."""
    _cleaners[what] = cleaner


def clean_up() -> str:
    call_command("clearsessions")
    return ", ".join(f"{cleaner()} {what}" for what, cleaner in _cleaners.items())
