"""The exercise catalogue for staff: edited here, taken out and brought in as a CSV file."""

import base64
import binascii
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from programs.catalogue_csv import COLUMNS
from programs.exercise_catalogue import Equipment, Limit, Muscle
from programs.models import CatalogueExercise
from programs.operations.catalogue import (
    CataloguePreview,
    export_catalogue,
    import_catalogue,
    preview_catalogue,
)
from project import audit
from project.people import person
from project.problems import Problem
from project.uploads import too_large

SHOWN_ROWS = 50
SHOWN_ERRORS = 50
# The file waits in the page between preview and yes, so it must fit into a form.
MAX_FILE_BYTES = 1024 * 1024
TOO_LARGE = "The file is larger than 1 MB. Split it and import the parts."


class WordsField(forms.CharField):
    """A list of words, with commas between them, in their order."""

    widget = forms.TextInput(attrs={"size": 60})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        words = (word.strip().lower().replace(" ", "_") for word in text.split(","))
        return list(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(item) for item in value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or []))


def words_field(known: type[StrEnum], *, required: bool, more: str = "") -> WordsField:
    text = f"{more}With commas between them: {', '.join(known)}."
    return WordsField(required=required, help_text=text)


class ExerciseForm(forms.ModelForm[CatalogueExercise]):
    primary = words_field(Muscle, required=True)
    secondary = words_field(Muscle, required=False)
    equipment = words_field(Equipment, required=True, more="Everything it needs, the main first. ")
    stresses = words_field(
        Limit, required=False, more="Limits with which a coach would ask first. "
    )

    class Meta:
        model = CatalogueExercise
        fields = [
            "slug", "name", "pattern", "primary", "secondary", "equipment", "level", "stresses",
            "cues", "loadable", "timed", "unilateral", "explosive", "is_active", "index",
        ]  # fmt: skip
        widgets = {"cues": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"index": "The lower, the sooner it is chosen for a plan."}


class UsesEquipment(admin.SimpleListFilter):
    """By what an exercise is mainly done with, or needs besides."""

    title = "equipment"
    parameter_name = "equipment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(item.value, item.value.replace("_", " ")) for item in Equipment]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[CatalogueExercise]
    ) -> QuerySet[CatalogueExercise]:
        return _holding(queryset, "equipment", self.value())


class WorksMuscle(admin.SimpleListFilter):
    title = "primary muscle"
    parameter_name = "muscle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(item.value, item.value.replace("_", " ")) for item in Muscle]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[CatalogueExercise]
    ) -> QuerySet[CatalogueExercise]:
        return _holding(queryset, "primary", self.value())


class CatalogueFileForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        error_messages={"required": "Choose a CSV file first."},
        help_text=f"With the columns {', '.join(COLUMNS)}; at most 1 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(self, *args: Any, meta: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large(meta or {}):
            # The upload was cut off, so there is no file; that must not read as "none chosen".
            self.fields["file"].error_messages["required"] = TOO_LARGE

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_FILE_BYTES:
            raise ValidationError(TOO_LARGE)
        return file


