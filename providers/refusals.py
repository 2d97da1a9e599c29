"""From an HTTP error answer to one category of the taxonomy, and to the seconds to wait.

Pure. Works on what all four providers send: a status, headers, and a JSON body that may or may
not be wrapped in "error".
"""

import datetime
import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from providers.errors import Category, ProviderError
from providers.shapes import mapping, mappings

Headers = Mapping[str, str]

CODES: Mapping[str, Category] = {
    "context_length_exceeded": Category.CONTEXT_LENGTH,
    "string_above_max_length": Category.CONTEXT_LENGTH,
    "request_too_large": Category.CONTEXT_LENGTH,
    "content_policy_violation": Category.CONTENT_FILTER,
    "content_filter": Category.CONTENT_FILTER,
    "responsible_ai_policy_violation": Category.CONTENT_FILTER,
    "moderation_blocked": Category.CONTENT_FILTER,
    "cyber_policy": Category.CONTENT_FILTER,
    "safety": Category.CONTENT_FILTER,
    "model_not_found": Category.MODEL_MISSING,
    "model_decommissioned": Category.MODEL_MISSING,
    "model_not_active": Category.MODEL_MISSING,
    "model_terms_required": Category.MODEL_MISSING,
    "deployment_not_found": Category.MODEL_MISSING,
    "invalid_api_key": Category.AUTH,
    "wrong_api_key": Category.AUTH,
    "account_deactivated": Category.AUTH,
    "api_key_invalid": Category.AUTH,
    "permission_denied": Category.AUTH,
    "unauthenticated": Category.AUTH,
    "insufficient_quota": Category.QUOTA,
    "quota_exceeded": Category.QUOTA,
    "billing_hard_limit_reached": Category.QUOTA,
    "billing_not_active": Category.QUOTA,
    "billing_disabled": Category.QUOTA,
    "payment_required": Category.QUOTA,
    "rate_limit_exceeded": Category.RATE_LIMIT,
    "rate_limit_error": Category.RATE_LIMIT,
    "too_many_requests": Category.RATE_LIMIT,
    "request_quota_exceeded": Category.RATE_LIMIT,
    "token_quota_exceeded": Category.RATE_LIMIT,
    "queue_exceeded": Category.UNAVAILABLE,
    "resource_exhausted": Category.RATE_LIMIT,
    "json_validate_failed": Category.INVALID_OUTPUT,
    "tool_use_failed": Category.INVALID_OUTPUT,
    "server_error": Category.UNAVAILABLE,
    "service_unavailable": Category.UNAVAILABLE,
    "overloaded_error": Category.UNAVAILABLE,
    "engine_overloaded": Category.UNAVAILABLE,
    "deadline_exceeded": Category.TIMEOUT,
    "timeout": Category.TIMEOUT,
}
STATUSES: Mapping[int, Category] = {
    400: Category.BAD_REQUEST,
    401: Category.AUTH,
    402: Category.QUOTA,
    403: Category.AUTH,
    404: Category.MODEL_MISSING,
    408: Category.TIMEOUT,
    409: Category.UNAVAILABLE,
    410: Category.MODEL_MISSING,
    413: Category.CONTEXT_LENGTH,
    421: Category.UNAVAILABLE,
    422: Category.BAD_REQUEST,
    424: Category.UNAVAILABLE,
    425: Category.UNAVAILABLE,
    429: Category.RATE_LIMIT,
    498: Category.UNAVAILABLE,
    499: Category.UNAVAILABLE,
    504: Category.UNAVAILABLE,
    529: Category.UNAVAILABLE,
}
TOO_LONG = re.compile(
    r"context (?:length|window)|maximum (?:context|number of tokens)|too many (?:input )?tokens"
    r"|reduce the length|token count .{0,40}exceeds|(?:prompt|input|messages?) (?:is|are) too long"
    r"|\b(?:prompt|input|messages|request)\b[^.;]{0,40}exceeds? the maximum"
    r"|exceeds? the maximum (?:input|prompt|sequence|model) length",
    re.I,
)
# Limits that we set ourselves, and set too high; that the prompt is too long says "context".
OWN_LIMIT = re.compile(r"max_?(?:completion_?|output_?|new_?)?tokens", re.I)
EXHAUSTED = re.compile(r"resource.{0,12}exhausted|throttl|rate.?limit|too many requests", re.I)
BAD_KEY = re.compile(
    r"api.?key.{0,20}(?:not valid|invalid|expired)|(?:invalid|incorrect).{0,5}api.?key"
    r"|location is not supported",
    re.I,
)
# The model is the one that is missing, not what the sentence says about it afterwards.
BAD_MODEL = re.compile(
    r"\bmodels?\b[\s:/'\"`]*(?:[^\s'\"`,;]{1,120}['\"`,]*\s+)??"
    r"(?:(?:was|is|has been|could|does)\s+)?"
    r"(?:not (?:be )?found|not exist|not supported for (?:generate|embed|chat|this api)"
    r"|decommissioned)",
    re.I,
)
POLICY = re.compile(
    r"content.{0,20}(?:policy|filter|management)|safety (?:system|settings)|blocked by", re.I
)
PER_DAY = re.compile(r"per.?day|daily|PerDay|insufficient_quota|billing", re.I)
PROMPT_FIELD = re.compile(r"(?:messages|input|prompt|contents?|max_|model)", re.I)
# The parameters that carry the schema and the output mode, and the words for them.
SCHEMA_FIELD = re.compile(
    r"(?:response_?format|text\.format|response_?(?:json_?)?schema|response_?mime_?type|tools?|tool_?choice"
    r"|tool_?config|functions?|function_?(?:call|declarations)|parallel_tool_calls|strict)"
    r"(?:$|[.\[])",
    re.I,
)
SCHEMA_CODES = frozenset(
    {"invalid_json_schema", "unsupported_response_format", "invalid_function_parameters"}
)
SCHEMA = re.compile(
    r"\bresponse[_ ]?(?:format|schema|json[_ ]?schema|mime[_ ]?type)\b|\bresponse(?:Json)?Schema\b"
    r"|\bjson[_ -]?(?:schema|mode|object)\b|(?<!request )(?<!body )(?<!payload )\bschema\b"
    r"|\btools?\b|\btool_?(?:choice|config|calls?)\b"
    r"|\bfunction[_ -]?(?:call(?:ing|s)?|declarations?)\b"
    r"|['\"`]strict['\"`]|\bstructured outputs?\b"
    r"|\b(?:additionalProperties|anyOf|oneOf|allOf|minItems|maxItems|minLength|maxLength)\b"
    r"|\$defs|\$ref",
    re.I,
)
STREAM_FIELD = re.compile(r"stream(?:$|_options|[.\[])", re.I)
STREAM = re.compile(
    r"\bstream_options\b"
    r"|\bstream(?:ing|ed|s)?\b.{0,40}\b(?:not|isn't|aren't|un)\s?-?"
    r"(?:supported|available|allowed|implemented|enabled|possible|compatible|permitted)"
    r"|\b(?:not support|unsupported|cannot be|can't be|must not be|without|disable)\b.{0,40}"
    r"\bstream(?:ing|ed|s)?\b",
    re.I,
)
WORDS = re.compile(r"[a-z]{2,}(?:_[a-z]{2,}){1,6}")
TRY_AGAIN = re.compile(r"(?:try again|retry) in\s+([\dhms.]+)", re.I)
DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?", re.I)
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
MAX_WAIT = 7 * 86_400.0


