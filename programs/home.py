"""What the programs app shows on the home page and in the menu."""

from collections.abc import Sequence

from django.urls import reverse

from programs.models import Program
from programs.models.plans import ProgramQuerySet
from project import navigation
from project.drafts import DraftStatus
from project.models import Role, User
from project.navigation import AppEntry, DraftLine


def line(program: Program, user: User) -> DraftLine:
    notable = ""
    if program.screening.needs_clearance:
        notable = "Waits for clearance"
    elif program.status == DraftStatus.DRAFT and program.review_note:
        notable = "Returned with a note"
    whose = "" if program.client_id == user.pk else f"{program.client.display_name}, "
    return DraftLine(
        title=program.title,
        subtitle=f"{whose}version {program.version}",
        url=reverse("program", args=[program.pk]),
        status="warning" if notable else program.status,
        status_label=notable or program.get_status_display(),
        updated_at=program.updated_at,
    )


def lines(rows: ProgramQuerySet, user: User, limit: int) -> Sequence[DraftLine]:
    return [line(row, user) for row in rows.select_related("client", "screening")[:limit]]


def drafts(user: User, limit: int) -> Sequence[DraftLine]:
    rows = Program.objects.visible_to(user).newest().filter(status=DraftStatus.DRAFT)
    return lines(rows.order_by("-updated_at"), user, limit)


def awaiting_review(user: User, limit: int) -> Sequence[DraftLine]:
    """What the person is asked to decide, and, first, clients whose clearance nobody recorded."""
    clients = User.objects.filter(coached_by__coach=user)
    stopped = Program.objects.filter(client__in=clients).awaiting_clearance()
    sent = Program.objects.for_review_by(user).filter(status=DraftStatus.IN_REVIEW)
    return [
        *lines(stopped.order_by("created_at"), user, limit),
        *lines(sent.order_by("updated_at"), user, limit),
    ]


def in_use(user: User, limit: int) -> Sequence[DraftLine]:
    rows = Program.objects.filter(client=user).in_use()
    return lines(rows.order_by("-approved_at"), user, limit)


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
            in_use=in_use,
            readers=(Role.REVIEWERS,),
        )
    )
