"""The list of programs."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.models.plans import ProgramQuerySet
from programs.scoping import can_plan, plannable_clients, readable_programs
from programs.views.questionnaire import begun
from project.drafts import DraftStatus
from project.models import Role, User
from project.people import PersonRequest
from project.permissions import require_role

PAGE_SIZE = 25


@require_safe
def programs(request: PersonRequest) -> HttpResponse:
    user = request.user
    require_role(user, Role.COACHES, Role.LEARNERS, Role.REVIEWERS)
    rows = readable_programs(user)
    clients = plannable_clients(user).exclude(pk=user.pk)
    client = chosen_client(clients, request.GET)
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    status = request.GET.get("status", "")
    found = listed(rows, status).matching(query)
    if client is not None:
        found = found.filter(client=client)
    page = Paginator(
        found.with_written_weeks().select_related("client", "screening").order_by("-updated_at"),
        PAGE_SIZE,
    ).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "query": query,
        "status": status,
        "statuses": DraftStatus.choices,
        "client": client,
        "clients": clients.order_by("last_name", "first_name", "username"),
        "is_filtered": bool(query or status or client),
        "has_programs": bool(page) or rows.exists(),
        "can_plan": can_plan(user),
        "begun": begun(user),
    }
    return render(request, "programs/programs.html", context)


def listed(rows: ProgramQuerySet, status: str) -> ProgramQuerySet:
    """Of each series the newest version, and the one that is in use beside a newer draft; with a
    status, the newest that has it.
    """
    if status in DraftStatus.values:
        return rows.filter(status=status).newest()
    shown = Q(pk__in=rows.newest().values("pk")) | Q(pk__in=rows.in_use().values("pk"))
    return rows.filter(shown)


def chosen_client(clients: QuerySet[User], wanted: QueryDict) -> User | None:
    text = wanted.get("client", "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return clients.filter(pk=int(text)).first() if is_number else None
