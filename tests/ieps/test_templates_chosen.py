"""Templates in the database and where people and programs choose one."""

import datetime
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from ieps.areas import Area
from ieps.document import document
from ieps.forms import NewIEPForm
from ieps.models import IEP, Template, TemplateSection
from ieps.models.templates import SchoolLevel
from ieps.templates_catalogue import DEFAULT_TEMPLATE, TEMPLATES
from tests.ieps.factories import make_assessment, make_iep, make_student

migration = import_module("ieps.migrations.0004_more_templates")

pytestmark = pytest.mark.django_db


def as_seeded_before():
    Template.objects.exclude(is_default=True).delete()
    for key, (before, _) in migration.STEMS.items():
        TemplateSection.objects.filter(template__is_default=True, key=key).update(goal_stems=before)


def migrate():
    migration.add_templates(apps, None)
    migration.name_areas_in_stems(apps, None)


def in_database():
    return {
        template.slug: (
            template.name, template.description, template.age_from, template.age_to,
            template.setting, template.main_area, template.is_default,
            tuple(
                (part.key, part.title, part.kind, part.guidance, tuple(part.goal_stems))
                for part in template.sections.all()
            ),
        )
        for template in Template.objects.all()
    }  # fmt: skip


def in_package():
    return {
        entry.slug: (
            entry.name, entry.description, entry.age_from, entry.age_to,
            entry.setting, entry.main_area, entry.is_default,
            tuple(
                (part.key, part.title, part.kind.value, part.guidance, part.default_goal_stems)
                for part in entry.sections
            ),
        )
        for entry in TEMPLATES
    }  # fmt: skip


def offered(client, student) -> str:
    return client.get(reverse("iep-new", args=[student.pk])).content.decode()


def made_with(client, student, **data):
    data = {"academic_year": "2026-2027", "meeting_date": "2026-09-15", "request_key": "k"} | data
    return client.post(reverse("iep-new", args=[student.pk]), data)


class TestSeeding:
    def test_fresh_database_holds_the_package(self):
        assert in_database() == in_package()

    def test_database_seeded_before_becomes_the_package(self):
        as_seeded_before()

        migrate()

        assert in_database() == in_package()

    def test_what_staff_made_and_edited_stays(self):
        as_seeded_before()
        default = Template.objects.get()
        default.sections.filter(key="math").update(goal_stems=["count coins"], guidance="Ours.")
        Template.objects.filter(pk=default.pk).update(description="Ours.", is_default=False)
        first, second, *_ = TEMPLATES[1:]
        Template.objects.create(slug=first.slug, name="Ours", is_default=True)
        Template.objects.create(slug="ours-too", name=second.name)

        migrate()

        default.refresh_from_db()
        math = default.sections.get(key="math")
        assert (default.description, default.is_default) == ("Ours.", False)
        assert (math.goal_stems, math.guidance) == (["count coins"], "Ours.")
        assert Template.objects.get(is_default=True).name == "Ours"
        assert not Template.objects.get(name=second.name).sections.exists()
        assert Template.objects.count() == len(TEMPLATES)

    def test_deleted_default_is_not_brought_back(self):
        as_seeded_before()
        Template.objects.update(slug="house", name="House template")

        migrate()

        assert not Template.objects.filter(slug=DEFAULT_TEMPLATE.slug).exists()
        assert Template.objects.get(is_default=True).slug == "house"


class TestModel:
    @pytest.mark.parametrize(
        ("ages", "level", "text"),
        [
            ((3, 5), SchoolLevel.PRESCHOOL, "Ages 3 to 5"),
            ((5, 8), SchoolLevel.ELEMENTARY, "Ages 5 to 8"),
            ((11, 14), SchoolLevel.SECONDARY, "Ages 11 to 14"),
            ((16, 21), SchoolLevel.TRANSITION, "Ages 16 to 21"),
            ((5, 21), SchoolLevel.ANY, "Ages 5 to 21"),
            ((None, None), SchoolLevel.ANY, ""),
            ((None, 8), SchoolLevel.ELEMENTARY, "Up to age 8"),
            ((14, None), SchoolLevel.SECONDARY, "Age 14 and up"),
        ],
    )
    def test_level_and_ages(self, ages, level, text):
        template = Template(age_from=ages[0], age_to=ages[1])

        assert (template.level, template.ages) == (level, text)

    @pytest.mark.parametrize(
        ("ages", "main", "age", "needs", "fits"),
        [
            ((7, 11), "Reading and spelling", 7, {Area.COMPREHENSION}, True),
            ((7, 11), "Reading and spelling", 11, {Area.MATH, Area.SPELLING}, True),
            ((7, 11), "Reading and spelling", 12, {Area.SPELLING}, False),
            ((7, 11), "Reading and spelling", 6, {Area.SPELLING}, False),
            ((7, 11), "Reading and spelling", 9, {Area.MATH}, False),
            ((7, 11), "Reading and spelling", None, {Area.READING}, False),
            ((7, 11), "", 9, {Area.READING}, False),
            ((7, 11), "Reading", 9, set(), False),
            ((None, None), "Reading", 40, {Area.READING}, True),
            ((16, None), "Transition", 22, {Area.TRANSITION}, True),
        ],
    )
    def test_fits_age_and_need(self, ages, main, age, needs, fits):
        template = Template(age_from=ages[0], age_to=ages[1], main_area=main)

        assert template.fits(age=age, needs=needs) is fits


