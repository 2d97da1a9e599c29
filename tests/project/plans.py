"""A plan for tests: steps do what the test's script says, without provider or domain."""

import threading
import time
from collections import Counter
from decimal import Decimal

from project.jobs import plans
from project.jobs.plans import Drafted, Plan, StepCancelled, StepFailed, StepSpec


class ScriptedPlan(Plan):
    """draft() looks its step up in `script`: a callable taking the context, or a value."""

    kind = "tests.scripted"
    shard_size = 4

    def __init__(self):
        self.reset()

    def reset(self):
        self.script = {}
        self.drafted = Counter()
        self.stored = Counter()
        self.finished = []
        self.concurrent = 0
        self.most_concurrent = 0
        self.lock = threading.Lock()

    def collect(self, job, steps):
        return {step.key: step.key for step in steps}

    def draft(self, facts, context):
        with self.lock:
            self.drafted[facts] += 1
            self.concurrent += 1
            self.most_concurrent = max(self.most_concurrent, self.concurrent)
        try:
            action = self.script.get(facts)
            value = action(context) if callable(action) else action
        finally:
            with self.lock:
                self.concurrent -= 1
        return Drafted(
            value,
            provider="fake",
            model="m1",
            input_tokens=10,
            output_tokens=5,
            cost=Decimal("0.001"),
        )

    def store(self, job, step, drafted):
        self.stored[step.key] += 1

    def finish(self, job):
        self.finished.append(job.status)

    def result(self, job):
        return None


SCRIPTED = ScriptedPlan()
plans.register(SCRIPTED)


def fails(category="unavailable", text="The provider is down. Try again."):
    def action(context):
        raise StepFailed(category, text, input_tokens=3, output_tokens=1, cost=Decimal("0.0005"))

    return action


def breaks(context):
    raise ValueError("secret detail")


def waits(event, seconds=10.0):
    """Waits for the event, like a call to a provider; notices a cancel as the gateway does."""

    def action(context):
        ends = time.monotonic() + seconds
        while not event.wait(0.02):
            if context.cancelled():
                raise StepCancelled
            if time.monotonic() > ends:
                raise TimeoutError
        return

    return action


def three_stages():
    return [
        StepSpec("plan", "Plan", stage=0, required=True),
        StepSpec("one", "Part one", stage=1),
        StepSpec("two", "Part two", stage=1),
        StepSpec("end", "End", stage=2),
    ]


def flat(count):
    return [StepSpec(f"s{index}", f"Step {index}") for index in range(count)]
