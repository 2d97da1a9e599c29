"""A student's record, as people wrote it down."""

import re
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone

from ieps.identifiers import birthday_terms
from project.models import Revisioned, Timestamped, User
from providers.redaction import Term

HANGUL = re.compile(r"[가-힣]+")


class StudentQuerySet(models.QuerySet["Student"]):
    def visible_to(self, user: User) -> "StudentQuerySet":
        """The students assigned to a teacher; a superuser sees all."""
        return self if user.is_superuser else self.filter(teachers=user)

    def with_counts(self) -> "StudentQuerySet":
        return self.annotate(
            assessment_count=Count("assessments", distinct=True),
            iep_count=Count("ieps", distinct=True),
            last_assessed=Max("assessments__date"),
        ).order_by("family_name", "given_name", "student_number")

    def matching(self, text: str) -> "StudentQuerySet":
        """Students whose name, number or class holds every word of the text."""
        found = self
        for word in text.split()[:6]:
            found = found.filter(
                Q(given_name__icontains=word)
                | Q(family_name__icontains=word)
                | Q(student_number__icontains=word)
                | Q(class_name__icontains=word)
            )
        return found


class Student(Timestamped, Revisioned):
    """languages, strengths: lists of strings; needs: a list of {"area", "text"}."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student_number = models.CharField(
        max_length=40, unique=True, help_text="The number that the school system uses."
    )
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    class_name = models.CharField("class", max_length=60, blank=True)
    languages = models.JSONField(default=list, blank=True)
    disability_category = models.CharField(
        max_length=120, blank=True, help_text="As the team recorded it. Never set by a model."
    )
    placement = models.CharField(
        max_length=200, blank=True, help_text="As the team recorded it. Never set by a model."
    )
    strengths = models.JSONField(default=list, blank=True)
    needs = models.JSONField(default=list, blank=True)
    guardian_name = models.CharField(max_length=200, blank=True)
    guardian_email = models.CharField(max_length=254, blank=True)
    guardian_phone = models.CharField(max_length=40, blank=True)
    teachers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="students", blank=True)

    objects = StudentQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "student_number"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """As people say it: a Korean name has the family name first and no space."""
        if HANGUL.fullmatch(self.given_name) and HANGUL.fullmatch(self.family_name):
            return f"{self.family_name}{self.given_name}"
        return f"{self.given_name} {self.family_name}".strip()

    def redaction_terms(self) -> Iterable[Term]:
        """Everything in the row that names or identifies a person, for the gateway.

        Needs the teachers prefetched when called where no query may run.
        """
        yield Term(
            "STUDENT",
            self.full_name,
            (
                f"{self.given_name} {self.family_name}",
                f"{self.family_name} {self.given_name}",
                f"{self.family_name}{self.given_name}",
                self.given_name,
            ),
        )
        yield Term("ID", self.student_number)
        if self.birth_date:
            yield Term("DATE", self.birth_date.isoformat())
            yield from birthday_terms(self.birth_date)
        if self.guardian_name:
            yield Term("PERSON", self.guardian_name)
        if self.guardian_email:
            yield Term("EMAIL", self.guardian_email)
        if self.guardian_phone:
            yield Term("PHONE", self.guardian_phone)
        for teacher in self.teachers.all():
            if teacher.get_full_name():
                yield Term("PERSON", teacher.get_full_name())


class Assessment(Timestamped):
    """One result of one tool on one day. score is null when the student was not assessed."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="assessments")
    tool = models.CharField(max_length=200)
    area = models.CharField(max_length=100)
    date = models.DateField()
    score = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    percentile = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["-date", "area", "tool", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "tool", "area", "date"], name="assessment_once_a_day"
            ),
            models.CheckConstraint(
                name="assessment_percentile_range",
                condition=Q(percentile__isnull=True) | Q(percentile__gte=0, percentile__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool}, {self.area}, {self.date}"


class Note(models.Model):
    """An observation that a teacher wrote down."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="notes")
    date = models.DateField(default=timezone.localdate)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-date", "-id"]

    def __str__(self) -> str:
        return f"Note of {self.date}"


class PendingImport(models.Model):
    """A checked file between its preview and the person's yes. Deleted then, or after a day.

    data: the file as it came; nothing of it is in the record yet.
    """

    class Kind(models.TextChoices):
        STUDENTS = "students", "Students"
        ASSESSMENTS = "assessments", "Assessments"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    data = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
