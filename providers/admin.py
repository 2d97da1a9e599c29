"""The catalogue and the routes for people to edit; the state and the ledger for them to read."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from providers import circuits, routing
from providers.models import (
    Bucket,
    Budget,
    Call,
    Circuit,
    ProviderModel,
    Route,
    RouteEntry,
    Switch,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the gateway writes."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ProviderModel)
class ProviderModelAdmin(admin.ModelAdmin):
    show_full_result_count = False
    list_display = (
        "provider",
        "model",
        "enabled",
        "mode",
        "context_window",
        "requests_per_minute",
        "tokens_per_minute",
        "input_price",
        "output_price",
    )
    list_display_links = ("provider", "model")
    list_filter = ("provider", "enabled", "mode")
    search_fields = ("provider", "model")
    readonly_fields = ("updated_at",)
    fieldsets = (
        (None, {"fields": ("provider", "model", "enabled")}),
        (
            "Where it is",
            {
                "fields": ("backend", "base_url", "key_setting"),
                "description": (
                    "Keys are never stored here. They come from the environment: "
                    "OPENAI_API_KEY, GROQ_API_KEY, CEREBRAS_API_KEY, GEMINI_API_KEY."
                ),
            },
        ),
        ("What it can do", {"fields": ("mode", "strict", "context_window", "output_limit")}),
        (
            "Limits",
            {
                "fields": (
                    "requests_per_minute",
                    "tokens_per_minute",
                    "requests_per_day",
                    "tokens_per_day",
                ),
                "description": "What the provider allows this account. Empty means no limit.",
            },
        ),
        ("Patience", {"fields": ("timeout", "first_token_timeout", "stall_timeout")}),
        ("Price", {"fields": ("input_price", "output_price")}),
        ("Further", {"fields": ("extra", "updated_at"), "classes": ("collapse",)}),
    )

    def save_model(self, request: HttpRequest, obj: ProviderModel, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # An edit is the cure that a missing model or a refused key waits for.
        account = obj.key_setting or obj.provider
        circuits.reset(Circuit.objects.filter(provider=obj.provider, model=obj.model))
        circuits.reset(Circuit.objects.filter(provider=account, model=""))
        routing.forget()


class RouteEntryInline(admin.TabularInline):
    model = RouteEntry
    extra = 1
    autocomplete_fields = ("provider_model",)
    ordering = ("position",)


@admin.register(Route)
class RouteAdmin(admin.ModelAdmin):
    show_full_result_count = False
    list_display = ("name", "description", "models", "offline_last", "hedge", "on")
    list_filter = ("on", "offline_last", "hedge")
    search_fields = ("name", "description")
    readonly_fields = ("updated_at",)
    inlines = (RouteEntryInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Route]:
        return super().get_queryset(request).prefetch_related("entries__provider_model")

    @admin.display(description="models, in order")
    def models(self, route: Route) -> str:
        entries = sorted(route.entries.all(), key=lambda entry: (entry.position, entry.pk))
        return ", ".join(str(entry.provider_model) for entry in entries) or "none"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        routing.forget()


@admin.register(Budget)
class BudgetAdmin(admin.ModelAdmin):
    show_full_result_count = False
    list_display = ("app", "monthly_limit", "warn_at", "updated_at")
    search_fields = ("app",)
    readonly_fields = ("updated_at",)


@admin.register(Circuit)
class CircuitAdmin(ReadOnlyAdmin):
    list_display = (
        "provider",
        "what",
        "state",
        "reason",
        "failures",
        "openings",
        "open_until",
        "cool_until",
        "updated_at",
    )
    list_filter = ("state", "reason", "provider")
    search_fields = ("provider", "model")
    actions = ("close_circuits",)

    @admin.display(description="model", ordering="model")
    def what(self, circuit: Circuit) -> str:
        return circuit.model or "every model of this key"

    @admin.action(
        description="Close the selected circuits: call these models again now",
        permissions=["close"],
    )
    def close_circuits(self, request: HttpRequest, queryset: QuerySet[Circuit]) -> None:
        count = circuits.reset(queryset)
        self.message_user(request, f"{count} closed.", messages.SUCCESS)

    def has_close_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("providers.change_circuit")


@admin.register(Bucket)
class BucketAdmin(ReadOnlyAdmin):
    list_display = ("provider", "model", "version", "updated_at")
    list_filter = ("provider",)
    search_fields = ("provider", "model")


@admin.register(Call)
class CallAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "route",
        "provider",
        "model",
        "category",
        "latency_ms",
        "input_tokens",
        "output_tokens",
        "cost",
        "user",
        "step_key",
    )
    list_filter = ("category", "provider", "route", "mode", "created_at")
    list_select_related = ("user",)
    search_fields = ("=job_id", "step_key", "model")
    date_hierarchy = "created_at"


@admin.register(Switch)
class SwitchAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "route",
        "from_provider",
        "from_model",
        "to_provider",
        "to_model",
        "category",
        "step_key",
    )
    list_filter = ("category", "from_provider", "to_provider", "route", "created_at")
    search_fields = ("=job_id", "step_key")
    date_hierarchy = "created_at"
