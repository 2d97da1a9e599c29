"""What the admin of every reviewed draft shares: steps that are confirmed, a filter by findings."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from project.drafts import FindingRow
from project.findings import Severity
from project.problems import Problem


class ConfirmedSteps:
    """For a ModelAdmin of Reviewed rows: actions that ask on a page of their own first."""

    model: type[Model]
    admin_site: Any
    message_user: Callable[..., None]

    def confirmed(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        *,
        action: str,
        button: str,
        done: str,
        step: Callable[[Any], None],
        form: forms.Form | None = None,
        remarks: Callable[[Any], Sequence[str]] = lambda row: (),
    ) -> HttpResponse | None:
        """Ask first; on yes take the step for each, and say of each that could not why.

        rows carry `error_count`. remarks: what the person should know about a row. A row that was
        changed after the page was opened is left alone.
        """
        rows = list(rows)
        if "confirmed" not in request.POST or (form is not None and not form.is_valid()):
            context = {
                **self.admin_site.each_context(request),
                "title": f"{button}?",
                "lines": [(row, remarks(row)) for row in rows],
                "action": action,
                "button": button,
                "form": form,
                "opts": self.model._meta,
            }
            return TemplateResponse(request, "admin/confirmed_steps.html", context)
        changed = 0
        for row in rows:
            if f"{row.pk}:{row.revision}" not in request.POST.getlist("seen"):
                text = f"{row}: it was changed after you opened this page. Look again."
                self.message_user(request, text, messages.WARNING)
                continue
            try:
                step(row)
                changed += 1
            except Problem as problem:
                self.message_user(request, f"{row}: {problem.detail}", messages.WARNING)
        if changed:
            self.message_user(request, f"{changed} {done}.", messages.SUCCESS)
        return None


class FindingsFilter(admin.SimpleListFilter):
    """Drafts by the worst that the rules say of them."""

    title = "findings"
    parameter_name = "findings"

    # The findings, and the path from one of them to its draft.
    findings: ClassVar[type[FindingRow]]
    draft: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("error", "with errors"), ("warning", "with warnings only"), ("none", "without")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = self.findings._default_manager.values(self.draft)
        wrong = found.filter(severity=Severity.ERROR)
        if self.value() == "error":
            return queryset.filter(pk__in=wrong)
        if self.value() == "warning":
            return queryset.filter(pk__in=found).exclude(pk__in=wrong)
        return queryset.exclude(pk__in=found) if self.value() == "none" else queryset
