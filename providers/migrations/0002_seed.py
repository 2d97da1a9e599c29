from django.db import migrations


def seed(apps, schema_editor):
    from providers import catalogue

    catalogue.seed(
        apps.get_model("providers", "ProviderModel"),
        apps.get_model("providers", "Route"),
        apps.get_model("providers", "RouteEntry"),
    )


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
