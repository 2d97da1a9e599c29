"""What an IEP consists of, and goals to start from. Seeded by migrations, edited in the admin."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from ieps.areas import Area, areas_in, related
from ieps.schemas import SECTION_KEYS, SectionKind
from project.models import Timestamped
from project.problems import Problem

KIND_CHOICES = [(kind.value, kind.value.capitalize()) for kind in SectionKind]

logger = logging.getLogger(__name__)


class SchoolLevel(models.TextChoices):
    """What templates are grouped by where people choose one; youngest first."""

    PRESCHOOL = "preschool", "Preschool"
    ELEMENTARY = "elementary", "Elementary school"
    SECONDARY = "secondary", "Middle and high school"
    TRANSITION = "transition", "Transition to adult life"
    ANY = "any", "Any school age, by need"


# Up to and from which age, in years, a template is for that level alone.
PRESCHOOL_TO, ELEMENTARY_TO, SECONDARY_FROM, TRANSITION_FROM = 6, 12, 11, 16


class NoDefaultTemplate(Problem):
    type = "no-default-template"
    title = "No template can be used"

    def __init__(self) -> None:
        super().__init__(
            "No template was chosen, and none is the default. Choose one, or ask an administrator "
            "to make one the default."
        )


@dataclass(frozen=True)
class TemplateChoice:
    """fell_back: no template was asked for, or the one asked for is unknown or switched off."""

    template: "Template"
    fell_back: bool


class TemplateQuerySet(models.QuerySet["Template"]):
    def active(self) -> "TemplateQuerySet":
        return self.filter(is_active=True)

    def choose(self, requested: str) -> TemplateChoice:
        """The template with this slug or id; the default one, with a warning, if there is none.

        Raises NoDefaultTemplate.
        """
        templates = self.active().prefetch_related("sections")
        wanted = Q(slug=requested)
        if requested.isdecimal() and len(requested) < 18:
            wanted |= Q(pk=int(requested))
        found = templates.filter(wanted).first() if requested else None
        if found is not None:
            return TemplateChoice(found, fell_back=False)
        logger.warning("using the default IEP template", extra={"was_requested": bool(requested)})
        default = templates.filter(is_default=True).first()
        if default is None:
            raise NoDefaultTemplate
        return TemplateChoice(default, fell_back=True)


class Template(Timestamped):
    """An ordered list of sections. Exactly one template is the default."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    setting = models.CharField(max_length=80, blank=True)
    main_area = models.CharField(max_length=80, blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="template_one_default"
            ),
            models.CheckConstraint(
                name="template_age_band",
                condition=Q(age_from__isnull=True, age_to__isnull=True)
                | Q(age_from__lte=models.F("age_to")),
            ),
            models.CheckConstraint(
                name="template_default_is_active",
                condition=Q(is_default=False) | Q(is_active=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> SchoolLevel:
        if self.age_to is not None and self.age_to <= PRESCHOOL_TO:
            return SchoolLevel.PRESCHOOL
        if self.age_to is not None and self.age_to <= ELEMENTARY_TO:
            return SchoolLevel.ELEMENTARY
        if self.age_from is not None and self.age_from >= TRANSITION_FROM:
            return SchoolLevel.TRANSITION
        if self.age_from is not None and self.age_from >= SECONDARY_FROM:
            return SchoolLevel.SECONDARY
        return SchoolLevel.ANY

    @property
    def ages(self) -> str:
        """ "Ages 5 to 8", "Age 5 and up", "Up to age 8", or empty where any age fits."""
        if self.age_from is None:
            return "" if self.age_to is None else f"Up to age {self.age_to}"
        if self.age_to is None:
            return f"Age {self.age_from} and up"
        return f"Ages {self.age_from} to {self.age_to}"

    def fits(self, *, age: int | None, needs: Collection[Area]) -> bool:
        """Whether the template is for this age and for one of these areas of need. False where
        either is unknown, and for a template that names no main area.
        """
        if age is None or not self._is_for(age):
            return False
        mains = areas_in(self.main_area)
        return any(related(main, need) for main in mains for need in needs)

    def _is_for(self, age: int) -> bool:
        old_enough = self.age_from is None or self.age_from <= age
        young_enough = self.age_to is None or age <= self.age_to
        return old_enough and young_enough


class TemplateSection(models.Model):
    """goal_stems: a list of sentences that a goal may start from."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="sections")
    index = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, choices=[(key, key) for key in SECTION_KEYS])
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    guidance = models.TextField(
        blank=True, help_text="What a good section says; the model reads it."
    )
    goal_stems = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["template", "index"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="template_section_key_once"),
        ]

    def __str__(self) -> str:
        return self.title


class GoalBankEntry(Timestamped):
    """A goal to start from. Grades run from grade_from to grade_to, kindergarten being 0."""

    slug = models.SlugField(unique=True, max_length=80)
    area = models.CharField(max_length=60)
    condition = models.CharField(max_length=300)
    behaviour = models.CharField(max_length=300)
    criterion = models.CharField(max_length=300)
    unit = models.CharField(max_length=100)
    measured_by = models.CharField(max_length=200)
    grade_from = models.PositiveSmallIntegerField(default=0)
    grade_to = models.PositiveSmallIntegerField(default=12)

    class Meta:
        ordering = ["area", "grade_from", "slug"]
        verbose_name_plural = "goal bank entries"
        constraints = [
            models.CheckConstraint(
                name="goal_bank_grades", condition=Q(grade_from__lte=models.F("grade_to"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.behaviour}"
