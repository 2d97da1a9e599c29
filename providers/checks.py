"""System checks: mistakes in the settings that would otherwise show at the first draft."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.compatibility)
def check_route_overrides(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    from providers.errors import RouteMisconfigured
    from providers.routing import override_variables, parse_override

    errors: list[CheckMessage] = []
    for route, text in settings.ROUTE_OVERRIDES.items():
        try:
            parse_override(text)
        except RouteMisconfigured as error:
            errors.append(
                Error(
                    f"{override_variables(route)} cannot be read: {error}",
                    hint="Correct the variable, or remove it to use the route in the database.",
                    id="providers.E001",
                )
            )
    return errors
