from django.db import migrations

GROUPS = ["Teachers", "Coaches", "Learners", "Data makers", "Reviewers"]
SCHEDULES = [
    # name, function, schedule type (I minutes, D daily), minutes
    ("reap jobs", "project.jobs.reaper.reap_jobs", "I", 1),
    ("clean up", "project.maintenance.clean_up", "D", None),
]


def create(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    for name in GROUPS:
        group_model.objects.get_or_create(name=name)
    schedule_model = apps.get_model("django_q", "Schedule")
    for name, func, schedule_type, minutes in SCHEDULES:
        schedule_model.objects.get_or_create(
            name=name,
            defaults={
                "func": func, "schedule_type": schedule_type, "minutes": minutes, "repeats": -1,
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("project", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
