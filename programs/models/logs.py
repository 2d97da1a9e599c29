"""What a client did."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programs.e1rm import estimate
from programs.models.plans import Workout
from project.models import Revisioned, Timestamped, User


class SessionQuerySet(models.QuerySet["TrainingSession"]):
    def visible_to(self, user: User) -> "SessionQuerySet":
        """One's own, and those of the clients one coaches; a superuser sees all."""
        if user.is_superuser:
            return self
        clients = User.objects.filter(coached_by__coach=user)
        return self.filter(Q(client=user) | Q(client__in=clients))


class TrainingSession(Timestamped, Revisioned):
    """A session that a client completed, from a workout of a plan or free."""

    client = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="training_sessions"
    )
    workout = models.ForeignKey(
        Workout, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    title = models.CharField(max_length=200)
    performed_on = models.DateField()
    notes = models.TextField(blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-performed_on", "-id"]
        indexes = [models.Index(fields=["client", "-performed_on"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.performed_on:%Y-%m-%d}"


class CompletedSet(models.Model):
    """One set as it was done. kg: 0 for none; reps or seconds; rpe as felt, if noted."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="sets")
    index = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=80)
    reps = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    kg = models.FloatField(default=0)
    rpe = models.FloatField("RPE", null=True, blank=True)

    class Meta:
        ordering = ["session", "index"]
        constraints = [
            models.UniqueConstraint(fields=["session", "index"], name="completed_set_index_once"),
            models.CheckConstraint(name="completed_set_kg_not_negative", condition=Q(kg__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}, set {self.index + 1}"

    @property
    def one_rep_max(self) -> float | None:
        """Estimated one-rep max in kg; None where an estimate means nothing."""
        return None if self.reps is None else estimate(self.kg, self.reps, self.rpe)
