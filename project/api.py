"""The API's composition root: every app's endpoints under /api/v1/.

DRF authenticates these itself, by token or session, so the pages' login redirect stays away.
"""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from ieps import api as ieps
from programs import api as programs
from project.jobs.api import JobViewSet
from providers import api as providers


class ForgivingRouter(DefaultRouter):
    """The closing slash may be left out: old clients do, and a redirect would lose a POST."""

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"


router = ForgivingRouter()
router.register("jobs", JobViewSet, basename="api-job")
ieps.register(router)
programs.register(router)


def for_programs(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = login_not_required(pattern.callback)
    return pattern


urlpatterns = [
    for_programs(pattern)
    for pattern in [
        *ieps.urlpatterns,
        *programs.urlpatterns,
        *providers.urlpatterns,
        *router.urls,
        path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
        path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    ]
]
