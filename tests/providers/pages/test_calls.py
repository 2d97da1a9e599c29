"""What really calls a model: the test button and the playground, against the fake providers."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from providers import operations, routing
from providers.models import Budget, Call, Circuit, ProviderModel, Route
from tests.fakes import Fail, Ok, Refuse
from tests.providers.conftest import PROVIDERS

pytestmark = pytest.mark.django_db(transaction=True)
READY = {"ready": True}
SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "count": {"type": "integer"}},
    "required": ["title", "count"],
}


def said(response):
    return response.content.decode()


class TestOneModel:
    @pytest.fixture(autouse=True)
    def answers(self, providers):
        providers.answer = lambda call: READY
        return providers

    def press(self, client, row):
        return client.post(reverse("provider-test", args=[row.pk]), follow=True)

    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_each_provider_is_called_once(self, client, staff, providers, provider):
        row = ProviderModel.objects.filter(provider=provider).first()

        page = said(self.press(client, row))

        assert f"{row} answered in" in page
        assert [len(providers.calls(name)) for name in PROVIDERS] == [
            int(name == provider) for name in PROVIDERS
        ]
        made = Call.objects.get()
        assert (made.category, made.user, made.app) == ("ok", staff, "providers")

    def test_a_failure_says_what_to_do_and_tells_no_key(self, client, staff, gpt, providers):
        providers.always("openai", Fail("auth", message="Incorrect API key: key-openai"))

        page = said(self.press(client, gpt))

        assert "Ask an administrator to check the key" in page
        assert "key-openai" not in page
        assert Call.objects.get().category == "auth"

    def test_a_failure_goes_to_no_other_model(self, client, staff, gpt, providers):
        providers.always("openai", Fail("server_error"))

        self.press(client, gpt)

        assert not any(providers.calls(name) for name in PROVIDERS if name != "openai")

    def test_a_resting_model_is_called_and_its_circuit_closes(self, client, staff, gpt, providers):
        later = timezone.now() + timedelta(hours=1)
        for model in ("gpt-4o", ""):
            Circuit.objects.create(
                provider="openai", model=model, state="open", open_until=later, failures=3,
                cool_until=later,
            )  # fmt: skip

        page = said(self.press(client, gpt))

        assert "answered in" in page
        assert set(Circuit.objects.values_list("state", flat=True)) == {"closed"}

    def test_a_resting_model_that_fails_goes_on_resting(self, client, staff, gpt, providers):
        providers.always("openai", Fail("server_error"))
        Circuit.objects.create(
            provider="openai", model="gpt-4o", state="open", failures=3, openings=1,
            open_until=timezone.now() + timedelta(hours=1),
        )  # fmt: skip

        self.press(client, gpt)

        assert Circuit.objects.get().state == "open"

    def test_a_disabled_model_can_be_tried_before_it_is_enabled(self, client, staff, gpt):
        ProviderModel.objects.filter(pk=gpt.pk).update(enabled=False)

        assert "answered in" in said(self.press(client, gpt))
        assert not ProviderModel.objects.get(pk=gpt.pk).enabled

    def test_without_a_key_it_says_so(self, client, staff, gpt, settings):
        settings.PROVIDER_KEYS = {}

        assert "No model is configured" in said(self.press(client, gpt))
        assert not Call.objects.exists()

    def test_over_the_api(self, client, staff, gpt):
        body = client.post(f"/api/v1/providers/{gpt.pk}/test").json()

        assert (body["answered"], body["category"]) == (True, "ok")
        assert body["input_tokens"] > 0
        assert body["mode"] == "json_schema"

    def test_over_the_api_a_failure_is_an_answer(self, client, staff, gpt, providers):
        providers.always("openai", Fail("model_missing"))

        response = client.post(f"/api/v1/providers/{gpt.pk}/test")

        assert response.status_code == 200
        assert (response.json()["answered"], response.json()["category"]) == (
            False, "model_missing",
        )  # fmt: skip

    def test_is_audited(self, staff, gpt):
        from project.models import AuditEvent

        operations.try_model(model=gpt, by=staff)

        assert AuditEvent.objects.get().verb == "test"


class TestPlayground:
    url = "/providers/playground/"

    @pytest.fixture
    def drafts(self, route):
        return route("openai", "groq", input_price=1)

    def send(self, client, **values):
        fields = {"route": "drafts", "prompt": "Say something.", "deadline": "10"}
        return client.post(self.url, fields | values)

    def test_plain_text(self, client, staff, providers, drafts):
        providers.script("openai", Ok("Hello <b>there</b>."))

        page = said(self.send(client, system="Be brief."))

        assert "Hello &lt;b&gt;there&lt;/b&gt;." in page
        assert "<b>there" not in page
        assert "json_schema" not in page
        [call] = providers.calls("openai")
        assert b"Be brief." in call.body

    def test_with_a_schema(self, client, staff, providers, drafts):
        providers.script("openai", Ok(value={"title": "Bonjour", "count": 2}))

        page = said(self.send(client, schema=json.dumps(SCHEMA)))

        assert "&quot;count&quot;: 2" in page
        assert "json_schema" in page

    def test_raw_text_of_each_answer_is_shown(self, client, staff, providers, drafts):
        providers.script("openai", Ok("not <json>"), Ok(value={"title": "B", "count": 2}))

        page = said(self.send(client, schema=json.dumps(SCHEMA)))

        assert "not &lt;json&gt;" in page
        assert "Raw text 2" in page

    def test_failover_shows_every_attempt(self, client, staff, providers, drafts):
        providers.always("openai", Fail("quota"))
        providers.script("groq", Ok("From Groq."))

        page = said(self.send(client))

        assert "From Groq." in page
        assert "quota" in page

    def test_a_refusal_says_why_and_what_to_do(self, client, staff, providers, drafts):
        providers.always("openai", Refuse())

        page = said(self.send(client))

        assert "content policy" in page
        assert "Reword the request" in page
        assert not providers.calls("groq")

    def test_what_was_written_stays_in_the_form(self, client, staff, providers, drafts):
        assert "Say something." in said(self.send(client))

    def test_nothing_is_stored_but_the_ledger(self, client, staff, providers, drafts):
        providers.script("openai", Ok("A very private answer."))

        self.send(client, prompt="A very private prompt.")

        [row] = Call.objects.values()
        assert "private" not in str(row)
        assert (row["app"], row["user_id"]) == ("playground", staff.pk)

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"prompt": ""}, "required"),
            ({"route": "nowhere"}, "Select a valid choice"),
            ({"deadline": "46"}, "less than or equal to 45"),
            ({"schema": "{"}, "This is not JSON"),
            ({"schema": '{"type": "array"}'}, "outermost type"),
        ],
    )
    def test_a_wrong_form_is_refused_and_calls_nobody(
        self, client, staff, providers, drafts, values, reason
    ):
        response = self.send(client, **values)

        assert response.status_code == 422
        assert reason in said(response)
        assert not providers.calls()

    def test_without_any_key_it_says_how_to_set_one(self, client, staff, drafts, settings):
        settings.PROVIDER_KEYS = {}

        assert "OPENAI_API_KEY" in said(self.send(client))

    def test_a_route_that_is_off_says_so_first(self, client, staff, providers, drafts):
        Route.objects.filter(pk=drafts.pk).update(on=False)
        routing.forget()

        page = said(self.send(client))

        assert (
            "<p>Drafting of this kind is switched off. Ask an administrator to switch on the "
            "route “drafts”.</p>"
        ) in page
        assert "OPENAI_API_KEY" not in page

    @pytest.mark.parametrize("offline_last", [True, False])
    def test_a_route_without_a_model_says_so(self, client, staff, providers, route, offline_last):
        made = route("openai", offline_last=offline_last)
        ProviderModel.objects.filter(entries__route=made).update(enabled=False)
        routing.forget()
        page = said(self.send(client))
        assert "<p>Every model for drafting of this kind is switched off. Ask an" in page
        assert "a model of the route “drafts”." in page
        assert "OPENAI_API_KEY" not in page

        made.entries.all().delete()
        routing.forget()
        page = said(self.send(client))
        assert "<p>No model is chosen for drafting of this kind. Ask an" in page
        assert "OPENAI_API_KEY" not in page

    def test_a_spent_budget_says_so(self, client, staff, providers, drafts):
        Budget.objects.create(app="playground", monthly_limit=0)

        page = said(self.send(client))

        assert "budget" in page.lower()
        assert not providers.calls()

    def test_no_key_is_shown(self, client, staff, providers, drafts):
        providers.always("openai", Fail("auth", message="bad key key-openai"))
        providers.always("groq", Fail("bad_request", message="bad key key-groq"))

        page = said(self.send(client))

        assert "key-openai" not in page
        assert "key-groq" not in page
