from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from project.models import Job
from project.problems import InvalidInput
from providers import figures
from providers.figures import State
from providers.figures.percentiles import percentiles
from providers.figures.slots import slot_of
from providers.models import Budget, Call, Circuit, ProviderModel
from tests.people import person, teacher
from tests.providers.pages.conftest import call

pytestmark = pytest.mark.django_db
DAY = figures.span_named("day")


def of_gpt(span=DAY):
    return figures.figures(span)["openai", "gpt-4o"]


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([], 50, None),
        ([7], 95, 7),
        ([1, 2, 3, 4], 50, 2),
        (list(range(1, 101)), 95, 95),
        ([3, 1, 2], 50, 2),
    ],
)
def test_percentile_is_the_nearest_rank(db, values, percent, expected):
    Call.objects.bulk_create(
        Call(route="r", provider="p", model="m", category="ok", latency_ms=value)
        for value in values
    )

    found = percentiles(Call.objects.all(), "latency_ms", ["provider"], (percent, 1))

    assert found.get(("p",), {}).get(percent) == expected


class TestFigures:
    def test_sums_what_the_providers_counted(self, db):
        call(latency_ms=100, first_token_ms=40)
        call(latency_ms=300, first_token_ms=60)
        call(category="timeout", latency_ms=9_000, input_tokens=0, output_tokens=0, cost=0)

        found = of_gpt()

        assert (found.calls, found.failed) == (3, 1)
        assert (found.input_tokens, found.output_tokens) == (200, 40)
        assert found.cost == Decimal("0.001")
        assert found.success_rate == pytest.approx(2 / 3)
        assert (found.p50_ms, found.p95_ms, found.first_token_ms) == (100, 300, 40)

    def test_cancelled_calls_are_no_failures(self, db):
        call()
        call(category="cancelled")

        assert of_gpt().success_rate == 1
        assert of_gpt().failed == 0

    def test_without_any_call_nothing_is_claimed(self, db):
        assert figures.figures(DAY) == {}
        assert figures.Figures().success_rate is None

    def test_the_span_bounds_what_counts(self, db):
        call(ago=timedelta(hours=3))

        assert figures.figures(figures.span_named("hour")) == {}
        assert of_gpt().calls == 1
        assert of_gpt(figures.span_named("week")).calls == 1

    def test_a_nearly_perfect_rate_does_not_read_as_100(self):
        assert figures.Figures(calls=10_000, failed=1).success_percent == 99.9

    def test_the_chart_never_contradicts_the_figure(self, gpt):
        """One slot holds all calls, the latest of which were the fastest."""
        Call.objects.bulk_create(
            Call(route="r", provider="openai", model="gpt-4o", category="ok", latency_ms=latency)
            for latency in [705] * 100 + [300] * 600
        )

        [point] = [one for one in figures.latency_over_time(DAY, gpt) if one.p95_ms]

        assert (of_gpt().p50_ms, of_gpt().p95_ms) == (point.p50_ms, point.p95_ms) == (300, 705)
        assert [one.p95_ms for one in figures.history(DAY, gpt) if one.p95_ms] == [705]

    def test_costs_the_same_for_1_and_20(self, db):
        call()
        rows = list(ProviderModel.objects.all())
        with CaptureQueriesContext(connection) as one:
            figures.reports(rows[:1], DAY)
        for number in range(20):
            ProviderModel.objects.create(provider="p", model=f"m{number}", backend="openai")
            call("p", f"m{number}")
        with CaptureQueriesContext(connection) as twenty:
            found = figures.reports(list(ProviderModel.objects.filter(provider="p")), DAY)

        assert len(found) == 20
        assert len(twenty) == len(one) + 1  # the rows themselves were read inside

    def test_models_outside_the_catalogue_are_named(self, db):
        call("offline", "composer")

        [(provider, model, found)] = figures.outside_catalogue(DAY)

        assert (provider, model, found.calls) == ("offline", "composer", 1)


