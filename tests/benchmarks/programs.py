"""How long a program takes to draft, and how many tokens. Prints tables; asserts nothing.

    python -m tests.benchmarks.programs [--factor 10] [--without-rate]

A whole installation on loopback (real workers, SQLite unless DATABASE_URL says otherwise) drafts
against the fake provider, which takes 2.5 s for the metadata and 8 s for a week, divided by the
factor. Its model answers as the offline composer would, in compact JSON. Times are from the job's
creation to its end, both as the database has them. Tokens are counted over what was really sent
and answered: a token for every four characters begun, of all messages and the answer
(programs.prompts.count_tokens); the schema that travels beside the messages is counted apart.
"""

import argparse
import json
import math
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from programs.prompts import count_tokens
from tests.benchmarks.gateway.bench import table
from tests.fakes import FakeProviders, Received
from tests.installation import Installation
from tests.programs.answers import Model

# The middle of what the prototype measured; it wrote one week after another.
METADATA_SECONDS, WEEK_SECONDS = 2.5, 8.0
PROTOTYPE_TOKENS = 36_300
REQUESTS_PER_MINUTE = 25
LIMITED = (26, 26)

START = """
import json
from django.contrib.auth.models import Group
from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
from programs.operations.programs import create_program
from programs.screening import QUESTIONS
from project.models import Role, User
user, _ = User.objects.get_or_create(username="coach")
user.groups.add(Group.objects.get(name=Role.COACHES))
def start(weeks, days, goal, minutes):
    facts = ProgramFacts(goal=Goal(goal), level=Level.INTERMEDIATE, weeks=weeks, days=days,
        minutes=minutes, goal_text="I want to be strong and look good by summer",
        limits_text="My left ankle is a little stiff.", age=34, height_cm=178, weight_kg=81)
    return str(create_program(client=user, by=user, facts=facts,
        answers={{one.key: False for one in QUESTIONS}}).job.pk)
print(json.dumps([start(*values) for values in {programs}]))
"""
ENDED = """
import json
from project.models import Job
print(json.dumps([[job.status, job.created_at.isoformat(),
    job.finished_at.isoformat() if job.finished_at else None,
    sorted(set(job.steps.values_list("provider", flat=True)))]
    for job in Job.objects.filter(pk__in={jobs}).order_by("created_at")]))
"""
ONLY = """
import json
from providers.models import ProviderModel, Route, RouteEntry
route = Route.objects.get(name="programs")
route.entries.all().delete()
row = ProviderModel.objects.get(provider="openai", model="gpt-4o-mini")
print(json.dumps(RouteEntry.objects.create(route=route, provider_model=row, position=1).pk))
"""
LIMIT = """
import json
from providers.models import ProviderModel
rows = ProviderModel.objects.filter(provider="openai", model="gpt-4o-mini")
print(json.dumps(rows.update(requests_per_minute={limit})))
"""
COMPOSE = """
import json, time
from programs import offline
from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
facts = ProgramFacts(goal=Goal.HYPERTROPHY, level=Level.INTERMEDIATE, weeks=12, days=4)
began = time.perf_counter()
offline.compose_program(facts)
print(json.dumps(time.perf_counter() - began))
"""

Wanted = tuple[int, int, str, int]


def program(weeks: int, days: int = 4, goal: str = "hypertrophy", minutes: int = 60) -> Wanted:
    return weeks, days, goal, minutes


@dataclass(frozen=True)
class Drafted:
    """seconds: from the first job's creation to the last one's end."""

    seconds: float
    statuses: tuple[str, ...]
    providers: tuple[str, ...]
    calls: Sequence[Received] = ()


class Bench:
    def __init__(self, installation: Installation, fake: FakeProviders | None) -> None:
        self.installation = installation
        self.fake = fake

    def draft(self, *programs: Wanted, patience: float = 60) -> Drafted:
        seen = len(self.fake.requests) if self.fake else 0
        jobs = self.installation.query(START.format(programs=list(programs)))
        rows = self._ended(jobs, seen, sum(1 + one[0] for one in programs), patience)
        created = min(datetime.fromisoformat(row[1]) for row in rows)
        finished = max(datetime.fromisoformat(row[2]) for row in rows)
        return Drafted(
            (finished - created).total_seconds(),
            tuple(row[0] for row in rows),
            tuple(sorted({name for row in rows for name in row[3]})),
            self.fake.requests[seen:] if self.fake else (),
        )

    def _ended(self, jobs: list[str], seen: int, calls: int, patience: float) -> list[list]:
        """Looks at the provider first: asking the installation costs it time."""
        ends = time.monotonic() + patience
        while self.fake and time.monotonic() < ends:
            if sum(one.finished is not None for one in self.fake.requests[seen:]) >= calls:
                break
            time.sleep(0.1)
        while True:
            time.sleep(0.5)
            rows = self.installation.query(ENDED.format(jobs=jobs))
            if all(row[2] for row in rows):
                return rows


@contextmanager
def bench(fake: FakeProviders | None, **env: str) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder), Q_WORKERS="2", LOG_LEVEL="CRITICAL", **env)
        try:
            installation.manage("prepare")
            installation.query(ONLY)
            installation.start("worker")
            made = Bench(installation, fake)
            # Both workers at once, so that neither imports an SDK while it is measured.
            made.draft(program(2), program(2))
            yield made
        finally:
            installation.stop()


