"""System checks: what can be wrong with an installation, said before it hurts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register(deploy=True)
def check_allowed_hosts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        return [
            Warning(
                "ALLOWED_HOSTS accepts every host name.",
                hint="Name the hosts that people type into their browser.",
                id="project.W001",
            )
        ]
    return []


@register()
def check_queue_times(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The queue's retry must stay well above its timeout, else running tasks are given twice."""
    times: dict[str, Any] = settings.Q_CLUSTER
    if times["retry"] < 1.5 * times["timeout"]:
        return [
            Error(
                "Q_CLUSTER: retry must be at least one and a half times the timeout.",
                id="project.E001",
            )
        ]
    return []


@register()
def check_data_directories(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DATA_DIR == settings.BASE_DIR:
        return [
            Error(
                "DATA_DIR is the project's own folder.",
                hint="Give the data a folder of its own, for example ./var.",
                id="project.E002",
            )
        ]
    return []
