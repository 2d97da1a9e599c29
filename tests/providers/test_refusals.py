import datetime

import pytest

from providers.errors import (
    PERSON_MESSAGES,
    POLICIES,
    Attempt,
    Category,
    GenerationFailed,
)
from providers.refusals import parse_duration, refusal, reset_time, retry_after
from tests.fakes.errors import SHAPES

EXPECTED = {
    "rate_limit": "rate_limit",
    "quota": "quota",
    "server_error": "unavailable",
    "overloaded": "unavailable",
    "capacity": "unavailable",
    "timeout": "timeout",
    "model_missing": "model_missing",
    "auth": "auth",
    "forbidden": "auth",
    "payment": "quota",
    "context_length": "context_length",
    "too_large": "context_length",
    "bad_request": "bad_request",
    "unprocessable": "bad_request",
    "json_validate_failed": "invalid_output",
    "tool_use_failed": "invalid_output",
    "schema_refused": "bad_request",
    "policy": "content_filter",
}
DIFFERENT = {
    ("groq", "too_large"): "rate_limit",
    ("gemini", "json_validate_failed"): "unavailable",
    ("gemini", "tool_use_failed"): "bad_request",
}


@pytest.mark.parametrize("provider", ["openai", "groq", "cerebras", "gemini"])
@pytest.mark.parametrize("reason", EXPECTED)
def test_refusal_knows_each_provider_s_wording(provider, reason):
    shape = SHAPES[provider][reason]
    if provider == "gemini":
        details = [{"@type": "x/google.rpc.ErrorInfo", "reason": shape.code}] if shape.code else []
        if reason in ("rate_limit", "quota"):
            period = "Minute" if reason == "rate_limit" else "Day"
            violation = {"quotaId": f"GenerateRequestsPer{period}PerProjectPerModel"}
            details.append({"@type": "x/google.rpc.QuotaFailure", "violations": [violation]})
        error = {"code": shape.status, "message": shape.message, "status": shape.kind}
        body = {"error": error | {"details": details}}
    else:
        body = {"error": {"message": shape.message, "type": shape.kind, "code": shape.code}}
    found = refusal(shape.status, body)
    assert found.category == DIFFERENT.get((provider, reason), EXPECTED[reason])
    assert found.schema_refused == (reason == "schema_refused") or provider == "gemini"
    assert refusal(shape.status, body["error"]).category == found.category


@pytest.mark.parametrize(
    ("status", "body", "category"),
    [
        (500, "<html>Bad gateway</html>", "unavailable"),
        (503, {"error": {"message": "Resource exhausted"}}, "rate_limit"),
        (500, {"message": "Request was throttled."}, "rate_limit"),
        (529, None, "unavailable"),
        (200, {"error": {"code": "rate_limit_exceeded"}}, "rate_limit"),
        (418, {"error": "teapot"}, "bad_request"),
        (404, {"error": {"message": "no such path"}}, "model_missing"),
        (403, {"error": {"code": "model_not_found"}}, "model_missing"),
        (400, [{"error": {"status": "INVALID_ARGUMENT", "message": "API key not valid."}}], "auth"),
    ],
)
def test_refusal_of_unusual_answers(status, body, category):
    assert refusal(status, body).category == category


NOW = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"Retry-After-Ms": "350", "Retry-After": "9"}, 0.35),
        ({"retry-after": "Wed, 04 Mar 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 04 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "2m30s"}, 150.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "1e12"}, 7 * 86_400.0),
        ({}, None),
    ],
)
def test_retry_after_forms(headers, seconds):
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7s", 7.0),
        ("172ms", 0.172),
        ("6m0s", 360.0),
        ("1h2m3.5s", 3723.5),
        ("12.5", 12.5),
        ({"seconds": "3", "nanos": 500_000_000}, 3.5),
        ("", None),
        ("later", None),
    ],
)
def test_parse_duration(text, seconds):
    assert parse_duration(text) == (None if seconds is None else pytest.approx(seconds))


def test_reset_time_is_that_of_the_spent_limit():
    headers = {
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "8.64s",
        "x-ratelimit-remaining-tokens": "500",
        "x-ratelimit-reset-tokens": "2m",
    }
    assert reset_time(headers) == 8.64


def test_refusal_reads_the_delay_in_gemini_s_details_and_in_prose():
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "13s"}]
    body = {"error": {"status": "RESOURCE_EXHAUSTED", "message": "quota", "details": details}}
    assert refusal(429, body).retry_after == 13.0
    prose = {"error": {"message": "Rate limit reached. Please try again in 7m12.5s. Thanks."}}
    assert refusal(429, prose).retry_after == 432.5


def test_refusal_s_message_carries_nothing_of_the_provider_s_prose():
    said = "Bad key sk-123 for prompt X"
    for code in ("a b\nc", "sk-123", "Maria", "sk_live_123", said):
        error = refusal(401, {"error": {"message": said, "code": code}})
        assert str(error) == "HTTP 401"
    error = refusal(401, {"error": {"message": said, "code": "sk-123", "type": "invalid_request"}})
    assert str(error) == "HTTP 401, invalid_request"


def test_every_category_has_a_policy_and_a_sentence():
    ends = {Category.OK, Category.CANCELLED, Category.UNCONFIGURED, Category.BUDGET}
    assert set(POLICIES) == set(Category) - ends
    assert set(PERSON_MESSAGES) == set(Category) - {Category.OK, Category.CANCELLED}


def test_generation_failed_survives_pickling():
    import pickle

    failed = GenerationFailed(Category.AUTH, [Attempt("openai", "m", Category.AUTH)], detail="x")
    again = pickle.loads(pickle.dumps(failed))
    assert (again.category, again.attempts, again.detail) == (
        failed.category,
        failed.attempts,
        "x",
    )
    assert "administrator" in again.person_message
