"""What the administrators should know now: shown, served by the API, and mailed once a day."""

import datetime
import hashlib
import logging
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone

from project.findings import Severity
from project.models import User
from providers import figures
from providers.errors import PERSON_MESSAGES, Category
from providers.figures import BudgetUse, LimitUse, ModelState, State
from providers.figures.states import NEEDS_A_PERSON
from providers.models import Call, ProviderModel, Switch

logger = logging.getLogger(__name__)

WINDOW = datetime.timedelta(hours=1)
MOST_SWITCHES = 10
MOST_TIMEOUTS = 20
FULL_PERCENT = 90
MAILED_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Alert:
    """key: stable while the same thing is wrong. title says what is wrong, text what to do."""

    key: str
    severity: Severity
    title: str
    text: str


def current_alerts() -> list[Alert]:
    """Everything that is wrong now, errors first."""
    rows = list(ProviderModel.objects.filter(enabled=True))
    found = [*_providers_off(rows), *_too_many(), *_full_limits(rows), *_full_budgets()]
    return sorted(found, key=lambda alert: alert.severity != Severity.ERROR)


def check_alerts() -> int:
    """Mails the alerts that no mail of the last day told of; how many those were.

    A schedule calls it every few minutes. The mail goes to active superusers with an address.
    """
    recipients = list(
        User.objects.filter(is_superuser=True, is_active=True)
        .exclude(email="")
        .values_list("email", flat=True)
    )
    if not recipients:
        return 0
    lifetime = MAILED_FOR.total_seconds()
    # add() lets one of several processes through.
    new = [alert for alert in current_alerts() if cache.add(_mailed(alert), True, lifetime)]
    if not new:
        return 0
    try:
        _mail(new, recipients)
    except (OSError, smtplib.SMTPException):
        cache.delete_many([_mailed(alert) for alert in new])
        logger.exception("alerts could not be mailed", extra={"alerts": len(new)})
        return 0
    return len(new)


def _mailed(alert: Alert) -> str:
    """A model's name may hold what a cache key may not."""
    digest = hashlib.blake2b(alert.key.encode(), digest_size=12).hexdigest()
    return f"providers:alert-mailed:{digest}"


def _mail(alerts: Sequence[Alert], recipients: Sequence[str]) -> None:
    first, *others = alerts
    subject = f"[Draftroom] {first.title}" + (f" and {len(others)} more" if others else "")
    parts = [f"{alert.title}\n{alert.text}" for alert in alerts]
    parts.append("The providers page of Draftroom shows what is going on: /providers/")
    EmailMessage(
        # A header is one line.
        " ".join(subject.split()),
        "\n\n".join(parts),
        settings.DEFAULT_FROM_EMAIL,
        bcc=list(recipients),
    ).send()


def _providers_off(rows: Sequence[ProviderModel]) -> list[Alert]:
    """Keys and models that rest until a person acts, and providers of which nothing is left."""
    state = figures.states(rows)
    found: dict[str, Alert] = {}
    for row in rows:
        alert = _off(row, state[row.pk])
        if alert is not None:
            found.setdefault(alert.key, alert)
    for provider in {row.provider for row in rows}:
        own = [state[row.pk] for row in rows if row.provider == provider]
        keyed = [one for one in own if one.state != State.NO_KEY]
        if keyed and all(one.state in (State.OPEN, State.HALF_OPEN) for one in keyed):
            key = f"provider-out:{provider}"
            if not any(one.reason in NEEDS_A_PERSON for one in keyed):
                found[key] = Alert(
                    key,
                    Severity.ERROR,
                    f"{provider} is out of order",
                    "Each of its models failed several times in a row and rests. They are tried "
                    "again by themselves; drafts go to the next model of their route meanwhile.",
                )
    return [found[key] for key in sorted(found)]


def _off(row: ProviderModel, state: ModelState) -> Alert | None:
    if state.state not in (State.OPEN, State.HALF_OPEN) or state.reason not in NEEDS_A_PERSON:
        return None
    what = (row.key_setting or row.provider) if state.whole_account else str(row)
    return Alert(
        f"provider-off:{what}:{state.reason}",
        Severity.ERROR,
        f"{what} is off",
        f"{PERSON_MESSAGES[Category(state.reason)]} Then reset its circuit on the providers page.",
    )


def _too_many() -> list[Alert]:
    since = timezone.now() - WINDOW
    switches = (
        Switch.objects.filter(created_at__gte=since)
        # A hedged route's first choice that was merely slower than the second.
        .exclude(category=Category.CANCELLED)
        .count()
    )
    timeouts = Call.objects.filter(created_at__gte=since, category=Category.TIMEOUT).count()
    found = []
    if switches > MOST_SWITCHES:
        found.append(
            Alert(
                "switches",
                Severity.WARNING,
                f"{switches} changes of model in the last hour",
                "Drafts are written, but not by the first choice. Look at the switch log for "
                "which model fails and why.",
            )
        )
    if timeouts > MOST_TIMEOUTS:
        found.append(
            Alert(
                "timeouts",
                Severity.WARNING,
                f"{timeouts} calls in the last hour got no answer in time",
                "Look at which model is slow, raise its timeout in the catalogue, or move it "
                "further down its routes.",
            )
        )
    return found


def _full_limits(rows: Sequence[ProviderModel]) -> list[Alert]:
    used = figures.limit_use(rows)
    return [
        _full(row, limit) for row in rows for limit in used[row.pk] if limit.percent >= FULL_PERCENT
    ]


def _full(row: ProviderModel, limit: LimitUse) -> Alert:
    return Alert(
        f"budget:{row}:{limit.name}",
        Severity.WARNING,
        f"{row} has used {limit.percent}% of its {limit.label}",
        f"{limit.used:,} of {limit.limit:,}. When it is used up, calls wait or go to the next "
        "model of their route. Raise the limit in the catalogue if the provider allows more.",
    )


def _full_budgets() -> list[Alert]:
    return [
        _spent(budget)
        for budget in figures.budget_use()
        if budget.percent >= min(FULL_PERCENT, budget.warn_percent)
    ]


def _spent(budget: BudgetUse) -> Alert:
    what = f"${budget.spent:,.2f} of ${budget.limit:,.2f} are spent this month."
    if budget.is_spent:
        return Alert(
            f"budget:{budget.app}:spent",
            Severity.ERROR,
            f"The monthly budget of {budget.app} is spent",
            f"{what} It calls no model until the next month. Raise the budget in the "
            "administration to go on now.",
        )
    return Alert(
        f"budget:{budget.app}:month",
        Severity.WARNING,
        f"{budget.app} has spent {budget.percent}% of its monthly budget",
        f"{what} When it is spent, no model is called until the next month. Raise the budget in "
        "the administration, or put cheaper models first.",
    )