def through(fake: FakeProviders) -> dict[str, str]:
    return {
        "OPENAI_API_KEY": "sk-bench",
        "OPENAI_BASE_URL": fake.base_urls["openai"],
    }


def times(made: Bench, factor: float) -> None:
    metadata, week = METADATA_SECONDS / factor, WEEK_SECONDS / factor
    rows = []
    for weeks in (2, 4, 12, 26):
        runs = sorted((made.draft(program(weeks)) for _ in range(3)), key=lambda one: one.seconds)
        bound = metadata + 2 * week
        rows.append(
            [
                weeks, runs[1].seconds, runs[-1].seconds, bound,
                f"{100 * runs[-1].seconds / bound:.0f}%", metadata + weeks * week,
                "/".join(sorted({status for run in runs for status in run.statuses})),
            ]
        )  # fmt: skip
    table(
        f"Time to draft, in seconds: metadata {metadata:g} s, week {week:g} s (real ones divided "
        f"by {factor:g}), no limits, 20 steps at once",
        (
            "weeks", "median of 3", "worst", "metadata + 2 weeks", "worst of that",
            "one after another", "ended",
        ),
        rows,
    )  # fmt: skip


def tokens(made: Bench) -> None:
    rows = []
    for wanted in (
        program(12, 3), program(12, 4), program(12, 6), program(12, 3, "strength"),
        program(12, 4, "strength"), program(12, 6, "strength"), program(12, 6, minutes=90),
    ):  # fmt: skip
        calls = made.draft(wanted).calls
        prompt = sum(count_tokens(_messages(call)) for call in calls)
        answer = sum(count_tokens(call.answered) for call in calls)
        schema = sum(count_tokens(json.dumps(call.json.get("response_format"))) for call in calls)
        rows.append(
            [
                f"{wanted[1]} days, {wanted[2]}, {wanted[3]} min", len(calls), prompt, answer,
                prompt + answer, f"{100 * (prompt + answer) / PROTOTYPE_TOKENS:.0f}%", schema,
            ]
        )  # fmt: skip
    table(
        f"Tokens of 12 weeks (characters / 4), beside the prototype's {PROTOTYPE_TOKENS:,}",
        ("", "calls", "prompt", "answer", "in all", "of the prototype's", "schemas apart"),
        rows,
    )


def _messages(call: Received) -> str:
    return "".join(message["content"] for message in call.json["messages"])


def limited(made: Bench, factor: float) -> None:
    """Calls come in groups of the limit, a minute apart; the last group decides."""
    assert made.fake is not None
    made.installation.query(LIMIT.format(limit=REQUESTS_PER_MINUTE))
    # What was called before the limit was set is not in its count.
    time.sleep(1.5)
    made.fake.limit("openai", requests=REQUESTS_PER_MINUTE, window=60)
    calls = sum(1 + weeks for weeks in LIMITED)
    groups = math.ceil(calls / REQUESTS_PER_MINUTE)
    expected = 60 * (groups - 1) + (METADATA_SECONDS + WEEK_SECONDS) / factor
    run = made.draft(*(program(weeks) for weeks in LIMITED), patience=400)
    made.installation.query(LIMIT.format(limit=None))
    meter = made.fake.meter("openai")
    table(
        f"{len(LIMITED)} programs of {LIMITED[0]} weeks at {REQUESTS_PER_MINUTE} requests a minute",
        ("calls", "expected s", "measured s", "refused by the provider", "written by", "ended"),
        [
            [
                len(run.calls), expected, run.seconds, meter.refused, "/".join(run.providers),
                "/".join(sorted(set(run.statuses))),
            ]
        ],
    )  # fmt: skip
    begun = sorted(call.started for call in run.calls)
    firsts = [begun[index] - begun[0] for index in range(0, len(begun), REQUESTS_PER_MINUTE)]
    print("groups of calls begin at", ", ".join(f"{at:.1f} s" for at in firsts))


def without_models() -> None:
    with bench(None) as made:
        runs = sorted(made.draft(program(12)).seconds for _ in range(3))
        composed = made.installation.query(COMPOSE)
    table(
        "12 weeks offline, in seconds",
        ("", "median of 3", "worst"),
        [["job, from creation to end", runs[1], runs[-1]], ["composer alone", composed, composed]],
    )


def main(factor: float, *, with_rate: bool) -> None:
    for name in [name for name in os.environ if name.endswith(("_API_KEY", "_BASE_URL"))]:
        del os.environ[name]
    latency = {"metadata": METADATA_SECONDS / factor}
    latency |= {f"week-{number}": WEEK_SECONDS / factor for number in range(1, 27)}
    with FakeProviders() as fake:
        fake.answer = Model(latency=latency)
        with bench(fake, **through(fake)) as made:
            times(made, factor)
            tokens(made)
            if with_rate:
                limited(made, factor)
    without_models()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--factor", type=float, default=10.0)
    parser.add_argument("--without-rate", action="store_true")
    options = parser.parse_args()
    main(options.factor, with_rate=not options.without_rate)