@dataclass(frozen=True)
class _Body:
    """param: the parameter that the provider names as the wrong one."""

    codes: tuple[str, ...]
    text: str
    param: str
    retry_delay: float | None
    per_day: bool


def refusal(status: int, body: Any, headers: Headers | None = None) -> ProviderError:
    """The category of an error answer. The provider's prose is read here and goes no further."""
    parts = _read_body(body)
    category = _category(status, parts)
    wait = None
    if category in (Category.RATE_LIMIT, Category.QUOTA, Category.UNAVAILABLE):
        wait = retry_after(headers or {})
        wait = parts.retry_delay if wait is None else wait
        if wait is None and category is Category.RATE_LIMIT:
            wait = reset_time(headers or {})
    return ProviderError(
        category,
        status=status,
        code=next((code for code in parts.codes if _is_telling(code)), ""),
        retry_after=wait,
        schema_refused=category is Category.BAD_REQUEST and _is_about_schema(parts),
        stream_refused=category is Category.BAD_REQUEST and _is_about_stream(parts),
    )


def _is_about_schema(body: _Body) -> bool:
    if body.param:
        return SCHEMA_FIELD.match(body.param) is not None
    return bool(SCHEMA_CODES.intersection(body.codes)) or SCHEMA.search(body.text) is not None


def _is_about_stream(body: _Body) -> bool:
    if body.param and STREAM_FIELD.match(body.param):
        return True
    return STREAM.search(body.text) is not None


def error_inside(decoded: Mapping[str, Any], headers: Headers | None = None) -> ProviderError:
    """The category of an error that came with a 200. What would be our fault by its kind is the
    server's by where it stands: it took the request first."""
    error = mapping(decoded.get("error"))
    # A stream's own status is sent before anything fails, so the error may have another one.
    stated = (error.get("status_code"), error.get("code"), decoded.get("status_code"))
    status = next((one for one in stated if isinstance(one, int) and 400 <= one < 600), 200)
    found = refusal(status, decoded, headers)
    if found.category is Category.BAD_REQUEST:
        return ProviderError(Category.UNAVAILABLE, "an error in a 200", status=200, code=found.code)
    # Whatever number it gives itself: a server that says 200 first is not one that stumbled.
    found.passing = False
    return found


