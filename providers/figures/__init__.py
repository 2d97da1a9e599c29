"""Named reads over the ledger and the shared state: what the pages, the API and the alerts show.

Every read costs the same number of queries however many models, routes or calls there are, and
loads a bounded number of rows.
"""

from providers.figures.budgets import BudgetDay, BudgetUse, budget_use, budget_use_over_time
from providers.figures.history import HistoryPoint, history
from providers.figures.limits import LimitUse, limit_use, limits_of
from providers.figures.models import Figures, ModelReport, figures, outside_catalogue, reports
from providers.figures.series import (
    CallPoint,
    LatencyPoint,
    UsePoint,
    calls_over_time,
    latency_over_time,
    limit_use_over_time,
)
from providers.figures.spans import SPANS, Span, span_named
from providers.figures.states import ModelState, State, states
from providers.figures.usage import USAGE_KEYS, UsageLine, UsageReport, usage

__all__ = [
    "SPANS",
    "USAGE_KEYS",
    "BudgetDay",
    "BudgetUse",
    "CallPoint",
    "Figures",
    "HistoryPoint",
    "LatencyPoint",
    "LimitUse",
    "ModelReport",
    "ModelState",
    "Span",
    "State",
    "UsageLine",
    "UsageReport",
    "UsePoint",
    "budget_use",
    "budget_use_over_time",
    "calls_over_time",
    "figures",
    "history",
    "latency_over_time",
    "limit_use",
    "limit_use_over_time",
    "limits_of",
    "outside_catalogue",
    "reports",
    "span_named",
    "states",
    "usage",
]
