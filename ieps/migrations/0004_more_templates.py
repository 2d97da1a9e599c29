"""Brings the templates that ship beside the default one to databases seeded before them.

A fresh database gets them from 0002. A template that staff made under one of their slugs or names
stays as it is, and so does whatever staff edited in the default one: of its goal stems only those
still as they were seeded are replaced, by stems that name their area.
"""

from django.db import migrations

from ieps.templates_catalogue import TEMPLATES

# By section of the default template: the stems as 0002 once seeded them, and as they are now.
STEMS = {
    "long_term_goal": (
        [
            "read aloud an unfamiliar passage at instructional level",
            "write a paragraph with a topic sentence, details and a closing sentence",
            "solve computation problems at instructional level in writing",
        ],
        [
            "read aloud an unfamiliar passage at instructional level",
            "write a paragraph with a topic sentence, details and a closing sentence",
            "solve math computation problems at instructional level",
        ],
    ),
    "short_term_goals": (
        [
            "answer questions about a passage at instructional level",
            "write complete sentences with capitals and end marks",
            "solve one-step word problems in writing",
        ],
        [
            "answer comprehension questions about a passage at instructional level",
            "put capitals and end marks in each sentence of a written answer",
            "solve one-step word problems",
        ],
    ),
    "math": (
        [
            "solve computation problems at instructional level in writing",
            "solve one-step word problems in writing",
        ],
        [
            "solve math computation problems at instructional level",
            "solve one-step word problems",
        ],
    ),
}


def add_templates(apps, schema_editor):
    template_model = apps.get_model("ieps", "Template")
    section_model = apps.get_model("ieps", "TemplateSection")
    slugs = set(template_model.objects.values_list("slug", flat=True))
    names = set(template_model.objects.values_list("name", flat=True))
    for entry in TEMPLATES:
        if entry.is_default or entry.slug in slugs or entry.name in names:
            continue
        template = template_model.objects.create(
            slug=entry.slug,
            name=entry.name,
            description=entry.description,
            age_from=entry.age_from,
            age_to=entry.age_to,
            setting=entry.setting,
            main_area=entry.main_area,
        )
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


def name_areas_in_stems(apps, schema_editor):
    section_model = apps.get_model("ieps", "TemplateSection")
    for row in section_model.objects.filter(template__slug="default", key__in=STEMS):
        before, after = STEMS[row.key]
        if row.goal_stems == before:
            row.goal_stems = after
            row.save(update_fields=["goal_stems"])


class Migration(migrations.Migration):
    dependencies = [("ieps", "0003_reviewer_permissions")]

    operations = [
        migrations.RunPython(add_templates, migrations.RunPython.noop),
        migrations.RunPython(name_areas_in_stems, migrations.RunPython.noop),
    ]
