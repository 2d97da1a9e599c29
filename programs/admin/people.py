"""Who coaches whom; health screens and logged sessions, to be read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from programs.models import Coaching, CompletedSet, Program, Screening, TrainingSession
from project import audit
from project.admin import ReadOnly
from project.models import Role, User
from project.people import person
from project.review_admin import NotedPages


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.display_name} ({obj.username})"


class CoachingForm(forms.ModelForm[Coaching]):
    class Meta:
        model = Coaching
        fields = ["coach", "client"]

    def clean_coach(self) -> User:
        coach: User = self.cleaned_data["coach"]
        if not coach.has_role(Role.COACHES):
            raise ValidationError(
                f"{coach.display_name} is no coach. Add them to the group “{Role.COACHES}” first."
            )
        return coach


@admin.register(Coaching)
class CoachingAdmin(admin.ModelAdmin):
    form = CoachingForm
    list_display = ["coach", "client", "created_at"]
    list_select_related = ["coach", "client"]
    search_fields = [
        f"{who}__{field}"
        for who in ("coach", "client")
        for field in ("first_name", "last_name", "username")
    ]
    show_full_result_count = False

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Searching for people needs the permission to see them; a plain list does not."""
        allowed = person(request).has_perm("project.view_user")
        return ["coach", "client"] if allowed else []

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name not in self.get_autocomplete_fields(request):
            people = User.objects.filter(is_active=True)
            if db_field.name == "coach":
                people = people.filter(groups__name=Role.COACHES)
            kwargs["queryset"] = people.order_by("last_name", "first_name", "username")
            kwargs["form_class"] = PersonField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Coaching, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(verb="edit" if change else "create", subject=obj, by=person(request))

    def delete_model(self, request: HttpRequest, obj: Coaching) -> None:
        audit.record(verb="delete", subject=obj, by=person(request))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Coaching]) -> None:
        for coaching in queryset:
            self.delete_model(request, coaching)


class Clearance(admin.SimpleListFilter):
    title = "clearance"
    parameter_name = "clearance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", "waits for it"), ("given", "given"), ("none", "not needed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Screening]) -> QuerySet[Screening]:
        if self.value() == "waits":
            return queryset.exclude(flags=[]).filter(cleared_at__isnull=True)
        if self.value() == "given":
            return queryset.filter(cleared_at__isnull=False)
        if self.value() == "none":
            return queryset.filter(flags=[])
        return queryset


@admin.register(Screening)
class ScreeningAdmin(ReadOnly, NotedPages):
    """Clearance is recorded on the program's page, by someone who knows the client."""

    list_display = ["client", "answered_at", "clearance", "cleared_by", "cleared_at"]
    list_select_related = ["client", "cleared_by"]
    list_filter = [Clearance]
    search_fields = ["client__first_name", "client__last_name", "client__username"]
    date_hierarchy = "answered_at"
    show_full_result_count = False
    fields = [
        "client", "answered_at", "clearance", "why", "answered", "cleared_by", "cleared_at",
        "clearance_note",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Screening]:
        rows = super().get_queryset(request)
        if not person(request).is_superuser:
            readable = Program.objects.for_review_by(person(request))
            rows = rows.filter(pk__in=readable.values("screening"))
        return rows

    @admin.display(description="clearance")
    def clearance(self, screening: Screening) -> str:
        if screening.cleared_at is not None:
            return "Given"
        return "Needed" if screening.needs_clearance else "Not needed"

    @admin.display(description="what it found")
    def why(self, screening: Screening) -> str:
        return "\n".join(screening.reasons) or "Nothing that needs clearance."

    @admin.display(description="answers")
    def answered(self, screening: Screening) -> str:
        said = {True: "Yes", False: "No", None: "Not answered"}
        return "\n".join(f"{said[answer]}: {question}" for question, answer in screening.lines)


class CompletedSetInline(ReadOnly, admin.TabularInline):
    model = CompletedSet
    fields = ["exercise", "kg", "reps", "seconds", "rpe", "estimate"]
    readonly_fields = ["estimate"]
    extra = 0

    @admin.display(description="estimated one-rep max")
    def estimate(self, row: CompletedSet) -> str:
        return "–" if row.one_rep_max is None else f"{row.one_rep_max:g} kg"


@admin.register(TrainingSession)
class TrainingSessionAdmin(ReadOnly, NotedPages):
    """Like the screens: those of people whose program a reviewer may read."""

    list_display = ["performed_on", "client", "title", "sets_done"]
    list_display_links = ["title"]
    list_select_related = ["client"]
    search_fields = ["title", "client__first_name", "client__last_name", "client__username"]
    date_hierarchy = "performed_on"
    show_full_result_count = False
    fields = ["client", "title", "performed_on", "notes", "created_at"]
    inlines = [CompletedSetInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrainingSession]:
        rows = super().get_queryset(request)
        if not person(request).is_superuser:
            readable = Program.objects.for_review_by(person(request))
            rows = rows.filter(client__in=readable.values("client"))
        return rows.annotate(set_count=Count("sets"))

    @admin.display(description="sets", ordering="set_count")
    def sets_done(self, session: TrainingSession) -> int:
        return session.set_count  # type: ignore[attr-defined]
