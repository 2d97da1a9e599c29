from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    # Throttles need it on the first request; nothing happens where the cache is Redis.
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("project", "0002_groups_and_schedules")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