class TestForm:
    def test_fitting_ones_are_marked_and_their_groups_open(self, alice):
        today = timezone.localdate()
        student = make_student(
            alice,
            birth_date=datetime.date(today.year - 9, 1, 1),
            needs=[{"area": "Reading fluency", "text": "reads slowly"}],
        )

        groups = NewIEPForm(student=student).template_groups()

        fitting = [
            option.template.slug for group in groups for option in group.options if option.fits
        ]
        opened = [group for group in groups if group.is_open]
        # A need in reading alone is no ground to offer a plan for extensive needs.
        assert fitting == ["elementary-reading"]
        assert [group.label for group in opened] == [SchoolLevel.ELEMENTARY.label]
        assert opened[0].options[0].fits

    def test_default_stays_chosen_whatever_fits(self, alice):
        form = NewIEPForm(student=make_student(alice))

        assert form.default_option.data["selected"]
        assert not any(
            option.widget.data["selected"]
            for group in form.template_groups()
            for option in group.options
        )

    def test_group_of_the_chosen_one_is_open(self):
        chosen = Template.objects.get(slug="adult-living")

        groups = NewIEPForm({"template": str(chosen.pk)}).template_groups()

        assert [group.label for group in groups if group.is_open] == [SchoolLevel.TRANSITION.label]

    def test_groups_come_youngest_first_and_hold_each_once(self):
        groups = NewIEPForm().template_groups()

        assert [group.label for group in groups] == [str(level.label) for level in SchoolLevel]
        slugs = [option.template.slug for group in groups for option in group.options]
        assert sorted(slugs) == sorted(entry.slug for entry in TEMPLATES if not entry.is_default)


class TestPage:
    @pytest.fixture
    def student(self, client, alice):
        client.force_login(alice)
        return make_student(alice)

    def test_every_template_is_told_by_name_and_sentence(self, client, student):
        text = offered(client, student)

        for entry in TEMPLATES:
            assert entry.name in text
            assert entry.description in text
        assert len(re.findall(r'type="radio" name="template"', text)) == len(TEMPLATES)
        assert re.findall(r'value="([^"]*)"[^>]* checked', text) == [""]

    def test_template_that_is_switched_off_is_not_offered(self, client, student):
        Template.objects.filter(slug="behaviour").update(is_active=False)

        assert "Behaviour and self-regulation" not in offered(client, student)

    def test_as_many_queries_for_many_templates(
        self, client, student, django_assert_max_num_queries
    ):
        offered(client, student)
        with django_assert_max_num_queries(20) as found:
            offered(client, student)
        Template.objects.bulk_create(
            Template(slug=f"t-{number}", name=f"T {number}") for number in range(20)
        )
        with django_assert_max_num_queries(len(found)):
            offered(client, student)

    def test_chosen_template_is_used(self, client, student, held_queue):
        chosen = Template.objects.get(slug="elementary-math")

        assert made_with(client, student, template=chosen.pk).status_code == 302

        iep = IEP.objects.get()
        assert iep.template == chosen
        assert iep.created_with_optional_template is False
        assert "math" in iep.sections.values_list("key", flat=True)
        assert "spelling" not in iep.sections.values_list("key", flat=True)

    def test_nothing_chosen_means_the_default(self, client, student, held_queue):
        assert made_with(client, student, template="").status_code == 302

        assert IEP.objects.get().template.is_default

    def test_nonsense_is_refused_at_the_field_and_the_rest_kept(self, client, student):
        response = made_with(client, student, template="999999", academic_year="2027-2028")

        text = response.content.decode()
        assert response.status_code == 422
        assert 'href="#id_template_0"' in text
        assert 'value="2027-2028"' in text
        assert not IEP.objects.exists()


class TestApi:
    def test_list_tells_when_to_choose_each(self, client, alice):
        client.force_login(alice)

        rows = client.get("/api/v1/ieps/templates/").json()["results"]

        assert [row["name"] for row in rows] == sorted(entry.name for entry in TEMPLATES)
        assert {row["slug"]: row["description"] for row in rows} == {
            entry.slug: entry.description for entry in TEMPLATES
        }
        assert [row["slug"] for row in rows if row["is_default"]] == ["default"]
        assert all(row["sections"] for row in rows)

    def test_pages_hold_each_once(self, client, alice):
        client.force_login(alice)
        url, names = "/api/v1/ieps/templates/?page_size=4", []

        while url:
            page = client.get(url).json()
            names += [row["name"] for row in page["results"]]
            url = page["next"]

        assert names == sorted(entry.name for entry in TEMPLATES)

    def test_search_reads_the_description(self, client, alice):
        client.force_login(alice)

        rows = client.get("/api/v1/ieps/templates/?search=diploma").json()["results"]

        assert [row["slug"] for row in rows] == ["high-school-academics"]


@pytest.mark.parametrize("unknown", ["no-such", "999999", ""])
def test_unknown_template_falls_back_to_the_default_with_a_warning(unknown, caplog):
    caplog.set_level("WARNING", logger="ieps.models.templates")

    choice = Template.objects.choose(unknown)

    assert choice.fell_back
    assert choice.template.is_default
    assert "default IEP template" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slug", [entry.slug for entry in TEMPLATES])
def test_each_is_drafted_without_a_model_by_the_job(slug, alice, held_queue):
    student = make_student(alice, birth_date=datetime.date(2009, 4, 12))
    make_assessment(student)

    created = make_iep(student, alice, choice=Template.objects.choose(slug))
    held_queue.work()

    created.iep.refresh_from_db()
    sections = created.iep.sections.all()
    body = document(created.iep)
    assert all(section.is_written for section in sections)
    assert not [
        finding.message
        for section in sections
        for finding in section.findings.filter(severity="error")
    ]
    assert not [item for item in body["findings"] if item["severity"] == "error"]
    assert body["generation_method"] == "template_based"
    assert body["created_with_optional_template"] is False
    assert body["template_used"] == created.iep.template.name
