"""System checks: mistakes in the settings that would otherwise show at the first draft."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

HINT = "Correct the variable, or remove it to use the route in the database."


@register(Tags.compatibility)
def check_route_overrides(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """What cannot be read. An error where nothing is left to try."""
    from providers import overrides

    found: list[CheckMessage] = []
    for route, text in settings.ROUTE_OVERRIDES.items():
        override = overrides.read(text)
        found += _told(route, override.problems, fatal=override.empty)
    return found


@register(Tags.database)
def check_overridden_models(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """What names nothing in the catalogue; before `migrate`, and with `check --database`."""
    from providers import overrides, routing

    found: list[CheckMessage] = []
    for route, text in settings.ROUTE_OVERRIDES.items() if databases else ():
        override = overrides.read(text)
        try:
            unknown = routing.unknown_choices(override)
        except DatabaseError:
            # Nothing is migrated yet.
            return []
        found += _told(route, unknown, fatal=False)
    return found


def _told(route: str, problems: Iterable[str], *, fatal: bool) -> list[CheckMessage]:
    from providers.routing import override_variables

    variables = override_variables(route)
    if fatal:
        return [
            Error(f"{variables} cannot be read: {one}", hint=HINT, id="providers.E001")
            for one in problems
        ]
    return [
        Warning(f"{variables} names what cannot be used: {one}", hint=HINT, id="providers.W001")
        for one in problems
    ]
