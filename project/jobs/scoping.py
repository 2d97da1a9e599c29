"""Whose job is whose business."""

from uuid import UUID

from django.http import Http404

from project.jobs.plans import plan_for
from project.models import Job, User


def followed_job(user: User, job_id: UUID) -> Job:
    """One's own job, or one about something that is one's own as well: a 404 for every other."""
    job = Job.objects.select_related("owner").filter(pk=job_id).first()
    if job is None or not may_follow(user, job):
        raise Http404
    return job


def may_follow(user: User, job: Job) -> bool:
    return job.owner_id == user.pk or plan_for(job.kind).may_follow(job, user)
