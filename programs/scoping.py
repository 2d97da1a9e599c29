"""What a person may open. What they may not see is a 404."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from programs.models import Program, Questionnaire, TrainingSession, Week
from programs.models.plans import ProgramQuerySet
from project.models import Role, User


def own_program(user: User, program_id: UUID) -> Program:
    """A program of the person's own, or of a client they coach: what they may change."""
    return get_object_or_404(
        Program.objects.visible_to(user).select_related("client", "screening"), pk=program_id
    )


def readable_programs(user: User) -> ProgramQuerySet:
    """Their own and their clients', and, for reviewers, those that left the draft state or wait
    for clearance.
    """
    own = Program.objects.visible_to(user).values("pk")
    reviewed = Program.objects.for_review_by(user).values("pk")
    return Program.objects.filter(Q(pk__in=own) | Q(pk__in=reviewed))


def readable_program(user: User, program_id: UUID) -> Program:
    return get_object_or_404(
        readable_programs(user).select_related("client", "screening"), pk=program_id
    )


def own_week(user: User, program_id: UUID, number: int) -> Week:
    program = own_program(user, program_id)
    return get_object_or_404(
        Week.objects.with_content().select_related("program__client", "program__screening"),
        program=program,
        number=number,
    )


def own_questionnaire(user: User, questionnaire_id: UUID) -> Questionnaire:
    return get_object_or_404(
        Questionnaire.objects.filter(owner=user).select_related("client"), pk=questionnaire_id
    )


def own_session(user: User, session_id: int) -> TrainingSession:
    return get_object_or_404(
        TrainingSession.objects.visible_to(user).select_related("client"), pk=session_id
    )


def followed_people(user: User) -> QuerySet[User]:
    """Whose training the person may see: their own, and that of the clients they coach;
    a superuser sees everyone's.
    """
    if user.is_superuser:
        return User.objects.all()
    return User.objects.filter(Q(pk=user.pk) | Q(coached_by__coach=user)).distinct()


def can_plan(user: User) -> bool:
    """Whether the person may make programs at all."""
    return user.has_role(Role.COACHES) or user.has_role(Role.LEARNERS)


def plannable_clients(user: User) -> QuerySet[User]:
    """Whom the person may make a program for: themselves, and those they coach."""
    return User.objects.filter(Q(pk=user.pk) | Q(coached_by__coach=user), is_active=True).distinct()


def plannable_client(user: User, client_id: int) -> User:
    client = plannable_clients(user).filter(pk=client_id).first()
    if client is None:
        raise Http404
    return client