def _is_telling(code: str) -> bool:
    """Whether it is a code, as far as anybody can tell: servers of all kinds put other things into
    that place, and a key or a name must not come along."""
    return code in CODES or WORDS.fullmatch(code) is not None


def _category(status: int, body: _Body) -> Category:
    by_code = next((CODES[code] for code in body.codes if code in CODES), None)
    if status == 429 or by_code is Category.RATE_LIMIT:
        quota = by_code is Category.QUOTA or body.per_day
        return Category.QUOTA if quota else Category.RATE_LIMIT
    if status in (200, 400, 403, 404, 413, 422) or status >= 500:
        if by_code is not None and not (status >= 500 and by_code is Category.BAD_REQUEST):
            return by_code
        if status == 413 and "tokens" in body.codes:
            return Category.RATE_LIMIT
    if (status >= 500 or status == 200) and EXHAUSTED.search(body.text):
        return Category.RATE_LIMIT
    if status in (400, 403, 422, 200):
        if BAD_KEY.search(body.text):
            return Category.AUTH
        if _is_too_long(body):
            return Category.CONTEXT_LENGTH
        if body.param in ("", "model") and BAD_MODEL.search(body.text):
            return Category.MODEL_MISSING
        if POLICY.search(body.text):
            return Category.CONTENT_FILTER
    if status in STATUSES:
        return STATUSES[status]
    return Category.BAD_REQUEST if 400 <= status < 500 else Category.UNAVAILABLE


def _is_too_long(body: _Body) -> bool:
    """Whether the prompt is: not one of our own limits, nor another parameter."""
    if body.param and not PROMPT_FIELD.match(body.param):
        return False
    if OWN_LIMIT.search(body.text) and "context" not in body.text.lower():
        return False
    return TOO_LONG.search(body.text) is not None


def _read_body(body: Any) -> _Body:
    if isinstance(body, list) and body:
        body = body[0]
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return _Body((), str(error or "")[:4000], "", None, False)
    details = mappings(error.get("details"))
    reasons = [item.get("reason") for item in details]
    raw = [error.get("code"), *reasons, error.get("type"), error.get("status")]
    codes = tuple(code.lower() for code in raw if isinstance(code, str) and code)
    text = str(error.get("message") or "")
    param = error.get("param")
    delay = next(
        (parse_duration(item["retryDelay"]) for item in details if "retryDelay" in item), None
    )
    if delay is None and (match := TRY_AGAIN.search(text)):
        delay = parse_duration(match.group(1).rstrip("."))
    violations = [
        str(violation.get("quotaId", ""))
        for item in details
        for violation in mappings(item.get("violations"))
    ]
    return _Body(
        codes,
        text[:4000],
        param if isinstance(param, str) else "",
        delay,
        any(PER_DAY.search(item) for item in violations),
    )


def retry_after(headers: Headers, now: datetime.datetime | None = None) -> float | None:
    """Seconds that retry-after-ms or Retry-After state: whole, fractional or as an HTTP date."""
    lower = {key.lower(): value for key, value in headers.items()}
    if (milliseconds := _number(lower.get("retry-after-ms"))) is not None:
        return _bounded(milliseconds / 1000)
    value = lower.get("retry-after")
    if value is None:
        return None
    if (seconds := _number(value)) is not None:
        return _bounded(seconds)
    if re.fullmatch(r"\s*(\d+(\.\d+)?(ms|s|m|h|d))+\s*", value):
        return parse_duration(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return _bounded((moment - (now or datetime.datetime.now(datetime.UTC))).total_seconds())


def reset_time(headers: Headers) -> float | None:
    """Seconds until the exhausted limit named by the x-ratelimit headers is reset."""
    lower = {key.lower(): value for key, value in headers.items()}
    waits: dict[str, float] = {}
    for name, value in lower.items():
        if name.startswith("x-ratelimit-reset-") and (wait := parse_duration(value)):
            waits[name.removeprefix("x-ratelimit-reset-")] = wait
    spent = [
        wait
        for kind, wait in waits.items()
        if _number(lower.get(f"x-ratelimit-remaining-{kind}")) == 0
    ]
    if spent:
        return _bounded(max(spent))
    return _bounded(min(waits.values())) if waits else None


def parse_duration(value: Any) -> float | None:
    """Seconds in "7s", "172ms", "6m0s", "1h2m3.5s", "12.5", or {"seconds": 7, "nanos": 5}."""
    if isinstance(value, dict):
        seconds = _number(value.get("seconds", 0)) or 0.0
        return _bounded(seconds + (_number(value.get("nanos", 0)) or 0.0) / 1e9)
    text = str(value).strip()
    if not re.fullmatch(r"(?:\d+(?:\.\d+)?\s*(?:ms|s|m|h|d)?\s*)+", text, re.I):
        return None
    return _bounded(
        sum(float(number) * UNITS[(unit or "s").lower()] for number, unit in DURATION.findall(text))
    )


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if number == number and abs(number) != float("inf") else None


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), MAX_WAIT)
