"""How long a draft takes, from the click to the page. Prints a table; asserts nothing.

Starts a whole installation on loopback, once offline and once with the fake provider server,
which takes a fixed time per call.
"""

import json
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tests.fakes import FakeProviders
from tests.ieps.answers import plausible
from tests.installation import Installation, get

ROUNDS = 8
CALL_SECONDS = 2.0


def parsed(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def one_draft(url: str, token: str, student: str) -> dict[str, float]:
    """Milliseconds: the starting request, start to end of the job, request to the last row seen."""
    begun = time.perf_counter()
    _, job = get(f"{url}/api/v1/ieps/advanced/create-with-rag", token, {"student_id": student})
    request = time.perf_counter() - begun
    while job["status"] in ("pending", "running"):
        time.sleep(0.02)
        _, job = get(f"{url}/api/v1/jobs/{job['id']}/status", token)
    total = time.perf_counter() - begun
    if job["status"] != "succeeded":
        print("  job ended as", job["status"], job["message"])
    run = (parsed(job["finished_at"]) - parsed(job["started_at"])).total_seconds()
    return {"request": request * 1000, "job": run * 1000, "click to done": total * 1000}


def measure(name: str, **env: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder), Q_WORKERS="2", WEB_WORKERS="2", **env)
        try:
            _, url = installation.up()
            users = json.loads(installation.manage("demo", "--json").stdout)["users"]
            token = next(user["token"] for user in users if user["username"] == "teacher")
            student = get(f"{url}/api/v1/ieps/students/", token)[1]["results"][0]["id"]
            one_draft(url, token, student)
            rows = [one_draft(url, token, student) for _ in range(ROUNDS)]
        finally:
            installation.stop()
    for column in rows[0]:
        values = sorted(row[column] for row in rows)
        print(
            f"{name:<34} {column:<14} p50 {statistics.median(values):7.0f} ms"
            f"   worst {values[-1]:7.0f} ms"
        )


def main() -> None:
    measure("offline, 17 sections")
    with FakeProviders() as fake:
        fake.answer = plausible
        fake.latency = CALL_SECONDS
        measure(
            f"model, {CALL_SECONDS:.0f} s a call, 17 calls",
            OPENAI_API_KEY="sk-bench",
            OPENAI_BASE_URL=fake.base_urls["openai"],
            LLM_ROUTE_IEPS="openai:gpt-4o-mini",
        )


if __name__ == "__main__":
    main()
