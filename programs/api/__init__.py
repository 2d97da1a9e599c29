"""The programs app over the API. Every state change goes through the same operations as pages."""

from django.urls import URLPattern, re_path
from rest_framework.routers import DefaultRouter

from programs.api import catalogue, exports, training, weeks
from programs.api.catalogue import ExerciseViewSet
from programs.api.programs import ProgramStatus, ProgramViewSet
from programs.api.training import SessionViewSet
from project.api_views import UUID_PATTERN

GENERATE = ProgramViewSet.as_view({"post": "create"}, ignores_unknown=True)

urlpatterns: list[URLPattern] = [
    re_path("^programs/generate/?$", GENERATE, name="program-generate"),
    re_path(
        rf"^programs/status/(?P<job_id>{UUID_PATTERN})/?$",
        ProgramStatus.as_view(),
        name="program-status",
    ),
    *weeks.urlpatterns,
    *training.urlpatterns,
    *catalogue.urlpatterns,
    *exports.urlpatterns,
]


def register(router: DefaultRouter) -> None:
    router.register("programs/sessions", SessionViewSet, basename="api-session")
    router.register("programs/exercises", ExerciseViewSet, basename="api-exercise")
    router.register("programs", ProgramViewSet, basename="api-program")


def compat_patterns() -> list[URLPattern]:
    """The prototype's own paths, without the version, mapped to the same views. They are not
    described a second time.
    """
    undescribed = {"schema": None}
    create = ProgramViewSet.as_view({"post": "create"}, ignores_unknown=True, **undescribed)
    retrieve = ProgramViewSet.as_view({"get": "retrieve"}, **undescribed)
    status = ProgramStatus.as_view(**undescribed)
    return [
        re_path("^api/programs/generate/?$", create, name="compat-program-generate"),
        re_path(
            rf"^api/programs/status/(?P<job_id>{UUID_PATTERN})/?$",
            status,
            name="compat-program-status",
        ),
        re_path(rf"^api/programs/(?P<pk>{UUID_PATTERN})/?$", retrieve, name="compat-program"),
    ]
