from django.db import migrations

from programs.exercise_catalogue import CATALOGUE


def seed(apps, schema_editor):
    """Add what is missing; what people have edited since stays as it is."""
    model = apps.get_model("programs", "CatalogueExercise")
    known = set(model.objects.values_list("slug", flat=True))
    model.objects.bulk_create(
        model(
            slug=one.slug,
            name=one.name,
            pattern=one.pattern.value,
            primary=[item.value for item in one.primary],
            secondary=[item.value for item in one.secondary],
            equipment=[item.value for item in one.equipment],
            level=one.level.value,
            stresses=sorted(item.value for item in one.stresses),
            cues=one.cues,
            loadable=one.loadable,
            timed=one.timed,
            unilateral=one.unilateral,
            explosive=one.explosive,
            index=(index + 1) * 10,
        )
        for index, one in enumerate(CATALOGUE)
        if one.slug not in known
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
