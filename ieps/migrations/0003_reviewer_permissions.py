from django.db import migrations

# What the Reviewers group may do in the admin. Codenames are Django's own.
PERMISSIONS = {
    "iep": ["view", "change"],
    "section": ["view", "change"],
    "goal": ["view", "add", "change", "delete"],
    "service": ["view", "add", "change", "delete"],
    "sectionfinding": ["view"],
    "proposal": ["view"],
    "evidence": ["view"],
    "comment": ["view", "add"],
    "template": ["view", "add", "change"],
    "templatesection": ["view", "add", "change", "delete"],
    "goalbankentry": ["view", "add", "change", "delete"],
}


def grant(apps, schema_editor):
    # Django creates permissions after all migrations have run, so the rows are made here.
    content_types = apps.get_model("contenttypes", "ContentType")
    permissions = apps.get_model("auth", "Permission")
    reviewers = apps.get_model("auth", "Group").objects.get(name="Reviewers")
    for model, verbs in PERMISSIONS.items():
        content_type, _ = content_types.objects.get_or_create(app_label="ieps", model=model)
        for verb in verbs:
            permission, _ = permissions.objects.get_or_create(
                content_type=content_type,
                codename=f"{verb}_{model}",
                defaults={"name": f"Can {verb} {model}"},
            )
            reviewers.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("ieps", "0002_templates_and_goal_bank"),
        ("project", "0002_groups_and_schedules"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
