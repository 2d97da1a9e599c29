"""What the admin of every reviewed draft shares: pages whose opening is noted, forms that refuse to
overwrite, steps that are confirmed, a filter by findings.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from pydantic import ValidationError as SchemaError

from project import audit
from project.drafts import DraftStatus, FindingRow, Reviewed
from project.findings import Severity
from project.models import Revisioned
from project.people import person
from project.problems import Problem

EXPECTED_REVISION = "expected_revision"


class NotedPages(admin.ModelAdmin):
    """For rows that say something about a person: whoever opens one is written down."""

    def noted_subject(self, obj: Any) -> Model:
        """The row that the audit line names."""
        subject: Model = obj
        return subject

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        # What is only read is not made from a revision.
        changeable = obj is None or self.has_change_permission(request, obj)
        fields = super().get_fields(request, obj)
        return [name for name in fields if changeable or name != EXPECTED_REVISION]

    def note_views(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        subjects = [self.noted_subject(row) for row in rows]
        audit.record_all(verb="view", subjects=subjects, by=person(request))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            self.note_views(request, [obj])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        self.note_views(request, [context["object"]])
        return super().render_delete_form(request, context)


class DraftPages(NotedPages):
    """For rows of a draft: edited while it is one, read afterwards, and made and deleted elsewhere.

    draft: the path from a row to its draft, as queries spell it. Reviewers see what has left the
    draft state, as on the pages; administrators see all.
    """

    draft: ClassVar[str]

    def draft_of(self, obj: Any) -> Reviewed:
        found: Reviewed = attrgetter(self.draft.replace("__", "."))(obj)
        return found

    def noted_subject(self, obj: Any) -> Model:
        return self.draft_of(obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if not person(request).is_superuser:
            rows = rows.exclude(**{f"{self.draft}__status": DraftStatus.DRAFT})
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        # A form that was opened in time and is sent too late gets its answer from the form itself,
        # which gives the text back.
        return obj is None or request.method == "POST" or self.draft_of(obj).is_editable


class RevisionForm(forms.ModelForm[Any]):
    """The form of a row that several people edit. It carries the revision it was made from."""

    noun: ClassVar[str]

    expected_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def revised(self) -> Revisioned:
        """The row whose revision an edit raises."""
        found: Revisioned = self.instance
        return found

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields[EXPECTED_REVISION].initial = self.revised.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        adding = self.instance._state.adding
        if not adding and cleaned.get(EXPECTED_REVISION) != self.revised.revision:
            raise ValidationError(
                f"Someone else saved this {self.noun} after you opened it. Copy your text, open "
                f"the {self.noun} again, and put it in."
            )
        return cleaned


def add_schema_errors(
    form: forms.BaseForm, error: SchemaError, said: dict[str, str] | None = None
) -> None:
    """What a Pydantic schema has against a form's values, beside the fields.

    said: for fields whose values people write as JSON, what to say instead of the schema's words.
    """
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        text = (said or {}).get(name) or f"{item['msg'].removeprefix('Value error, ')}."
        field = name if name in form.fields else None
        if field is None or text not in form.errors.get(field, []):
            form.add_error(field, text)


@dataclass(frozen=True)
class Step:
    """A step on a draft's way: the action that asks first, and in which states it is offered."""

    action: str
    label: str
    statuses: Collection[DraftStatus]


class ConfirmedSteps(NotedPages):
    """For Reviewed rows: steps that ask on a page of their own first, for many or for one.

    Nothing of the draft itself is changed in a form: its page is there to be read, and offers the
    steps that fit its status.
    """

    change_form_template = "admin/confirmed_steps_change_form.html"
    steps: ClassVar[Sequence[Step]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if not person(request).is_superuser:
            rows = rows.exclude(status=DraftStatus.DRAFT)
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def get_urls(self) -> list[URLPattern]:
        address = path(
            "<path:object_id>/step/<slug:action>/",
            self.admin_site.admin_view(self.step_view),
            name=self._url_name("step"),
        )
        return [address, *super().get_urls()]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        allowed = self.get_actions(request)
        context["steps"] = [
            (step.label, self._address("step", quote(obj.pk), step.action))
            for step in self.steps
            if obj is not None and obj.status in step.statuses and step.action in allowed
        ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def step_view(self, request: HttpRequest, object_id: str, action: str) -> HttpResponse:
        """One step for one draft: the same page as for many."""
        row = self.get_object(request, unquote(object_id))
        allowed = self.get_actions(request).get(action)
        if row is None or allowed is None or action not in {one.action for one in self.steps}:
            raise Http404
        rows = self.get_queryset(request).filter(pk=row.pk)
        response = allowed[0](self, request, rows)
        if isinstance(response, HttpResponse):
            return response
        # A draft that was returned is no longer a reviewer's to see.
        still_there = self.get_queryset(request).filter(pk=row.pk).exists()
        return redirect(
            self._address("change", quote(row.pk)) if still_there else self._address("changelist")
        )

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """What can be no key of a row is an unusable selection, like an unusable filter."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.to_python(key)
        except ValidationError:
            return redirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().response_action(request, queryset, *args, **kwargs)

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
            self.note_views(request, rows)
            one = request.resolver_match and request.resolver_match.kwargs.get("object_id")
            context = {
                **self.admin_site.each_context(request),
                "title": f"{button}?",
                "lines": [(row, remarks(row)) for row in rows],
                "action": action,
                "button": button,
                "form": form,
                "opts": self.opts,
                "cancel_url": self._address("change", one) if one else self._address("changelist"),
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

    def _url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _address(self, page: str, *args: object) -> str:
        return reverse(f"admin:{self._url_name(page)}", args=args)


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
