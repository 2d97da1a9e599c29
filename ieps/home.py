"""What the IEP app shows on the home page and in the menu."""

from collections.abc import Sequence

from django.urls import reverse

from ieps.models import IEP
from project import navigation
from project.drafts import DraftStatus
from project.models import Role, User
from project.navigation import AppEntry, DraftLine


def line(iep: IEP) -> DraftLine:
    return DraftLine(
        title=iep.student.full_name,
        subtitle=f"IEP {iep.label}",
        url=reverse("iep", args=[iep.pk]),
        status=iep.status,
        status_label=iep.get_status_display(),
        updated_at=iep.updated_at,
    )


def drafts(user: User, limit: int) -> Sequence[DraftLine]:
    rows = IEP.objects.visible_to(user).filter(status=DraftStatus.DRAFT)
    return [line(iep) for iep in rows.select_related("student").order_by("-updated_at")[:limit]]


def awaiting_review(user: User, limit: int) -> Sequence[DraftLine]:
    rows = IEP.objects.for_review_by(user).filter(status=DraftStatus.IN_REVIEW)
    return [line(iep) for iep in rows.select_related("student").order_by("updated_at")[:limit]]


def register() -> None:
    navigation.register(
        AppEntry(
            title="Students",
            url_name="students",
            roles=(Role.TEACHERS,),
            start_text="Draft an IEP from a student's record, then edit it and send it to review.",
            start_button="Choose a student",
            drafts=drafts,
            awaiting_review=awaiting_review,
        )
    )
