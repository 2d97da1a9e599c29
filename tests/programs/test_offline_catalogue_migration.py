"""The migration that brings a catalogue seeded before up to date."""

from importlib import import_module

import pytest
from django.apps import apps

from programs.exercise_catalogue import BY_SLUG
from programs.models import CatalogueExercise

migration = import_module("programs.migrations.0005_catalogue_stresses")

pytestmark = pytest.mark.django_db


def as_seeded_before():
    for slug, (before, _) in migration.STRESSES.items():
        CatalogueExercise.objects.filter(slug=slug).update(stresses=before.split())
    CatalogueExercise.objects.filter(slug__in=migration.UNLOADED).update(loadable=True)


def test_catalogue_seeded_before_becomes_the_package():
    as_seeded_before()

    migration.bring_up_to_date(apps, None)

    rows = CatalogueExercise.objects.by_slug()
    for slug in {*migration.STRESSES, *migration.UNLOADED}:
        assert rows[slug].stresses == BY_SLUG[slug].stresses
        assert rows[slug].loadable is BY_SLUG[slug].loadable


def test_stresses_that_staff_edited_stay():
    as_seeded_before()
    CatalogueExercise.objects.filter(slug="barbell-row").update(stresses=["wrist"])

    migration.bring_up_to_date(apps, None)

    assert CatalogueExercise.objects.get(slug="barbell-row").stresses == ["wrist"]


def test_catalogue_seeded_today_stays():
    before = CatalogueExercise.objects.by_slug()

    migration.bring_up_to_date(apps, None)

    assert CatalogueExercise.objects.by_slug() == before
