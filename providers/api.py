"""The providers over the API, for staff: states, figures, alerts, usage, and the same changes as
the pages.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from project.models import User
from project.pagination import NewestFirst
from project.people import caller
from providers import figures, operations
from providers.alerts import current_alerts
from providers.models import ProviderModel, Route, RouteEntry, Switch
from providers.serializers import (
    AlertSerializer,
    BudgetSerializer,
    HistoryPointSerializer,
    ModelReportSerializer,
    RouteChangeSerializer,
    RouteSerializer,
    SpanSerializer,
    SwitchSerializer,
    TrialSerializer,
    UsageQuerySerializer,
    UsageSerializer,
)

Change = Callable[..., ProviderModel]


class StaffOnly(IsAdminUser):
    message = "This is for staff."


class ByName(NewestFirst):
    ordering = ("provider", "model", "id")  # type: ignore[assignment]


class ProviderViewSet(GenericViewSet[ProviderModel]):
    """Each model that can be called, with its state now and its figures over a span."""

    queryset = ProviderModel.objects.all()
    serializer_class = ModelReportSerializer
    permission_classes = [StaffOnly]
    pagination_class = ByName
    filterset_fields = ["provider", "enabled"]
    search_fields = ["provider", "model"]
    throttle_scope = ""

    def get_throttles(self) -> list[BaseThrottle]:
        if self.action == "test":
            self.throttle_scope = "drafting"
        return super().get_throttles()

    @extend_schema(parameters=[SpanSerializer], responses=ModelReportSerializer(many=True))
    def list(self, request: Request) -> Response:
        span = wanted_span(request)
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        found = figures.reports(rows, span)
        return self.get_paginated_response(ModelReportSerializer(found, many=True).data)

    @extend_schema(parameters=[SpanSerializer], responses=ModelReportSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return reported(self.get_object(), wanted_span(request))

    @extend_schema(
        parameters=[SpanSerializer],
        responses=HistoryPointSerializer(many=True),
        filters=False,
    )
    def history(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Calls, times and the use of its limits over a span, slot by slot, oldest first."""
        points = figures.history(wanted_span(request), self.get_object())
        return Response(HistoryPointSerializer(points, many=True).data)

    @extend_schema(request=None, responses=TrialSerializer)
    def test(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One small call to this model now. 200 also when it fails: the body says how."""
        trial = operations.try_model(model=self.get_object(), by=caller(request))
        return Response(TrialSerializer(trial).data)

    @extend_schema(request=None, responses=ModelReportSerializer)
    def enable(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._changed(operations.enable_model, caller(request))

    @extend_schema(request=None, responses=ModelReportSerializer)
    def disable(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._changed(operations.disable_model, caller(request))

    @extend_schema(request=None, responses=ModelReportSerializer)
    def reset(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Lets the model be called at once, whatever its circuit says."""
        return self._changed(operations.reset_circuit, caller(request))

    def _changed(self, change: Change, by: User) -> Response:
        row = change(model=self.get_object(), by=by)
        return reported(row, figures.span_named("day"))


class SwitchViewSet(mixins.ListModelMixin, GenericViewSet[Switch]):
    """The changes of model inside a call, newest first."""

    queryset = Switch.objects.all()
    serializer_class = SwitchSerializer
    permission_classes = [StaffOnly]
    filterset_fields = ["route", "category", "from_provider", "to_provider", "job_id"]


class RoutesView(APIView):
    permission_classes = [StaffOnly]

    @extend_schema(operation_id="providers_routes", responses=RouteSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every route with its models in the order of trying."""
        return Response(RouteSerializer(whole_routes(), many=True).data)


class RouteView(APIView):
    permission_classes = [StaffOnly]

    @extend_schema(
        operation_id="providers_route_update",
        request=RouteChangeSerializer,
        responses=RouteSerializer,
    )
    def patch(self, request: Request, name: str) -> Response:
        """Switches a route or its hedging on or off, or gives it other models or another order."""
        route = get_object_or_404(Route, name=name)
        wanted = RouteChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        operations.change_route(route=route, **wanted.validated_data, by=caller(request))
        return Response(RouteSerializer(whole_routes().get(pk=route.pk)).data)


class AlertsView(APIView):
    permission_classes = [StaffOnly]

    @extend_schema(operation_id="providers_alerts", responses=AlertSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What is wrong now, errors first; an empty list when nothing is."""
        return Response(AlertSerializer(current_alerts(), many=True).data)


class BudgetsView(APIView):
    permission_classes = [StaffOnly]

    @extend_schema(operation_id="providers_budgets", responses=BudgetSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What each app with a budget has spent of it this month, and by the end of each day."""
        days = figures.budget_use_over_time()
        lines = [{"use": use, "days": days.get(use.app, [])} for use in figures.budget_use()]
        return Response(BudgetSerializer(lines, many=True).data)


class UsageView(APIView):
    permission_classes = [StaffOnly]

    @extend_schema(
        operation_id="providers_usage", parameters=[UsageQuerySerializer], responses=UsageSerializer
    )
    def get(self, request: Request) -> Response:
        """Calls, tokens and cost of the last days by day, app, user or job."""
        wanted = UsageQuerySerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        report = figures.usage(**wanted.validated_data, viewer=caller(request))
        return Response(UsageSerializer(report).data)


def whole_routes() -> QuerySet[Route]:
    entries = RouteEntry.objects.order_by("position", "pk").select_related("provider_model")
    return Route.objects.prefetch_related(Prefetch("entries", entries))


def wanted_span(request: Request) -> figures.Span:
    return figures.span_named(request.query_params.get("span", ""))


def reported(row: ProviderModel, span: figures.Span) -> Response:
    [report] = figures.reports([row], span)
    return Response(ModelReportSerializer(report).data)


def addresses(route: str, view: Any, name: str, **actions: Any) -> list[URLPattern]:
    """Without the closing slash, and with it: a POST cannot be redirected. The second one stays
    out of the API's description.
    """
    given = (actions,) if actions else ()
    return [
        path(route, view.as_view(*given), name=name),
        path(f"{route}/", view.as_view(*given, schema=None), name=f"{name}-slash"),
    ]


urlpatterns = [
    path("providers/", ProviderViewSet.as_view({"get": "list"}), name="api-providers"),
    path("providers/switches/", SwitchViewSet.as_view({"get": "list"}), name="api-switches"),
    path("providers/routes/", RoutesView.as_view(), name="api-routes"),
    path("providers/routes/<slug:name>/", RouteView.as_view(), name="api-route"),
    *addresses("providers/alerts", AlertsView, "api-alerts"),
    *addresses("providers/usage", UsageView, "api-usage"),
    *addresses("providers/budgets", BudgetsView, "api-budgets"),
    path("providers/<int:pk>/", ProviderViewSet.as_view({"get": "retrieve"}), name="api-provider"),
    *addresses(
        "providers/<int:pk>/history", ProviderViewSet, "api-provider-history", get="history"
    ),
    *(
        pattern
        for verb in ("test", "enable", "disable", "reset")
        for pattern in addresses(
            f"providers/<int:pk>/{verb}", ProviderViewSet, f"api-provider-{verb}", post=verb
        )
    ),
]
