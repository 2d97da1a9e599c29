"""What settings.py needs besides the environment: a readable .env, a writable directory, a secret,
networks as values, and how log lines are written.
"""

import os
import secrets
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def checked_env_file(path: Path) -> Path:
    """The path of .env; a line in it that is no assignment is refused, not skipped."""
    if not path.exists():
        return Path(os.devnull)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"The file .env cannot be read ({error}).") from error
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ")
        name = text.partition("=")[0].strip()
        if text and not text.startswith("#") and ("=" not in text or not name.isidentifier()):
            raise ImproperlyConfigured(
                f"The file .env is broken in line {number}: a line reads NAME=value."
            )
    return path


def required_directory(path: Path) -> Path:
    """The directory, created when missing; one clear sentence when that is not possible."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR: the directory {path} cannot be created ({error.strerror}). "
            "Set DATA_DIR to a place that you may write to."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"DATA_DIR: the directory {path} cannot be written to. "
            "Set DATA_DIR to a place that you may write to."
        )
    return path


def generated_secret(path: Path) -> str:
    """The installation's own secret, made once; readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        secret = secrets.token_urlsafe(50)
        handle.write(secret)
    return secret


def networks(name: str, values: Sequence[str]) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks, as the variable of that name gives them."""
    try:
        return [ip_network(value.strip()) for value in values]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} takes addresses and networks such as 127.0.0.1,10.0.0.0/8 ({error})."
        ) from error


def logging_to_console(*, level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING: everything to the console, form being json or text."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": "project.logging.ContextFilter"}},
        "formatters": {
            "json": {"()": "project.logging.JsonFormatter"},
            "text": {"format": "%(levelname)s %(name)s %(message)s"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["context"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"level": level},
            "django-q": {"level": "WARNING", "handlers": ["console"], "propagate": False},
            # The SDKs' transports log request lines; ours say more and never carry content.
            **{
                name: {"level": "WARNING"}
                for name in ("httpx", "httpx2", "httpcore", "httpcore2", "urllib3", "chromadb")
            },
        },
    }