@admin.register(CatalogueExercise)
class CatalogueExerciseAdmin(admin.ModelAdmin):
    form = ExerciseForm
    change_list_template = "admin/programs/catalogueexercise/change_list.html"
    list_display = [
        "name",
        "slug",
        "pattern",
        "primary_text",
        "equipment_text",
        "level",
        "is_active",
    ]
    list_filter = [
        "is_active", "pattern", "level", WorksMuscle, UsesEquipment, "timed", "unilateral",
        "explosive",
    ]  # fmt: skip
    search_fields = ["name", "slug", "cues"]
    ordering = ["index", "slug"]
    show_full_result_count = False
    actions = ["export"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: CatalogueExercise | None = None
    ) -> list[str]:
        # Plans refer to it.
        return ["slug"] if obj is not None else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: CatalogueExercise | None = None
    ) -> dict[str, Any]:
        return {"slug": ["name"]} if obj is None else {}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Plans refer to exercises: one that is out of use is switched off, not deleted."""
        return False

    @admin.display(description="primary muscles")
    def primary_text(self, row: CatalogueExercise) -> str:
        return ", ".join(row.primary)

    @admin.display(description="equipment")
    def equipment_text(self, row: CatalogueExercise) -> str:
        return ", ".join(row.equipment)

    def save_model(
        self, request: HttpRequest, obj: CatalogueExercise, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        audit.record(verb="edit" if change else "create", subject=obj, by=person(request))

    @admin.action(description="Export the selected exercises as CSV", permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[CatalogueExercise]) -> HttpResponse:
        return csv_response(queryset)

    def get_urls(self) -> list[URLPattern]:
        ours = [
            path("export/", self.admin_site.admin_view(self.export_all), name="catalogue-export"),
            path("import/", self.admin_site.admin_view(self.import_file), name="catalogue-import"),
        ]
        return [*ours, *super().get_urls()]

    def export_all(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return csv_response(CatalogueExercise.objects.all())

    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Choose a file, look at what it would do, say yes. The file waits in the page itself."""
        if not (self.has_change_permission(request) and self.has_add_permission(request)):
            raise PermissionDenied
        if request.method == "POST" and "data" in request.POST:
            return self._confirm(request, decoded(request.POST["data"]))
        if request.method != "POST":
            return self._page(request, CatalogueFileForm())
        form = CatalogueFileForm(request.POST, request.FILES, meta=request.META)
        if form.is_valid():
            data = form.cleaned_data["file"].read()
            return self._page(request, form, preview_catalogue(data), data)
        return self._page(request, form)

    def _confirm(self, request: HttpRequest, data: bytes) -> HttpResponse:
        preview = preview_catalogue(data)
        if preview.fingerprint != request.POST.get("seen"):
            messages.warning(
                request, "The catalogue was changed after you opened this page. Look again."
            )
            return self._page(request, CatalogueFileForm(), preview, data)
        try:
            done = import_catalogue(data=data, by=person(request))
        except Problem as problem:
            messages.warning(request, problem.detail)
            return self._page(request, CatalogueFileForm(), preview, data)
        messages.success(
            request,
            f"{done.created} added, {done.updated} changed, {done.unchanged} were there already "
            "just so.",
        )
        return redirect("admin:programs_catalogueexercise_changelist")

    def _page(
        self,
        request: HttpRequest,
        form: forms.Form,
        preview: CataloguePreview | None = None,
        data: bytes = b"",
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Import exercises",
            "opts": self.model._meta,
            "form": form,
            "preview": preview,
            "data": base64.b64encode(data).decode(),
            "shown_changes": preview.changes[:SHOWN_ROWS] if preview else [],
            "shown_errors": preview.errors[:SHOWN_ERRORS] if preview else [],
            "list_url": reverse("admin:programs_catalogueexercise_changelist"),
        }
        failed = form.is_bound and (preview is None or not preview.importable)
        return TemplateResponse(
            request,
            "admin/programs/catalogueexercise/import.html",
            context,
            status=422 if failed else 200,
        )


def csv_response(rows: QuerySet[CatalogueExercise]) -> HttpResponse:
    """With a byte order mark: spreadsheets look for it."""
    data = export_catalogue(rows.order_by("index", "slug")).encode("utf-8-sig")
    headers = {"Content-Disposition": 'attachment; filename="exercises.csv"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)


def decoded(text: str) -> bytes:
    """The file as the page carried it; empty, and so refused, when it was tampered with."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _holding(
    rows: QuerySet[CatalogueExercise], field: str, word: str | None
) -> QuerySet[CatalogueExercise]:
    """Rows whose list has the word. The lists are JSON: not every database looks into them."""
    if word is None:
        return rows
    found = rows.values_list("pk", field)
    return rows.filter(pk__in=[pk for pk, words in found if word in words])