class TestStates:
    @pytest.fixture(autouse=True)
    def key(self, settings):
        settings.PROVIDER_KEYS = {"openai": "sk-secret-key"}
        settings.PROVIDER_BASE_URLS = {}

    def state(self, row):
        return figures.states([row])[row.pk]

    def circuit(self, **changes):
        return Circuit.objects.create(provider="openai", **{"model": "gpt-4o"} | changes)

    def test_on(self, gpt):
        assert self.state(gpt).state == State.ON

    def test_off(self, gpt):
        gpt.enabled = False
        assert self.state(gpt).state == State.OFF

    def test_without_key(self, gpt, settings):
        settings.PROVIDER_KEYS = {}
        assert self.state(gpt).state == State.NO_KEY

    def test_cooling(self, gpt):
        until = timezone.now() + timedelta(minutes=1)
        self.circuit(cool_until=until, reason="rate_limit")
        assert (self.state(gpt).state, self.state(gpt).until) == (State.COOLING, until)

    def test_open(self, gpt):
        until = timezone.now() + timedelta(minutes=1)
        self.circuit(state="open", open_until=until, reason="timeout", failures=3)
        assert (self.state(gpt).state, self.state(gpt).reason) == (State.OPEN, "timeout")

    @pytest.mark.parametrize("state", ["open", "half_open"])
    def test_half_open_once_the_rest_is_over(self, gpt, state):
        self.circuit(state=state, open_until=timezone.now() - timedelta(seconds=1))
        assert self.state(gpt).state == State.HALF_OPEN

    def test_a_refused_key_holds_for_every_model_behind_it(self, gpt):
        until = timezone.now() + timedelta(hours=1)
        self.circuit(model="", state="open", open_until=until, reason="auth")
        mini = ProviderModel.objects.get(model="gpt-4o-mini")
        assert self.state(mini).state == State.OPEN
        assert self.state(mini).whole_account

    def test_a_circuit_of_another_key_says_nothing(self, gpt):
        until = timezone.now() + timedelta(hours=1)
        self.circuit(state="open", open_until=until, reason="auth", fingerprint="of-old-key")
        assert self.state(gpt).state == State.ON


class TestLimits:
    def test_use_is_counted_in_the_last_minute_and_day(self, gpt):
        gpt.tokens_per_minute, gpt.requests_per_day = 1_000, 10
        call(input_tokens=700, output_tokens=50)
        call(ago=timedelta(hours=2))

        minute, day = figures.limit_use([gpt])[gpt.pk]

        assert (minute.name, minute.used, minute.percent) == ("tokens_per_minute", 750, 75)
        assert (day.name, day.used, day.percent) == ("requests_per_day", 2, 20)

    def test_over_time_shows_the_busiest_minute(self, gpt):
        gpt.requests_per_minute, gpt.tokens_per_day = 4, 1_200
        call()
        call()

        used = figures.limit_use_over_time(DAY, gpt)

        assert used["requests per minute"][-1].percent in (25, 50)  # a minute may have ended
        assert used["tokens per day"][-1].percent == 20
        assert used["tokens per day"][0].percent == 0


class TestBudgets:
    def test_this_months_cost_is_set_against_the_limit(self, db):
        Budget.objects.create(app="ieps", monthly_limit=Decimal(2))
        call(cost=Decimal("1.5"))
        call(cost=Decimal(9), app="programs")
        call(cost=Decimal(9), ago=timedelta(days=40))

        [use] = figures.budget_use()

        assert (use.app, use.spent, use.percent, use.is_spent) == (
            "ieps", Decimal("1.5"), 75, False,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("cost", "nearly", "spent"),
        [("0.5", False, False), ("0.85", True, False), (1, False, True)],
    )
    def test_the_warning_comes_before_the_end(self, db, cost, nearly, spent):
        Budget.objects.create(app="ieps", monthly_limit=Decimal(1))
        call(cost=Decimal(cost))

        [use] = figures.budget_use()

        assert (use.is_nearly_spent, use.is_spent) == (nearly, spent)


class TestSeries:
    @pytest.mark.parametrize("name", list(figures.SPANS))
    def test_every_call_is_in_one_slot(self, db, name):
        span = figures.span_named(name)
        call()
        call(category="timeout")
        call(category="cancelled")
        call(ago=span.length / 2)

        points = figures.calls_over_time(span)

        assert len(points) == span.slots
        assert sum(point.answered for point in points) == 2
        assert sum(point.failed for point in points) == 1
        assert points[-1].answered + points[-2].answered == 1

    def test_latency_leaves_gaps_where_nothing_was_answered(self, gpt):
        call(latency_ms=100)
        call(latency_ms=900)
        call(category="timeout", latency_ms=60_000)

        points = figures.latency_over_time(DAY, gpt)

        assert (points[-1].p50_ms, points[-1].p95_ms) == (100, 900)
        assert points[0].p50_ms is None


