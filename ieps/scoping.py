"""What a person may open. What they may not see is a 404."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from ieps.models import IEP, Section, Student
from ieps.schemas import SECTION_KEYS
from project.models import User


def own_student(user: User, student_id: UUID) -> Student:
    return get_object_or_404(Student.objects.visible_to(user), pk=student_id)


def own_iep(user: User, iep_id: UUID) -> IEP:
    """An IEP of one of the person's own students."""
    return get_object_or_404(IEP.objects.visible_to(user).select_related("student"), pk=iep_id)


def readable_iep(user: User, iep_id: UUID) -> IEP:
    return get_object_or_404(readable_ieps(user).select_related("student"), pk=iep_id)


def readable_ieps(user: User) -> QuerySet[IEP]:
    """Their own, and, for reviewers, those that have been sent to review."""
    own = IEP.objects.visible_to(user).values("pk")
    reviewed = IEP.objects.for_review_by(user).values("pk")
    return IEP.objects.filter(Q(pk__in=own) | Q(pk__in=reviewed))


def readable_versions(user: User, row: IEP) -> QuerySet[IEP]:
    readable = readable_ieps(user).filter(student=row.student)
    return readable.order_by("-academic_year", "-version")


def own_section(user: User, iep_id: UUID, key: str) -> Section:
    require_known(key)
    return get_object_or_404(
        Section.objects.select_related("iep__student").prefetch_related("goals", "services"),
        iep=own_iep(user, iep_id),
        key=key,
    )


def require_known(key: str) -> None:
    """A 404 for what cannot be a section's key, before the database is asked about it."""
    if key not in SECTION_KEYS:
        raise Http404
