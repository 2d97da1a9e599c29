"""People, jobs and the record of what was done. Domain apps build on the abstract bases."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Role(models.TextChoices):
    """The groups of people. A migration creates one django.contrib.auth Group for each."""

    TEACHERS = "Teachers"
    COACHES = "Coaches"
    LEARNERS = "Learners"
    DATA_MAKERS = "Data makers"
    REVIEWERS = "Reviewers"


class User(AbstractUser):
    """A person who signs in, or a program that calls the API with that person's token."""

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def has_role(self, role: Role) -> bool:
        """Whether the person belongs to the role's group; a superuser belongs to all."""
        return self.is_superuser or role in self.role_names

    @property
    def role_names(self) -> frozenset[str]:
        if not hasattr(self, "_role_names"):
            self._role_names = frozenset(self.groups.values_list("name", flat=True))
        return self._role_names

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username


class Timestamped(models.Model):
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Revisioned(models.Model):
    """A row that several people may edit: every saved edit raises the revision by one.

    Edits go through project.revisions.save_revision, which refuses a stale one.
    """

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class JobStatus(models.TextChoices):
    PENDING = "pending", "Waiting"
    RUNNING = "running", "Running"
    SUCCEEDED = "succeeded", "Done"
    PARTIAL = "partial", "Partly done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


LIVE_STATUSES = (JobStatus.PENDING, JobStatus.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def owned_by(self, user: User) -> "JobQuerySet":
        return self.filter(owner=user)

    def live(self) -> "JobQuerySet":
        return self.filter(status__in=LIVE_STATUSES)


class Job(models.Model):
    """One piece of background work: an ordered list of steps.

    params holds ids and settings only, never text about a person: the table is not a vault.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs"
    )
    subject_type = models.CharField(
        max_length=64, blank=True, help_text="Label of the model that the job works on."
    )
    subject_id = models.CharField(max_length=64, blank=True)
    params = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=16, choices=JobStatus.choices, default=JobStatus.PENDING)
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    error_category = models.CharField(max_length=32, blank=True)
    error_text = models.TextField(blank=True)
    attempt = models.PositiveIntegerField(
        default=1, help_text="1 for the first run, one more for every retry by a person."
    )
    request_id = models.CharField(max_length=64, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["owner", "-created_at"]),
            models.Index(fields=["status", "created_at"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_status_known", condition=Q(status__in=JobStatus.values)
            ),
            models.CheckConstraint(
                name="job_done_within_total",
                condition=Q(done_steps__lte=models.F("total_steps")),
            ),
            models.CheckConstraint(
                name="job_subject_is_a_pair",
                condition=Q(subject_type="", subject_id="")
                | (~Q(subject_type="") & ~Q(subject_id="")),
            ),
            models.CheckConstraint(
                name="job_finished_exactly_when_ended",
                condition=Q(status__in=LIVE_STATUSES, finished_at__isnull=True)
                | (~Q(status__in=LIVE_STATUSES) & Q(finished_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        return self.status in LIVE_STATUSES


class Shard(models.Model):
    """A slice of a job's steps: what one task of the queue works on, under one lease.

    A task claims its shard by compare-and-swap. lease_holder is "host:pid:random", so that the
    reaper can tell at once when a holder on its own host has died.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="shards")
    index = models.PositiveIntegerField()
    lease_holder = models.CharField(max_length=128, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    claims = models.PositiveIntegerField(
        default=0, help_text="How often a task has claimed it; more than one means a resume."
    )

    class Meta:
        ordering = ["job", "index"]
        constraints = [
            models.UniqueConstraint(fields=["job", "index"], name="shard_once_per_job"),
            models.CheckConstraint(
                name="shard_lease_is_a_pair",
                condition=Q(lease_holder="", lease_expires_at__isnull=True)
                | (~Q(lease_holder="") & Q(lease_expires_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} shard {self.index}"


class StepStatus(models.TextChoices):
    PENDING = "pending", "Waiting"
    RUNNING = "running", "Being written"
    SUCCEEDED = "succeeded", "Done"
    FAILED = "failed", "Failed"


class Step(models.Model):
    """One unit of a job's work. No crash, cancel or retry runs a finished step again, except that
    a retry which fills a gap in a stage also runs the later stages, which were made without it.

    tokens are the provider's own count over every attempt of the step, discarded ones included;
    cost is in US dollars; latency_ms is the time the step took from start to stored.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="steps")
    shard = models.ForeignKey(Shard, on_delete=models.CASCADE, related_name="steps")
    index = models.PositiveIntegerField()
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    stage = models.PositiveSmallIntegerField(
        default=0, help_text="A stage starts when every step of the earlier ones has ended."
    )
    required = models.BooleanField(
        default=False, help_text="When it fails, later stages do not start."
    )
    status = models.CharField(max_length=16, choices=StepStatus.choices, default=StepStatus.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    provider = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=128, blank=True)
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    cost = models.DecimalField(max_digits=14, decimal_places=6, default=0)
    latency_ms = models.PositiveIntegerField(null=True, blank=True)
    error_category = models.CharField(max_length=32, blank=True)
    error_text = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["job", "index"]
        indexes = [models.Index(fields=["shard", "status", "index"])]
        constraints = [
            models.UniqueConstraint(fields=["job", "key"], name="step_key_once_per_job"),
            models.UniqueConstraint(fields=["job", "index"], name="step_index_once_per_job"),
            models.CheckConstraint(
                name="step_status_known", condition=Q(status__in=StepStatus.values)
            ),
            models.CheckConstraint(
                name="step_failed_has_category",
                condition=Q(status=StepStatus.FAILED) & ~Q(error_category="")
                | ~Q(status=StepStatus.FAILED),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AuditEvent(models.Model):
    """Who did what to which record, and when. Never what the record says.

    The actor's name is kept beside the key so that the line survives the account.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"]),
            models.Index(fields=["actor", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.subject_type} {self.subject_id}"


class IdempotencyKey(models.Model):
    """A creating request that was seen before, and what it was answered.

    Until the answer is known, status is empty: a second request with the same key meanwhile is
    told to wait.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True)
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_per_user")
        ]
        indexes = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return self.key
