"""Scheduled housekeeping, run by the task queue once a day."""

from django.core.management import call_command

from project import idempotency


def clean_up() -> str:
    call_command("clearsessions")
    return f"{idempotency.delete_expired()} idempotency keys deleted"
