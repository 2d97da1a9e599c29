"""Programs: the answers they are written from, their weeks, and what was proposed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from programs.exercise_catalogue import Level
from programs.facts import Goal
from programs.schemas import (
    MAX_DAYS,
    MAX_WEEKS,
    ExerciseContent,
    ProgramMetadata,
    SetContent,
    WeekContent,
    WorkoutContent,
)
from programs.screening import QUESTIONS, REASONS, RedFlag
from programs.screening import Screening as ScreeningResult
from project.drafts import DraftStatus, FindingRow, ProposalRow, Reviewed
from project.findings import Severity
from project.models import Revisioned, Role, User


class Screening(models.Model):
    """A client's answers to the health screen, and whether what they raised was cleared.

    answers: yes or no by question key. flags: kinds of programs.screening.RedFlag. A plan is
    drafted only when there is no flag, or when someone other than the client recorded clearance.
    """

    client = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="screenings"
    )
    answers = models.JSONField(default=dict)
    flags = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cleared_at = models.DateTimeField(null=True, blank=True)
    clearance_note = models.TextField(
        blank=True, help_text="Who gave the clearance, when, and with what conditions."
    )

    class Meta:
        ordering = ["-answered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="screening_cleared_is_a_pair",
                condition=Q(cleared_by__isnull=True, cleared_at__isnull=True)
                | Q(cleared_by__isnull=False, cleared_at__isnull=False),
            ),
            models.CheckConstraint(
                name="screening_not_cleared_by_the_client",
                condition=Q(cleared_by__isnull=True) | ~Q(cleared_by=models.F("client")),
            ),
        ]

    def __str__(self) -> str:
        return f"Health screen of {self.answered_at:%Y-%m-%d}"

    @property
    def needs_clearance(self) -> bool:
        return bool(self.flags) and self.cleared_at is None

    @property
    def notice(self) -> str:
        return ScreeningResult(tuple(RedFlag(flag) for flag in self.flags)).notice

    @property
    def reasons(self) -> list[str]:
        return [REASONS[RedFlag(flag)] for flag in self.flags]

    @property
    def lines(self) -> list[tuple[str, bool | None]]:
        """Each question with its answer; None where none was given."""
        return [(one.text, self.answers.get(one.key)) for one in QUESTIONS]


class ProgramQuerySet(models.QuerySet["Program"]):
    def visible_to(self, user: User) -> "ProgramQuerySet":
        """One's own, and those of the clients one coaches; a superuser sees all."""
        if user.is_superuser:
            return self
        clients = User.objects.filter(coached_by__coach=user)
        return self.filter(Q(client=user) | Q(client__in=clients))

    def for_review_by(self, user: User) -> "ProgramQuerySet":
        """Programs of the clients one coaches. For reviewers, all that left the draft state, those
        that wait for clearance, which a reviewer may record, and those whose clearance they did.
        """
        if user.has_role(Role.REVIEWERS):
            waits = ~Q(screening__flags=[]) & Q(screening__cleared_at=None)
            return self.filter(~Q(status=DraftStatus.DRAFT) | waits | Q(screening__cleared_by=user))
        return self.filter(client__in=User.objects.filter(coached_by__coach=user))

    def matching(self, query: str) -> "ProgramQuerySet":
        """Those whose title or client's name has every word of the query."""
        rows = self
        for word in query.split():
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(client__first_name__icontains=word)
                | Q(client__last_name__icontains=word)
                | Q(client__username__icontains=word)
            )
        return rows

    def newest(self) -> "ProgramQuerySet":
        """Of each series the newest version among these rows."""
        newer = self.filter(series=OuterRef("series"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))

    def in_use(self) -> "ProgramQuerySet":
        """Of each series the newest version that can be trained."""
        return self.filter(status__in=(DraftStatus.APPROVED, DraftStatus.FINAL)).newest()

    def awaiting_clearance(self) -> "ProgramQuerySet":
        """Stopped by the health screen, and not cleared yet."""
        return self.filter(screening__cleared_at=None).exclude(screening__flags=[])

    def with_written_weeks(self) -> "ProgramQuerySet":
        """written_weeks: how many weeks stand."""
        stands = Q(weeks__proposal__isnull=False) | Q(weeks__edited_at__isnull=False)
        return self.annotate(written_weeks=Count("weeks", filter=stands, distinct=True))

    def with_findings(self) -> "ProgramQuerySet":
        return self.annotate(
            error_count=Count("findings", filter=Q(findings__severity=Severity.ERROR)),
            finding_count=Count("findings"),
        )


