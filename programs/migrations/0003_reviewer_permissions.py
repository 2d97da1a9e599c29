from django.db import migrations

# What the Reviewers group may do in the admin. Codenames are Django's own.
PERMISSIONS = {
    "program": ["view", "change"],
    "week": ["view", "change"],
    "workout": ["view", "add", "change", "delete"],
    "exerciseentry": ["view", "add", "change", "delete"],
    "plannedset": ["view", "add", "change", "delete"],
    "programfinding": ["view"],
    "proposal": ["view"],
    "screening": ["view"],
    "catalogueexercise": ["view", "add", "change"],
    "coaching": ["view", "add", "change", "delete"],
    "trainingsession": ["view"],
    "completedset": ["view"],
}


def grant(apps, schema_editor):
    # Django creates permissions after all migrations have run, so the rows are made here.
    content_types = apps.get_model("contenttypes", "ContentType")
    permissions = apps.get_model("auth", "Permission")
    reviewers = apps.get_model("auth", "Group").objects.get(name="Reviewers")
    for model, verbs in PERMISSIONS.items():
        content_type, _ = content_types.objects.get_or_create(app_label="programs", model=model)
        for verb in verbs:
            permission, _ = permissions.objects.get_or_create(
                content_type=content_type,
                codename=f"{verb}_{model}",
                defaults={"name": f"Can {verb} {model}"},
            )
            reviewers.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0002_catalogue"),
        ("project", "0002_groups_and_schedules"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
