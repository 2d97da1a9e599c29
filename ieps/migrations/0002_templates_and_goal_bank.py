from django.db import migrations

from ieps.goal_bank import GOAL_BANK
from ieps.templates_catalogue import TEMPLATES


def seed(apps, schema_editor):
    """Add what is missing; what people have edited since stays as it is."""
    template_model = apps.get_model("ieps", "Template")
    section_model = apps.get_model("ieps", "TemplateSection")
    for entry in TEMPLATES:
        template, created = template_model.objects.get_or_create(
            slug=entry.slug,
            defaults={
                "name": entry.name,
                "description": entry.description,
                "age_from": entry.age_from,
                "age_to": entry.age_to,
                "setting": entry.setting,
                "main_area": entry.main_area,
                "is_default": entry.is_default,
            },
        )
        if created:
            section_model.objects.bulk_create(
                section_model(
                    template=template,
                    index=index,
                    key=section.key,
                    title=section.title,
                    kind=section.kind.value,
                    guidance=section.guidance,
                    goal_stems=list(section.default_goal_stems),
                )
                for index, section in enumerate(entry.sections)
            )
    entry_model = apps.get_model("ieps", "GoalBankEntry")
    for entry in GOAL_BANK:
        entry_model.objects.get_or_create(
            slug=entry.slug,
            defaults={
                "area": entry.area,
                "condition": entry.condition,
                "behaviour": entry.behaviour,
                "criterion": entry.criterion,
                "unit": entry.unit,
                "measured_by": entry.measured_by,
                "grade_from": entry.grade_from,
                "grade_to": entry.grade_to,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("ieps", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
