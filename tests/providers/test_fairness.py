"""Who waits for a model's budget is served in turn, and nobody waits for somebody who has left."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from project.findings import Finding, Severity
from providers import gateway, limits, routing
from providers.limits import Reservation
from providers.models import Bucket, Route
from tests.fakes import Fail, Ok
from tests.providers.conftest import GOOD, MODELS, Week
from tests.providers.test_failover import gateway_warm_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timed]


@pytest.fixture
def booked(providers) -> Callable[..., None]:
    """Leaves so many requests and tokens in the model's minute, each so many seconds old."""

    def make(name: str, *ages: int, tokens: int = 10) -> None:
        now = int(time.time())
        slots: dict[str, list[int]] = {}
        for age in ages:
            counts = slots.setdefault(str(now - age), [0, 0])
            counts[0] += 1
            counts[1] += tokens
        Bucket.objects.update_or_create(
            provider=name,
            model=MODELS[name],
            defaults={"slots": {"m": slots, "d": {}, "p": {}}, "version": 99},
        )
        limits.forget()

    return make


@pytest.fixture
def admitted(monkeypatch) -> list[str]:
    """The names of the threads whose call got its place, in that order."""
    order: list[str] = []
    reserve = limits.reserve

    def noted(*given, **named):
        result = reserve(*given, **named)
        if isinstance(result, Reservation):
            order.append(threading.current_thread().name)
        return result

    monkeypatch.setattr(limits, "reserve", noted)
    return order


class Crowd:
    """Callers in threads of their own. ended: the provider or the category, by name."""

    def __init__(self) -> None:
        self.ended: dict[str, str] = {}
        self.took: dict[str, float] = {}
        self.threads: list[threading.Thread] = []

    def comes(self, name: str, request: gateway.GenerationRequest) -> None:
        thread = threading.Thread(target=self._call, args=(name, request), name=name)
        self.threads.append(thread)
        thread.start()
        time.sleep(0.03)

    def _call(self, name: str, request: gateway.GenerationRequest) -> None:
        began = time.monotonic()
        try:
            self.ended[name] = gateway.generate(request).provider
        except gateway.GenerationFailed as failure:
            self.ended[name] = str(failure.category)
        except gateway.GenerationCancelled:
            self.ended[name] = "cancelled"
        finally:
            self.took[name] = time.monotonic() - began
            connection.close()


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    made = Crowd()
    yield made
    for thread in made.threads:
        thread.join()


def all_gone(crowd: Crowd) -> None:
    for thread in crowd.threads:
        thread.join(20)


def test_a_long_line_is_served_in_order_and_to_its_end(
    providers, route, ask, booked, admitted, crowd
):
    """Thirty callers for a model where ten places come free each second."""
    route("groq", requests_per_minute=30)
    gateway_warm_up(providers, "groq")
    booked("groq", *[60] * 10, *[59] * 10, *[58] * 10)
    names = [f"caller {number:02}" for number in range(30)]
    for name in names:
        crowd.comes(name, ask(deadline=15.0))
    all_gone(crowd)
    # Who was let in is noted a moment later, by threads that may swap places on a busy machine.
    assert sorted(admitted) == names
    assert all(abs(admitted.index(name) - place) <= 2 for place, name in enumerate(names))
    assert crowd.ended == dict.fromkeys(names, "groq")
    assert len(providers.calls("groq")) == 30


def test_a_large_call_is_not_overtaken_for_ever_by_small_ones(
    providers, route, ask, booked, admitted, crowd
):
    route("groq", tokens_per_minute=10_000)
    gateway_warm_up(providers, "groq")
    booked("groq", 59, tokens=8_000)
    # The first needs nearly all of the minute; there is room for the others at once.
    crowd.comes("large", ask(deadline=12.0, max_output_tokens=9_000))
    for number in range(3):
        crowd.comes(f"small {number}", ask(deadline=12.0, max_output_tokens=100))
    all_gone(crowd)
    assert admitted == ["large", "small 0", "small 1", "small 2"]
    assert set(crowd.ended.values()) == {"groq"}


