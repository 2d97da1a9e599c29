"""IEPs and what stands in them, apart from what a model proposed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from ieps.models.records import Student
from ieps.models.templates import KIND_CHOICES, Template
from ieps.schemas import GoalContent, SectionContent, SectionKind, ServiceContent
from project.drafts import DraftStatus, FindingRow, Method, ProposalRow, Reviewed
from project.findings import Severity
from project.models import Revisioned, Role, User


class IEPQuerySet(models.QuerySet["IEP"]):
    def visible_to(self, user: User) -> "IEPQuerySet":
        """IEPs of the students assigned to a teacher; a superuser sees all."""
        return self if user.is_superuser else self.filter(student__teachers=user)

    def for_review_by(self, user: User) -> "IEPQuerySet":
        """What a reviewer may open: everything that has left the draft state."""
        if user.has_role(Role.REVIEWERS):
            return self.exclude(status=DraftStatus.DRAFT)
        return self.none()

    def with_findings(self) -> "IEPQuerySet":
        return self.annotate(
            error_count=Count(
                "sections__findings", filter=Q(sections__findings__severity=Severity.ERROR)
            ),
            finding_count=Count("sections__findings"),
        )


class IEP(Reviewed):
    """One version of a student's program for an academic year.

    Versions of a student and year count 1, 2, 3 … without gaps; parent is the version before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="ieps")
    academic_year = models.CharField(max_length=9, help_text="For example 2026-2027.")
    version = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    meeting_date = models.DateField()
    student_info = models.JSONField(
        default=dict,
        help_text="Name, date of birth, class and date of the IEP as they stood when it was made.",
    )
    template = models.ForeignKey(
        Template, on_delete=models.SET_NULL, null=True, related_name="ieps"
    )
    template_name = models.CharField(max_length=120)
    created_with_optional_template = models.BooleanField(
        default=False,
        help_text="No template was chosen, or the chosen one was unknown: the default was used.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    objects = IEPQuerySet.as_manager()

    class Meta:
        verbose_name = "IEP"
        verbose_name_plural = "IEPs"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["status", "-updated_at"])]
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                fields=["student", "academic_year", "version"], name="iep_version_once"
            ),
            models.CheckConstraint(name="iep_version_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="iep_first_version_has_no_parent",
                condition=Q(version=1, parent__isnull=True) | Q(version__gt=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student}, {self.academic_year}, version {self.version}"

    @property
    def label(self) -> str:
        return f"{self.academic_year}, version {self.version}"


class SectionQuerySet(models.QuerySet["Section"]):
    def without_model_text(self) -> "SectionQuerySet":
        """Sections that nobody edited and no model has written: worth drafting again."""
        return self.filter(edited_at__isnull=True).exclude(proposal__method=Method.MODEL)

    def with_content(self) -> "SectionQuerySet":
        """Everything that a section's content, provenance and findings read, in a few queries."""
        return self.select_related("proposal", "edited_by").prefetch_related(
            "goals", "services", "findings", "proposal__evidence"
        )


class Section(Revisioned):
    """What stands in one section now. Its goals and services are rows of their own."""

    iep = models.ForeignKey(IEP, on_delete=models.CASCADE, related_name="sections")
    index = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    statement = models.TextField(blank=True)
    recommendations = models.JSONField(default=list, blank=True)
    not_applicable_reason = models.TextField(blank=True)
    instruction = models.TextField(
        blank=True, help_text="What a teacher asked of the next proposal."
    )
    retrieved = models.JSONField(
        default=list, blank=True, help_text="References of the record chunks found for it."
    )
    proposal = models.ForeignKey(
        "Proposal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The proposal that this text goes back to.",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["iep", "index"]
        constraints = [
            models.UniqueConstraint(fields=["iep", "key"], name="section_key_once"),
            models.UniqueConstraint(fields=["iep", "index"], name="section_index_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def section_kind(self) -> SectionKind:
        return SectionKind(self.kind)

    @property
    def is_written(self) -> bool:
        return self.proposal_id is not None or self.edited_at is not None

    def content(self) -> SectionContent:
        """The rows as one value; prefetch goals and services where many are read."""
        return SectionContent(
            statement=self.statement,
            goals=[goal.content() for goal in self.goals.all()],
            recommendations=self.recommendations,
            services=[service.content() for service in self.services.all()],
            not_applicable_reason=self.not_applicable_reason,
        )


class Goal(models.Model):
    """A measurable annual goal. steps: a list of {"value", "by"}; evidence: chunk ids."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="goals")
    index = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=200)
    condition = models.TextField()
    behaviour = models.TextField()
    criterion = models.TextField()
    baseline_value = models.FloatField(null=True, blank=True)
    baseline_unit = models.CharField(max_length=200, blank=True)
    target_value = models.FloatField(null=True, blank=True)
    target_unit = models.CharField(max_length=200, blank=True)
    measured_by = models.TextField()
    how_often = models.CharField(max_length=200)
    by_whom = models.CharField(max_length=200)
    timeframe_months = models.PositiveSmallIntegerField()
    steps = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["section", "index", "id"]
        constraints = [
            models.CheckConstraint(
                name="goal_within_a_year",
                condition=Q(timeframe_months__gte=1, timeframe_months__lte=12),
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.behaviour}"

    def content(self) -> GoalContent:
        return GoalContent.model_validate(
            {name: getattr(self, name) for name in GoalContent.model_fields}
        )


class Service(models.Model):
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="services")
    index = models.PositiveSmallIntegerField()
    what = models.TextField()
    frequency = models.CharField(max_length=200)
    minutes_per_session = models.PositiveSmallIntegerField(null=True, blank=True)
    location = models.CharField(max_length=200)
    duration = models.CharField(max_length=200)
    start_date = models.DateField(null=True, blank=True)
    provider_role = models.CharField(max_length=200)

    class Meta:
        ordering = ["section", "index", "id"]

    def __str__(self) -> str:
        return self.what

    def content(self) -> ServiceContent:
        return ServiceContent.model_validate(
            {name: getattr(self, name) for name in ServiceContent.model_fields}
        )


class Proposal(ProposalRow):
    """What was proposed for a section."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="proposals")


class Evidence(models.Model):
    """A chunk of the record that a proposal leaned on. source_id is the row it was cut from."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="evidence")
    chunk_id = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=64)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["proposal", "id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class SectionFinding(FindingRow):
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="findings")

    class Meta:
        ordering = ["section", "id"]


class Comment(models.Model):
    iep = models.ForeignKey(IEP, on_delete=models.CASCADE, related_name="comments")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"Comment of {self.created_at:%Y-%m-%d}"
