import pytest
from django.urls import reverse

from project.jobs import queue, runner
from project.jobs.operations import start_job
from project.models import Job
from tests.people import teacher
from tests.project.plans import SCRIPTED, fails, flat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    SCRIPTED.reset()
    tasks = []
    monkeypatch.setattr(queue, "async_task", lambda func, *args, **kw: tasks.append(args))
    return tasks


@pytest.fixture
def alice(client):
    user = teacher("alice")
    client.force_login(user)
    return user


def finished_job(owner, queued, steps=2):
    job = start_job(kind=SCRIPTED.kind, title="A test", steps=flat(steps), by=owner)
    while queued:
        runner.run_shard(*queued.pop(0))
    return job


def test_job_has_the_promised_shape(client, alice, queued):
    job = finished_job(alice, queued)

    body = client.get(f"/api/v1/jobs/{job.pk}/").json()

    assert set(body) == {
        "id", "kind", "title", "status", "progress", "message", "created_at", "started_at",
        "finished_at", "eta_seconds", "tokens", "cost", "error", "result", "steps_url",
    }  # fmt: skip
    assert body["status"] == "succeeded"
    assert body["progress"] == {"done": 2, "total": 2, "percent": 100}
    assert body["tokens"] == {"input": 20, "output": 10}
    assert float(body["cost"]) == pytest.approx(0.002)
    assert body["error"] is None


@pytest.mark.parametrize("path", ["status", "status/"])
def test_status_is_where_old_clients_poll(client, alice, queued, path):
    job = finished_job(alice, queued)

    response = client.get(f"/api/v1/jobs/{job.pk}/{path}")

    assert response.json()["id"] == str(job.pk)


@pytest.mark.parametrize("verb", ["cancel", "retry"])
def test_closing_slash_may_be_left_out(client, alice, queued, verb):
    SCRIPTED.script["s1"] = fails()
    job = finished_job(alice, queued)

    response = client.post(f"/api/v1/jobs/{job.pk}/{verb}")

    assert response.status_code in (202, 409)


def test_steps_name_what_failed(client, alice, queued):
    SCRIPTED.script["s1"] = fails()
    job = finished_job(alice, queued)

    body = client.get(f"/api/v1/jobs/{job.pk}/").json()
    steps = client.get(body["steps_url"]).json()

    assert body["status"] == "partial"
    assert body["error"]["type"] == "/problems/unavailable"
    assert [step["status"] for step in steps] == ["succeeded", "failed"]
    assert steps[1]["error_text"] == "The provider is down. Try again."


def test_retry_answers_202_with_location(client, alice, queued):
    SCRIPTED.script["s1"] = fails()
    job = finished_job(alice, queued)

    response = client.post(f"/api/v1/jobs/{job.pk}/retry/")

    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/jobs/{job.pk}/"
    assert response.json()["status"] == "pending"
    assert len(queued) == 1


def test_cancel_of_an_ended_job_is_409(client, alice, queued):
    job = finished_job(alice, queued)

    response = client.post(f"/api/v1/jobs/{job.pk}/cancel/")

    assert response.status_code == 409
    assert response.json()["type"] == "/problems/job-not-live"


@pytest.mark.parametrize("suffix", ["", "status", "steps/", "cancel/", "retry/"])
def test_anothers_job_is_404(client, alice, queued, suffix):
    job = finished_job(teacher("bob"), queued)
    method = client.post if suffix in ("cancel/", "retry/") else client.get

    assert method(f"/api/v1/jobs/{job.pk}/{suffix}").status_code == 404
    assert client.get("/api/v1/jobs/").json()["results"] == []


def test_list_costs_the_same_for_1_and_20(client, alice, queued, django_assert_num_queries):
    finished_job(alice, queued)
    client.get("/api/v1/jobs/")  # warms caches that belong to the process
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/jobs/")
    for _ in range(19):
        finished_job(alice, queued)

    with CaptureQueriesContext(connection) as twenty:
        rows = client.get("/api/v1/jobs/").json()["results"]

    assert len(rows) == 20
    assert len(twenty) == len(one)


def test_list_filters_by_status(client, alice, queued):
    finished_job(alice, queued)

    assert len(client.get("/api/v1/jobs/?status=succeeded").json()["results"]) == 1
    assert client.get("/api/v1/jobs/?status=failed").json()["results"] == []
    assert client.get("/api/v1/jobs/?status=nonsense").status_code == 400


def test_cursor_pages_skip_and_double_nothing(client, alice, queued):
    for _ in range(7):
        finished_job(alice, queued, steps=1)
    Job.objects.update(created_at=Job.objects.first().created_at)

    seen, url = [], "/api/v1/jobs/?page_size=2"
    while url:
        page = client.get(url).json()
        seen += [row["id"] for row in page["results"]]
        url = page["next"]

    assert len(seen) == len(set(seen)) == 7


class TestPages:
    def test_job_page_shows_progress_and_steps(self, client, alice, queued):
        job = finished_job(alice, queued)

        html = client.get(reverse("job", args=[job.pk])).content.decode()

        assert "A test" in html
        assert "Step 1" in html

    def test_fragment_for_htmx_varies(self, client, alice, queued):
        job = finished_job(alice, queued)

        response = client.get(reverse("job", args=[job.pk]), headers={"HX-Request": "true"})

        assert "HX-Request" in response["Vary"]
        assert "<html" not in response.content.decode()

    def test_buttons_work_without_javascript(self, client, alice, queued):
        job = start_job(kind=SCRIPTED.kind, title="A test", steps=flat(1), by=alice)

        response = client.post(reverse("job-cancel", args=[job.pk]), follow=True)

        assert response.redirect_chain[-1][0] == reverse("job", args=[job.pk])
        job.refresh_from_db()
        assert job.status == "cancelled"

    def test_anothers_job_page_is_404(self, client, alice, queued):
        job = finished_job(teacher("bob"), queued)

        assert client.get(reverse("job", args=[job.pk])).status_code == 404
        assert client.post(reverse("job-cancel", args=[job.pk])).status_code == 404

    def test_jobs_page_lists_mine(self, client, alice, queued):
        finished_job(alice, queued)
        finished_job(teacher("bob"), queued)

        html = client.get(reverse("jobs")).content.decode()

        assert html.count("A test") == 1
