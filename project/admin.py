"""People, jobs and the audit trail in the admin. Jobs and audit events are read-only."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.http import HttpRequest
from rest_framework.authtoken.models import TokenProxy

from project.models import AuditEvent, Job, Step, User

# It would show everybody's API tokens in clear; manage.py token prints one where it is needed.
admin.site.unregister(TokenProxy)


class ReadOnly:
    """For rows that only the program writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    list_display = ["username", "first_name", "last_name", "is_staff", "is_active"]
    show_full_result_count = False

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[Any, Any, set[str], Any]:
        """Whoever may delete an account may delete what belongs to it, even rows that nobody may
        delete one by one. What the person approved or cleared for others is protected.
        """
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected


class StepInline(ReadOnly, admin.TabularInline):
    model = Step
    fields = [
        "index",
        "title",
        "status",
        "attempts",
        "provider",
        "model",
        "input_tokens",
        "output_tokens",
        "cost",
        "latency_ms",
        "error_category",
        "error_text",
    ]
    extra = 0
    show_change_link = False


@admin.register(Job)
class JobAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "kind", "owner", "status", "done_steps", "total_steps", "created_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["owner"]
    search_fields = ["title", "id"]
    date_hierarchy = "created_at"
    show_full_result_count = False
    inlines = [StepInline]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "actor_name", "verb", "subject_type", "subject_id"]
    list_filter = ["verb", "subject_type"]
    search_fields = ["actor_name", "subject_id", "request_id"]
    date_hierarchy = "at"
    show_full_result_count = False
