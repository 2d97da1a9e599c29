"""The exercise catalogue as staff edit it, seeded from programs.exercise_catalogue."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Q

from programs.exercise_catalogue import Equipment, Exercise, Level, Limit, Muscle, Pattern
from project.models import Timestamped


class CatalogueQuerySet(models.QuerySet["CatalogueExercise"]):
    def active(self) -> "CatalogueQuerySet":
        return self.filter(is_active=True)

    def as_catalogue(self) -> tuple[Exercise, ...]:
        """What new plans are made of, in the order of preference."""
        return tuple(row.as_exercise() for row in self.active().order_by("index", "slug"))

    def by_slug(self) -> dict[str, Exercise]:
        """Everything that a plan may refer to, retired exercises included."""
        return {row.slug: row.as_exercise() for row in self}


class CatalogueExercise(Timestamped):
    """One exercise. Lists hold the words of programs.exercise_catalogue; the first item of
    equipment is what the exercise is mainly done with. index: the lower, the sooner it is chosen.
    """

    slug = models.SlugField(max_length=80, unique=True, validators=[validate_slug])
    name = models.CharField(max_length=120)
    pattern = models.CharField(
        max_length=20, choices=[(item.value, item.value.replace("_", " ")) for item in Pattern]
    )
    primary = models.JSONField("primary muscles", default=list)
    secondary = models.JSONField("secondary muscles", default=list, blank=True)
    equipment = models.JSONField(default=list)
    level = models.CharField(max_length=20, choices=[(item.value, item.value) for item in Level])
    stresses = models.JSONField(
        default=list, blank=True, help_text="Limits with which a coach would ask first."
    )
    cues = models.TextField(blank=True)
    loadable = models.BooleanField(default=True, help_text="Its load can be set in kg or % of 1RM.")
    timed = models.BooleanField(default=False, help_text="Prescribed in seconds.")
    unilateral = models.BooleanField(default=False, help_text="One side at a time.")
    explosive = models.BooleanField(default=False, help_text="Done for speed.")
    is_active = models.BooleanField(
        "in use", default=True, help_text="Off: existing plans keep it, new ones do not use it."
    )
    index = models.PositiveIntegerField(default=1_000)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = "exercise"
        ordering = ["index", "slug"]
        constraints = [
            models.CheckConstraint(
                name="exercise_pattern_known",
                condition=Q(pattern__in=[item.value for item in Pattern]),
            ),
            models.CheckConstraint(
                name="exercise_level_known",
                condition=Q(level__in=[item.value for item in Level]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The lists hold known words, and what must not be empty is not."""
        wrong: dict[str, str] = {}
        for field, words, needed in (
            ("primary", {item.value for item in Muscle}, True),
            ("secondary", {item.value for item in Muscle}, False),
            ("equipment", {item.value for item in Equipment}, True),
            ("stresses", {item.value for item in Limit}, False),
        ):
            value = getattr(self, field)
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                wrong[field] = "Give a list of words."
            elif unknown := sorted({*value} - words):
                wrong[field] = (
                    f"Unknown: {', '.join(unknown)}. Choose from {', '.join(sorted(words))}."
                )
            elif needed and not value:
                wrong[field] = "Choose at least one."
        if wrong:
            raise ValidationError(wrong)

    def as_exercise(self) -> Exercise:
        return Exercise(
            slug=self.slug,
            name=self.name,
            pattern=Pattern(self.pattern),
            primary=tuple(Muscle(item) for item in self.primary),
            secondary=tuple(Muscle(item) for item in self.secondary),
            equipment=tuple(Equipment(item) for item in self.equipment),
            level=Level(self.level),
            stresses=frozenset(Limit(item) for item in self.stresses),
            cues=self.cues,
            loadable=self.loadable,
            timed=self.timed,
            unilateral=self.unilateral,
            explosive=self.explosive,
        )
