"""What the drafts of all apps have in common: a status, proposals with provenance, findings.

Abstract bases. Each app's rows add what they are about.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from project.findings import Finding, Severity
from project.models import Job, Revisioned, Timestamped


class DraftStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    FINAL = "final", "Final"


class Method(models.TextChoices):
    """How a text came about."""

    MODEL = "model", "Written with a model"
    TEMPLATE_BASED = "template_based", "Written from the template"


@dataclass(frozen=True)
class Provenance:
    """Where a proposal came from. provider: "offline" for the app's own composer."""

    method: Method
    provider: str
    model: str
    prompt_version: str


class Reviewed(Timestamped, Revisioned):
    """A draft that people take to approved and final. Only project.reviewing changes the status.

    Subclasses take over the constraints: ``constraints = [*Reviewed.Meta.constraints, ...]``.
    """

    status = models.CharField(max_length=16, choices=DraftStatus.choices, default=DraftStatus.DRAFT)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finalised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_status_known", condition=Q(status__in=DraftStatus.values)
            ),
            models.CheckConstraint(
                name="%(class)s_approved_is_a_pair",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_approved_by_a_person",
                condition=Q(
                    status__in=[DraftStatus.APPROVED, DraftStatus.FINAL],
                    approved_by__isnull=False,
                )
                | Q(
                    status__in=[DraftStatus.DRAFT, DraftStatus.IN_REVIEW],
                    approved_by__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_final_by_a_person",
                condition=Q(
                    status=DraftStatus.FINAL,
                    finalised_by__isnull=False,
                    finalised_at__isnull=False,
                )
                | (
                    ~Q(status=DraftStatus.FINAL)
                    & Q(finalised_by__isnull=True, finalised_at__isnull=True)
                ),
            ),
        ]

    @property
    def is_editable(self) -> bool:
        return self.status == DraftStatus.DRAFT


class ProposalRow(models.Model):
    """What a model or the offline composer wrote, with where it came from. Never changed
    afterwards.
    """

    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    method = models.CharField(max_length=20, choices=Method.choices)
    provider = models.CharField(max_length=64)
    model = models.CharField(max_length=128)
    prompt_version = models.CharField(max_length=40)
    instruction = models.TextField(blank=True)
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_method_display()}, {self.created_at:%Y-%m-%d %H:%M}"


class FindingRow(models.Model):
    """What the rules say about a draft as it stands; replaced whenever the draft changes."""

    severity = models.CharField(
        max_length=10, choices=[(item.value, item.value.capitalize()) for item in Severity]
    )
    rule = models.CharField(max_length=60)
    place = models.CharField(max_length=200, blank=True)
    message = models.TextField()
    fix = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.message


def finding_columns(finding: Finding) -> dict[str, str]:
    """The columns of a FindingRow."""
    return {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "place": finding.place[:200],
        "message": finding.message,
        "fix": finding.fix,
    }
