"""Templates and the goal bank for staff."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ieps.models import GoalBankEntry, Template, TemplateSection
from ieps.operations import templates
from project.people import person
from project.problems import InvalidInput


class TemplateSectionInline(admin.StackedInline):
    model = TemplateSection
    extra = 0


class TemplateForm(forms.ModelForm[Template]):
    class Meta:
        model = Template
        fields = [
            "name",
            "slug",
            "description",
            "age_from",
            "age_to",
            "setting",
            "main_area",
            "is_default",
            "is_active",
        ]
        help_texts = {
            "description": "One sentence on when to choose it, shown where a new IEP is made.",
            "age_from": "In years, included. Templates are grouped by age where one is chosen.",
            "main_area": "Areas of need in the words of the record, for example “Reading and "
            "spelling”. For students with such a need the template is marked as fitting.",
            "is_default": "Used when nobody chooses one. Another one gives it up then.",
        }

    def _get_validation_exclusions(self) -> set[str]:
        # There is a second default until saving takes it from the first.
        return {*super()._get_validation_exclusions(), "is_default"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        try:
            templates.check_default(self.instance)
        except InvalidInput as problem:
            for error in problem.errors:
                self.add_error(error.field, error.detail)


@admin.register(Template)
class TemplateAdmin(admin.ModelAdmin):
    form = TemplateForm
    list_display = ["name", "age_from", "age_to", "setting", "main_area", "is_default", "is_active"]
    list_filter = ["is_active", "setting", "main_area"]
    search_fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [TemplateSectionInline]

    def has_delete_permission(self, request: HttpRequest, obj: Template | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.is_default)

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[Any, Any, Any, list[Any]]:
        """The default stands among what must be kept, so that a selection with it is refused."""
        rows = list(objs)
        to_delete, counts, needed, kept = super().get_deleted_objects(rows, request)
        default = [f"{row}: {templates.DEFAULT_NEEDED}" for row in rows if row.is_default]
        if default and super().has_delete_permission(request):
            # It is not the permission that lacks.
            needed = needed - {self.opts.verbose_name}
        return to_delete, counts, needed, [*kept, *default]

    def save_model(self, request: HttpRequest, obj: Template, form: Any, change: bool) -> None:
        templates.save_template(template=obj, by=person(request))

    def delete_model(self, request: HttpRequest, obj: Template) -> None:
        templates.delete_template(template=obj, by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Template]) -> None:
        for template in queryset:
            templates.delete_template(template=template, by=person(request))


@admin.register(GoalBankEntry)
class GoalBankEntryAdmin(admin.ModelAdmin):
    list_display = ["area", "behaviour", "grade_from", "grade_to"]
    list_filter = ["area"]
    search_fields = ["behaviour", "condition", "slug"]
    show_full_result_count = False
