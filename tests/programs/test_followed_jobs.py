"""A draft is the business of everybody whose program it is: coach and client follow its job."""

import pytest
from django.urls import reverse

from project.models import Job
from tests.programs.calls import GENERATE, answers, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(client, alice, bob, held_queue):
    """Alice, who coaches Bob, has a program drafted for him."""
    client.force_login(alice)
    made = post(client, GENERATE, answers(bob)).json()
    return Job.objects.get(pk=made["job_id"])


def addresses(job):
    api = f"/api/v1/jobs/{job.pk}/"
    return [api, f"{api}status/", f"{api}steps/", reverse("job", args=[job.pk])]


def test_client_watches_and_cancels_what_the_coach_started(client, bob, job):
    client.force_login(bob)

    for address in addresses(job):
        assert client.get(address).status_code == 200, address
    assert post(client, f"/api/v1/jobs/{job.pk}/cancel/").status_code == 202

    job.refresh_from_db()
    assert job.cancel_requested_at is not None
    assert post(client, f"/api/v1/jobs/{job.pk}/retry/").status_code == 202


def test_client_finds_the_buttons_on_the_programs_page(client, bob, job):
    client.force_login(bob)

    html = client.get(reverse("program", args=[job.subject_id])).content.decode()

    assert reverse("job-cancel", args=[job.pk]) in html
    assert reverse("job", args=[job.pk]) in html


def test_list_of_jobs_is_of_ones_own(client, bob, job):
    client.force_login(bob)

    assert client.get("/api/v1/jobs/").json()["results"] == []


def test_nobody_else_does(client, charlie, rita, job):
    for stranger in (charlie, rita):
        client.force_login(stranger)
        for address in addresses(job):
            assert client.get(address).status_code == 404, address
        for verb in ("cancel", "retry"):
            assert post(client, f"/api/v1/jobs/{job.pk}/{verb}/").status_code == 404
            assert client.post(reverse(f"job-{verb}", args=[job.pk])).status_code == 404


def test_job_of_a_deleted_program_is_its_owners(client, alice, bob, job):
    Job.objects.update(subject_id="3f0c9a3e-0000-4000-8000-000000000000")

    for person, expected in ((alice, 200), (bob, 404)):
        client.force_login(person)
        assert client.get(f"/api/v1/jobs/{job.pk}/").status_code == expected
