"""Circuits and budgets that several real processes share through the database."""

import json

import pytest

from tests.fakes import Fail, Ok
from tests.installation import Installation

pytestmark = [pytest.mark.timeout(180), pytest.mark.timed]

PROCESSES = 4
THREADS = 8
RATE = 25
# Everyone calls at the same moment, once every process has loaded what it needs.
WORK = """
import json, threading, time
from providers import gateway, ledger
from providers.backends import backend
backend("openai"), backend("cerebras")
import openai, cerebras.cloud.sdk
served, failed = [], []
def work():
    request = gateway.GenerationRequest(
        route="drafts", messages=[gateway.Message("user", "Hello.")], deadline={deadline})
    try:
        served.append(gateway.generate(request).provider)
    except gateway.GenerationFailed as failure:
        failed.append(failure.category)
threads = [threading.Thread(target=work) for _ in range({threads})]
time.sleep(max({begin} - time.time(), 0))
[thread.start() for thread in threads]
[thread.join() for thread in threads]
ledger.flush()
print(json.dumps({{"served": served, "failed": failed}}))
"""
PREPARE = """
import datetime, json, time
from django.utils import timezone
from providers.models import Circuit, ProviderModel, Route
route = Route.objects.create(name="drafts")
for position, name in enumerate(["gpt-4o", "qwen-3-235b-a22b-thinking-2507"]):
    row = ProviderModel.objects.get(model=name)
    row.requests_per_minute = row.tokens_per_minute = None
    row.save()
    route.entries.create(provider_model=row, position=position)
{more}
print(json.dumps(time.time()))
"""
# Nothing is free at first; then two places in each second.
FULL = """
from providers.models import Bucket
ProviderModel.objects.filter(model="gpt-4o").update(requests_per_minute=32)
route.entries.exclude(provider_model__model="gpt-4o").delete()
begin = int(time.time()) + 6
slots = {{str(begin - 60 + second): [2, 20] for second in range(16)}}
Bucket.objects.create(provider="openai", model="gpt-4o", slots={{"m": slots, "d": {{}}, "p": {{}}}})
"""
DUE = """
past = timezone.now() - datetime.timedelta(seconds=1)
Circuit.objects.create(provider="openai", model="gpt-4o", state="open", failures=3, openings=1,
                       open_until=past)
"""
LIMITED = f'ProviderModel.objects.filter(model="gpt-4o").update(requests_per_minute={RATE})'


@pytest.fixture
def installed(tmp_path, fake_providers):
    one = Installation(tmp_path, **fake_providers.environment())
    done = one.manage("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr[-2000:]
    yield one
    one.stop()


def all_at_once(installed: Installation, more: str, deadline: float = 8.0) -> dict[str, list[str]]:
    """What the calls of all processes came to."""
    now = installed.query(PREPARE.format(more=more))
    code = WORK.format(threads=THREADS, begin=now + 6.0, deadline=deadline)
    started = [installed.start("shell", "-v", "0", "-c", code) for _ in range(PROCESSES)]
    ended: dict[str, list[str]] = {"served": [], "failed": []}
    for process in started:
        process.wait(60)
        printed = process.log.read_text().strip().splitlines()
        assert process.returncode == 0, printed[-20:]
        for key, values in json.loads(printed[-1]).items():
            ended[key] += values
    return ended


def test_one_call_of_all_processes_probes(installed, fake_providers):
    fake_providers.always("openai", Fail("server_error", latency=1.0))
    ended = all_at_once(installed, DUE)
    assert ended["failed"] == []
    assert ended["served"] == ["cerebras"] * PROCESSES * THREADS
    assert len(fake_providers.calls("openai")) == 1


def test_all_processes_together_keep_to_one_budget(installed, fake_providers):
    fake_providers.limit("openai", requests=RATE, window=60)
    fake_providers.always("openai", Ok("Hello.", latency=0.1))
    ended = all_at_once(installed, LIMITED)
    assert ended["failed"] == []
    assert ended["served"].count("openai") == RATE
    assert fake_providers.meter("openai").refused == 0
    assert fake_providers.meter("openai").admitted == RATE


def test_waiting_processes_starve_nobody(installed, fake_providers):
    """Each of them has a line of its own, and all of them come to their end."""
    ended = all_at_once(installed, FULL.format(), deadline=25.0)
    assert ended["failed"] == []
    assert ended["served"] == ["openai"] * PROCESSES * THREADS
    calls = fake_providers.calls("openai")
    # Nobody was let in before there was room: two each second, from the first second on.
    assert len(calls) == PROCESSES * THREADS
    assert calls[-1].started - calls[0].started > 10