def test_who_leaves_the_line_holds_up_nobody(providers, route, ask, booked, admitted, crowd):
    route("groq", requests_per_minute=3)
    gateway_warm_up(providers, "groq")
    booked("groq", 59, 59, 59)
    leaves = threading.Event()
    crowd.comes("first", ask(deadline=12.0, cancelled=leaves.is_set))
    crowd.comes("second", ask(deadline=12.0))
    crowd.comes("third", ask(deadline=12.0, cancelled=leaves.is_set))
    crowd.comes("fourth", ask(deadline=12.0))
    leaves.set()
    all_gone(crowd)
    assert admitted == ["second", "fourth"]
    assert crowd.ended == {
        "first": "cancelled",
        "second": "groq",
        "third": "cancelled",
        "fourth": "groq",
    }
    assert crowd.took["fourth"] < 4.0


def test_who_goes_on_with_another_model_leaves_the_line_of_the_first(providers, route, ask, crowd):
    """The first in groq's line goes on with openai and stays there: the next one has its turn."""
    both = route("groq", "openai")
    groq = both.entries.get(position=0).provider_model
    groq.tokens_per_minute = 10_000
    groq.save()
    Route.objects.create(name="alone").entries.create(provider_model=groq, position=0)
    routing.forget()
    gateway_warm_up(providers, "groq")
    # A running call has booked everything and may give it back any moment.
    second = str(int(time.time()))
    taken = {"m": {second: [1, 10_000]}, "d": {}, "p": {second: [10_000]}}
    Bucket.objects.create(provider="groq", model=MODELS["groq"], slots=taken)
    providers.script("openai", Fail("rate_limit", retry_after="0.6"), Ok(value=GOOD, latency=6.0))
    crowd.comes("both", ask(deadline=15.0))
    time.sleep(1.2)
    assert len(providers.calls("openai")) == 2
    crowd.comes("alone", ask(route="alone", deadline=15.0))
    Bucket.objects.update(slots={"m": {}, "d": {}, "p": {}}, version=99)
    all_gone(crowd)
    assert crowd.ended == {"both": "openai", "alone": "groq"}
    assert crowd.took["both"] > 6.0
    assert crowd.took["alone"] < 3.0


def test_a_re_ask_that_waits_for_room_still_tells_the_errors(providers, route, ask, booked):
    route("groq", requests_per_minute=2)
    gateway_warm_up(providers, "groq")
    booked("groq", 59)
    providers.script("groq", Ok(value=GOOD | {"sessions": 70}))
    draft = gateway.generate(ask(deadline=12.0))
    assert [attempt.category for attempt in draft.attempts] == ["invalid_output", "ok"]
    asked = providers.calls("groq")[1].json["messages"]
    assert [message["role"] for message in asked] == ["system", "user", "assistant", "user"]
    assert "less than or equal to 7" in asked[-1]["content"]


def test_a_re_ask_without_room_asks_no_third_time(providers, route, ask, booked):
    route("groq", requests_per_minute=3)
    gateway_warm_up(providers, "groq")
    booked("groq", 59, 59)
    providers.always("groq", Ok(value=GOOD | {"sessions": 70}))
    with pytest.raises(gateway.GenerationFailed) as failure:
        gateway.generate(ask(deadline=12.0))
    assert failure.value.category == "invalid_output"
    assert len(providers.calls("groq")) == 2


def test_a_flagged_value_is_kept_when_there_is_no_room_to_ask_again(providers, route, ask):
    route("groq", requests_per_minute=1)
    broken = Finding(Severity.ERROR, "too-few", "sessions", "There are too few sessions.")
    draft = gateway.generate(ask(deadline=3.0, check=lambda week: [broken]))
    assert draft.value == Week(**GOOD)
    assert draft.findings == (broken,)
    with pytest.raises(gateway.GenerationFailed) as failure:
        gateway.generate(ask(deadline=3.0, check=lambda week: [broken], on_findings="reject"))
    assert failure.value.category == "rate_limit"
    assert len(providers.calls("groq")) == 1


def test_another_model_goes_before_a_flagged_value(providers, route, ask):
    made = route("groq", "openai")
    groq = made.entries.get(position=0).provider_model
    groq.requests_per_minute = 1
    groq.save()
    routing.forget()
    broken = Finding(Severity.ERROR, "too-few", "sessions", "There are too few sessions.")
    answers = iter([GOOD | {"sessions": 1}, GOOD])
    providers.answer = lambda call: next(answers)
    draft = gateway.generate(ask(check=lambda week: [broken] if week.sessions < 2 else []))
    assert (draft.provider, draft.findings) == ("openai", ())
