"""The providers over the API. No field here can hold a key, a prompt or an answer."""

from typing import Any

from rest_framework import serializers

from project.serializers import BodySerializer
from providers.figures import SPANS, USAGE_KEYS, State
from providers.figures.usage import DEFAULT_DAYS, LONGEST_DAYS
from providers.models import ProviderModel, Route, Switch
from providers.routing import override_of


class LimitUseSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="For example tokens_per_minute.")
    limit = serializers.IntegerField()
    used = serializers.IntegerField()
    percent = serializers.IntegerField()


class ModelStateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=[one.value for one in State])
    until = serializers.DateTimeField(
        allow_null=True, help_text="When it may be called again; null when time does not tell."
    )
    reason = serializers.CharField(help_text="The failure behind it, empty when there is none.")
    whole_account = serializers.BooleanField(
        help_text="Whether it holds for every model behind the same key."
    )


class FiguresSerializer(serializers.Serializer[Any]):
    calls = serializers.IntegerField()
    failed = serializers.IntegerField()
    success_rate = serializers.FloatField(allow_null=True, help_text="0 to 1.")
    p50_ms = serializers.IntegerField(allow_null=True)
    p95_ms = serializers.IntegerField(allow_null=True)
    first_token_ms = serializers.IntegerField(allow_null=True)
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost = serializers.DecimalField(max_digits=20, decimal_places=8, help_text="US dollars.")


class ModelReportSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="row.pk")
    provider = serializers.CharField(source="row.provider")
    model = serializers.CharField(source="row.model")
    enabled = serializers.BooleanField(source="row.enabled")
    state = ModelStateSerializer()
    figures = FiguresSerializer()
    limits = LimitUseSerializer(many=True)


class HistoryPointSerializer(serializers.Serializer[Any]):
    start = serializers.DateTimeField(help_text="Where the slot begins; its end is the next one.")
    answered = serializers.IntegerField()
    failed = serializers.IntegerField()
    p50_ms = serializers.IntegerField(allow_null=True)
    p95_ms = serializers.IntegerField(allow_null=True)
    limits = serializers.DictField(
        child=serializers.IntegerField(),
        help_text=(
            "Percent used of each limit, by its name: of one per minute in the busiest minute, of "
            "one per day over the 24 hours before the slot's end."
        ),
    )


class BudgetDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    percent = serializers.IntegerField(help_text="Of the month's budget, spent by its end (UTC).")


class BudgetSerializer(serializers.Serializer[Any]):
    """US dollars of this calendar month (UTC)."""

    app = serializers.CharField(source="use.app")
    limit = serializers.DecimalField(source="use.limit", max_digits=10, decimal_places=2)
    spent = serializers.DecimalField(source="use.spent", max_digits=20, decimal_places=8)
    percent = serializers.IntegerField(source="use.percent")
    warn_percent = serializers.IntegerField(source="use.warn_percent")
    is_spent = serializers.BooleanField(
        source="use.is_spent", help_text="Then no model is called until the next month."
    )
    days = BudgetDaySerializer(many=True)


class SpanSerializer(serializers.Serializer[Any]):
    span = serializers.ChoiceField(choices=list(SPANS), default="day")


class TrialSerializer(serializers.Serializer[Any]):
    answered = serializers.BooleanField()
    category = serializers.CharField(help_text="ok, or what went wrong.")
    detail = serializers.CharField(source="text")
    mode = serializers.CharField()
    latency_ms = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost = serializers.DecimalField(max_digits=20, decimal_places=8, help_text="US dollars.")


class RouteEntrySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="provider_model_id", help_text="The model's id.")
    name = serializers.CharField(source="provider_model", help_text="provider:model")


class RouteSerializer(serializers.ModelSerializer[Route]):
    models = RouteEntrySerializer(source="entries", many=True, help_text="In the order of trying.")
    tried_first = serializers.SerializerMethodField(
        help_text="What LLM_ROUTE_<NAME> in the environment puts before the models; mostly empty."
    )

    class Meta:
        model = Route
        fields = ["name", "description", "on", "offline_last", "hedge", "tried_first", "models"]
        read_only_fields = fields

    def get_tried_first(self, route: Route) -> str:
        return override_of(route.name)


class RouteChangeSerializer(BodySerializer):
    """What is left out stays as it is."""

    on = serializers.BooleanField(required=False)
    hedge = serializers.BooleanField(
        required=False,
        help_text="Once a model is slower than it nearly always is, the next one starts as well.",
    )
    models = serializers.PrimaryKeyRelatedField(
        queryset=ProviderModel.objects.all(),
        many=True,
        required=False,
        help_text="Ids of models in the order of trying; those not named are taken off.",
    )


class SwitchSerializer(serializers.ModelSerializer[Switch]):
    class Meta:
        model = Switch
        fields = [
            "id",
            "created_at",
            "route",
            "app",
            "job_id",
            "step_key",
            "from_provider",
            "from_model",
            "to_provider",
            "to_model",
            "category",
        ]
        read_only_fields = fields


class AlertSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="Stable while the same thing is wrong.")
    severity = serializers.ChoiceField(choices=["error", "warning", "note"])
    title = serializers.CharField()
    text = serializers.CharField(help_text="What to do.")


class UsageQuerySerializer(serializers.Serializer[Any]):
    by = serializers.ChoiceField(choices=list(USAGE_KEYS), default="day")
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, default=DEFAULT_DAYS)


class UsageLineSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The day, the app's name, the user's or the job's id.")
    label = serializers.CharField()  # type: ignore[assignment]  # Field has one of its own
    calls = serializers.IntegerField()
    failed = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost = serializers.DecimalField(max_digits=20, decimal_places=8, help_text="US dollars.")


class UsageSerializer(serializers.Serializer[Any]):
    by = serializers.CharField()
    days = serializers.IntegerField()
    since = serializers.DateTimeField()
    more = serializers.BooleanField(help_text="Whether there are more than the lines shown.")
    results = UsageLineSerializer(many=True, source="lines")
    total = UsageLineSerializer()