class Program(Reviewed):
    """One version of a client's program.

    Versions of one series count 1, 2, 3 … without gaps; parent is the version before. The inputs
    are kept as they were answered; metadata is a ProgramMetadata as JSON, or null until drafted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="programs"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    screening = models.ForeignKey(Screening, on_delete=models.RESTRICT, related_name="programs")
    title = models.CharField(max_length=200)

    goal = models.CharField(max_length=20, choices=[(item.value, item.label) for item in Goal])
    goal_text = models.TextField("goal in their words", blank=True)
    level = models.CharField(
        max_length=20, choices=[(item.value, item.value.capitalize()) for item in Level]
    )
    duration_weeks = models.PositiveSmallIntegerField()
    days_per_week = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField("minutes per session")
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    height_cm = models.FloatField("height in cm", null=True, blank=True)
    weight_kg = models.FloatField("weight in kg", null=True, blank=True)
    equipment = models.JSONField(default=list)
    limits = models.JSONField(default=list, blank=True)
    limits_text = models.TextField("limits in their words", blank=True)
    lifts = models.JSONField(
        "current lifts", default=list, blank=True, help_text="exercise, kg, reps, rpe"
    )
    training_days = models.JSONField(
        default=list, blank=True, help_text="Weekdays from 0 (Monday), or empty."
    )

    metadata = models.JSONField(null=True, blank=True)
    metadata_proposal = models.ForeignKey(
        "Proposal", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    review_note = models.TextField(
        blank=True, help_text="Why it was returned the last time; empty when it was not."
    )

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["status", "-updated_at"]),
            models.Index(fields=["client", "-created_at"]),
        ]
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["series", "version"], name="program_version_once"),
            models.CheckConstraint(name="program_version_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="program_first_version_has_no_parent",
                condition=Q(version=1, parent__isnull=True) | Q(version__gt=1),
            ),
            models.CheckConstraint(
                name="program_goal_known", condition=Q(goal__in=[item.value for item in Goal])
            ),
            models.CheckConstraint(
                name="program_level_known", condition=Q(level__in=[item.value for item in Level])
            ),
            models.CheckConstraint(
                name="program_duration_within_bounds",
                condition=Q(duration_weeks__gte=1, duration_weeks__lte=MAX_WEEKS),
            ),
            models.CheckConstraint(
                name="program_days_within_bounds",
                condition=Q(days_per_week__gte=1, days_per_week__lte=MAX_DAYS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def outline(self) -> ProgramMetadata | None:
        """The metadata as a value; None until it is drafted."""
        return None if self.metadata is None else ProgramMetadata.model_validate(self.metadata)


class WeekQuerySet(models.QuerySet["Week"]):
    def with_content(self) -> "WeekQuerySet":
        """Everything that a week's content, provenance and findings read, in a few queries."""
        return self.select_related("proposal", "edited_by").prefetch_related(
            "workouts__exercises__sets", "findings"
        )


class Week(Revisioned):
    """What stands in one week now. Its workouts, exercises and sets are rows of their own."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="weeks")
    number = models.PositiveSmallIntegerField()
    focus = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    instruction = models.TextField(
        blank=True, help_text="What a person asked of the next proposal."
    )
    proposal = models.ForeignKey(
        "Proposal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The proposal that this week goes back to.",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = WeekQuerySet.as_manager()

    class Meta:
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="week_number_once"),
            models.CheckConstraint(name="week_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"Week {self.number}"

    @property
    def is_written(self) -> bool:
        return self.proposal_id is not None or self.edited_at is not None

    def content(self) -> WeekContent:
        """The rows as one value; read with_content() where many are read."""
        return WeekContent(
            week=self.number,
            focus=self.focus,
            notes=self.notes,
            workouts=[workout.content() for workout in self.workouts.all()],
        )


class Workout(models.Model):
    """One training day of a week. day: the day's number in the week, from 1."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="workouts")
    day = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["week", "day"]
        constraints = [
            models.UniqueConstraint(fields=["week", "day"], name="workout_day_once"),
            models.CheckConstraint(
                name="workout_day_within_week", condition=Q(day__gte=1, day__lte=MAX_DAYS)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def content(self) -> WorkoutContent:
        return WorkoutContent(
            day=self.day,
            name=self.name,
            exercises=[entry.content() for entry in self.exercises.all()],
        )


class ExerciseEntry(models.Model):
    """An exercise in a workout. exercise: a slug of the catalogue, as the draft said it; the rules
    report one that the catalogue does not have.
    """

    workout = models.ForeignKey(Workout, on_delete=models.CASCADE, related_name="exercises")
    index = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=80)
    tempo = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "exercise entries"
        ordering = ["workout", "index"]
        constraints = [
            models.UniqueConstraint(fields=["workout", "index"], name="exercise_entry_index_once")
        ]

    def __str__(self) -> str:
        return self.exercise

    def content(self) -> ExerciseContent:
        return ExerciseContent(
            exercise=self.exercise,
            tempo=self.tempo,
            notes=self.notes,
            sets=[one.content() for one in self.sets.all()],
        )


class PlannedSet(models.Model):
    """One set. reps or seconds (per side for one-sided work); load as % of 1RM, kg or RPE; rest in
    seconds after it.
    """

    entry = models.ForeignKey(ExerciseEntry, on_delete=models.CASCADE, related_name="sets")
    index = models.PositiveSmallIntegerField()
    reps = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    percent = models.FloatField("% of 1RM", null=True, blank=True)
    kg = models.FloatField(null=True, blank=True)
    rpe = models.FloatField("RPE", null=True, blank=True)
    rest = models.PositiveSmallIntegerField("rest in seconds", default=60)
    notes = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["entry", "index"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "index"], name="planned_set_index_once")
        ]

    def __str__(self) -> str:
        return f"Set {self.index + 1}"

    def content(self) -> SetContent:
        return SetContent(
            reps=self.reps,
            seconds=self.seconds,
            percent=self.percent,
            kg=self.kg,
            rpe=self.rpe,
            rest=self.rest,
            notes=self.notes,
        )


class Proposal(ProposalRow):
    """What was proposed for a week, or, without a week, for the program's metadata."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="proposals")
    week = models.ForeignKey(
        Week, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )


class ProgramFinding(FindingRow):
    """About a week, or, without a week, about the program as a whole."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="findings")
    week = models.ForeignKey(
        Week, on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )

    class Meta:
        ordering = ["program", "id"]
