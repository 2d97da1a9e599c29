from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.get_or_create(
        name="check provider alerts",
        defaults={
            "func": "providers.alerts.check_alerts",
            "schedule_type": "I",
            "minutes": 5,
            "repeats": -1,
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0003_budget_hedging_and_stream_limits"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
