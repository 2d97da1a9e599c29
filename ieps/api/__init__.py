"""The IEP app over the API. Every state change goes through the same operations as the pages."""

from django.urls import re_path
from rest_framework.routers import DefaultRouter

from ieps.api.ieps import CreateWithRAG, IEPViewSet, TemplateViewSet
from ieps.api.sections import SectionView
from ieps.api.students import StudentViewSet
from project.api_views import UUID_PATTERN

urlpatterns = [
    re_path("^ieps/advanced/create-with-rag/?$", CreateWithRAG.as_view(), name="create-with-rag"),
    re_path(
        rf"^ieps/(?P<iep_id>{UUID_PATTERN})/sections/(?P<key>[\w.]+)/?$",
        SectionView.as_view(),
        name="api-section",
    ),
]


def register(router: DefaultRouter) -> None:
    router.register("ieps/students", StudentViewSet, basename="api-student")
    router.register("ieps/templates", TemplateViewSet, basename="api-template")
    router.register("ieps", IEPViewSet, basename="api-iep")
