"""No list of the API offers rows that the caller may not see, not even as choices of a filter."""

import pytest
from django.core.cache import cache
from django.urls import get_resolver
from django_filters import ModelChoiceFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.relations import RelatedField

from tests.people import person

pytestmark = pytest.mark.django_db


def view_classes():
    found = {}
    for pattern in get_resolver("project.api").url_patterns:
        view = getattr(pattern.callback, "cls", None)
        if view is not None:
            found[view.__name__] = view
    return list(found.values())


def offered(field) -> str:
    """The app whose rows a filter or field offers; the providers' catalogue is everybody's."""
    rows = getattr(field, "queryset", None)
    rows = field.extra.get("queryset") if rows is None and hasattr(field, "extra") else rows
    return "" if rows is None else rows.model._meta.app_label


@pytest.mark.parametrize("view", view_classes(), ids=lambda view: view.__name__)
def test_filters_and_fields_offer_no_rows(view):
    filterset = DjangoFilterBackend().get_filterset_class(view, getattr(view, "queryset", None))
    filters = filterset.base_filters.values() if filterset else []
    assert {offered(item) for item in filters if isinstance(item, ModelChoiceFilter)} <= {
        "providers"
    }

    serializer = getattr(view, "serializer_class", None)
    fields = serializer().fields.values() if serializer else []
    fields = [getattr(field, "child_relation", field) for field in fields if not field.read_only]
    assert {offered(item) for item in fields if isinstance(item, RelatedField)} <= {"providers"}


def test_answers_are_not_kept_by_the_browser(client):
    cache.clear()
    client.force_login(person("someone"))

    for path in ("/", "/api/v1/jobs/", "/api/v1/", "/nowhere/"):
        assert "no-store" in client.get(path)["Cache-Control"], path