class TestUsage:
    def test_by_day_adds_up(self, db):
        call()
        call(ago=timedelta(days=2))
        call(ago=timedelta(days=100))

        report = figures.usage("day", 30)

        assert [line.calls for line in report.lines] == [1, 1]
        assert report.lines[0].key == timezone.localdate().isoformat()
        assert report.total.calls == 2
        assert report.total.cost == Decimal("0.001")

    def test_by_app_puts_the_dearest_first(self, db):
        call(app="programs", cost=Decimal(1))
        call(app="ieps", cost=Decimal(2))
        call(app="", cost=Decimal(0), category="auth")

        report = figures.usage("app")

        assert [(line.key, line.label) for line in report.lines] == [
            ("ieps", "ieps"), ("programs", "programs"), ("", "No app"),
        ]  # fmt: skip
        assert report.lines[2].failed == 1

    def test_by_user_names_people(self, db):
        call(user=teacher("alice", first_name="Alice"))
        call()

        labels = {line.label for line in figures.usage("user").lines}

        assert labels == {"Alice", "Nobody"}

    def test_by_job_tells_the_title_to_who_may_open_it_only(self, db):
        alice = teacher("alice")
        job = Job.objects.create(kind="ieps.draft", title="IEP for Mia", owner=alice)
        call(job_id=job.pk)
        call(job_id=uuid4())

        def told(viewer):
            lines = figures.usage("job", viewer=viewer).lines
            return {(line.label, line.url, line.at) for line in lines}

        deleted = ("A job that was deleted", "", None)
        hidden = ("ieps.draft, for alice", "", job.created_at)
        shown = ("IEP for Mia", f"/jobs/{job.pk}/", job.created_at)
        assert told(None) == told(person("rita", is_staff=True)) == {hidden, deleted}
        assert told(alice) == told(person("ada", is_superuser=True)) == {shown, deleted}

    def test_jobs_cost_the_same_for_1_and_20(self, db):
        ada = person("ada", is_superuser=True)
        counts = []
        for number in (1, 19):
            for _ in range(number):
                owner = teacher(f"t{Job.objects.count()}")
                job = Job.objects.create(kind="ieps.draft", title="IEP", owner=owner)
                call(job_id=job.pk)
            with CaptureQueriesContext(connection) as asked:
                assert all(line.url for line in figures.usage("job", viewer=ada).lines)
            counts.append(len(asked))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize(("by", "days"), [("moon", 30), ("day", 0), ("day", 9_999)])
    def test_refuses_what_it_does_not_know(self, db, by, days):
        with pytest.raises(InvalidInput):
            figures.usage(by, days)

    @pytest.mark.parametrize("by", list(figures.USAGE_KEYS))
    def test_costs_the_same_for_1_and_20(self, db, by):
        call(user=teacher("t"), job_id=uuid4())
        with CaptureQueriesContext(connection) as one:
            figures.usage(by)
        for number in range(19):
            call(user=teacher(f"t{number}"), job_id=uuid4(), app=f"app{number}")
        with CaptureQueriesContext(connection) as twenty:
            figures.usage(by)

        assert len(twenty) == len(one)


@pytest.mark.parametrize("count", [1, 2, 3, 30, 366])
def test_slots_hold_what_lies_between_their_starts(db, count):
    first = timezone.now() - timedelta(days=400)
    starts = [first + timedelta(hours=number) for number in range(count)]
    call()
    for number, start in enumerate(starts):
        row = call(model=str(number))
        type(row).objects.filter(pk=row.pk).update(created_at=start)

    found = dict(type(row).objects.annotate(slot=slot_of(starts)).values_list("model", "slot"))

    assert found.pop("gpt-4o") == count - 1
    assert all(int(model) == slot for model, slot in found.items())


def test_budgets_add_up_over_the_month(db):
    Budget.objects.create(app="ieps", monthly_limit=Decimal(2))
    call(cost=Decimal(1))

    days = figures.budget_use_over_time()["ieps"]

    assert days[-1].percent == 50
    assert days[0].date.day == 1
