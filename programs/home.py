"""What the programs app shows on the home page and in the menu."""

from collections.abc import Sequence

from django.urls import reverse

from programs.models import Program
from project import navigation
from project.drafts import DraftStatus
from project.models import Role, User
from project.navigation import AppEntry, DraftLine


def line(program: Program) -> DraftLine:
    return DraftLine(
        title=program.title,
        subtitle=f"{program.client.display_name}, version {program.version}",
        url=reverse("program", args=[program.pk]),
        status=program.status,
        status_label=program.get_status_display(),
        updated_at=program.updated_at,
    )


def drafts(user: User, limit: int) -> Sequence[DraftLine]:
    rows = Program.objects.visible_to(user).filter(status=DraftStatus.DRAFT)
    return [line(row) for row in rows.select_related("client").order_by("-updated_at")[:limit]]


def awaiting_review(user: User, limit: int) -> Sequence[DraftLine]:
    rows = Program.objects.for_review_by(user).filter(status=DraftStatus.IN_REVIEW)
    return [line(row) for row in rows.select_related("client").order_by("updated_at")[:limit]]


def register() -> None:
    navigation.register(
        AppEntry(
            title="Programs",
            url_name="programs",
            roles=(Role.COACHES, Role.LEARNERS),
            start_text="Answer a few questions and get a training plan, week by week, to check "
            "and change.",
            start_button="Plan a program",
            drafts=drafts,
            awaiting_review=awaiting_review,
        )
    )
