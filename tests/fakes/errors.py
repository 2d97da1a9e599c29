"""How each provider words its errors."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """`kind` is `error.type` (OpenAI family) or `error.status` (Gemini); `code` is `error.code` of
    the family.
    """

    status: int
    kind: str
    code: str | None
    message: str


_OPENAI = {
    "rate_limit": Shape(
        429, "requests", "rate_limit_exceeded", "Rate limit reached for requests. Please try again."
    ),
    "quota": Shape(
        429,
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "server_error": Shape(
        500, "server_error", None, "The server had an error while processing your request."
    ),
    "overloaded": Shape(
        503, "service_unavailable", None, "The engine is currently overloaded, please try later."
    ),
    "capacity": Shape(498, "server_error", "capacity_exceeded", "Capacity exceeded."),
    "timeout": Shape(408, "timeout", None, "Request timed out."),
    "model_missing": Shape(
        404, "invalid_request_error", "model_not_found", "The model does not exist."
    ),
    "auth": Shape(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    "forbidden": Shape(
        403,
        "invalid_request_error",
        "unsupported_country_region_territory",
        "You are not allowed to use this model.",
    ),
    "payment": Shape(402, "billing_error", "billing_not_active", "Payment is required."),
    "context_length": Shape(
        400,
        "invalid_request_error",
        "context_length_exceeded",
        "This model's maximum context length is 8192 tokens. Please reduce the messages.",
    ),
    "too_large": Shape(413, "invalid_request_error", "request_too_large", "Request too large."),
    "bad_request": Shape(400, "invalid_request_error", None, "The request is not valid."),
    "unprocessable": Shape(
        422, "invalid_request_error", None, "The request could not be processed."
    ),
    "json_validate_failed": Shape(
        400, "invalid_request_error", "json_validate_failed", "Failed to generate JSON."
    ),
    "tool_use_failed": Shape(
        400, "invalid_request_error", "tool_use_failed", "Failed to call a function."
    ),
    "schema_refused": Shape(
        400,
        "invalid_request_error",
        None,
        "Invalid schema for response_format: In context=(), 'minItems' is not permitted.",
    ),
    "policy": Shape(
        400,
        "invalid_request_error",
        "content_policy_violation",
        "Your request was rejected by the safety system.",
    ),
}

_GROQ = _OPENAI | {
    "rate_limit": Shape(
        429,
        "tokens",
        "rate_limit_exceeded",
        "Rate limit reached for model on tokens per minute (TPM). Please try again.",
    ),
    "overloaded": Shape(
        503, "internal_server_error", "service_unavailable", "Service unavailable."
    ),
    "server_error": Shape(500, "internal_server_error", None, "Internal server error."),
    "capacity": Shape(
        498, "internal_server_error", "capacity_exceeded", "Flex tier capacity exceeded."
    ),
    "too_large": Shape(
        413,
        "tokens",
        "rate_limit_exceeded",
        "Request too large for model on tokens per minute (TPM): Limit 5500, Requested 9000.",
    ),
    "context_length": Shape(
        400,
        "invalid_request_error",
        "context_length_exceeded",
        "Please reduce the length of the messages or completion.",
    ),
    "json_validate_failed": Shape(
        400,
        "invalid_request_error",
        "json_validate_failed",
        "Failed to validate JSON. Please adjust your prompt. See 'failed_generation'.",
    ),
    "schema_refused": Shape(
        400,
        "invalid_request_error",
        None,
        "invalid JSON schema for response_format: 'minItems' is not supported.",
    ),
}

_CEREBRAS = _OPENAI | {
    "rate_limit": Shape(
        429,
        "too_many_requests_error",
        "request_quota_exceeded",
        "Requests per minute limit exceeded - too many requests sent.",
    ),
    "quota": Shape(
        402, "payment_required_error", "payment_required", "Payment required to use this resource."
    ),
    "server_error": Shape(500, "server_error", "internal_error", "Encountered a server error."),
    "overloaded": Shape(
        503, "too_many_requests_error", "queue_exceeded", "We are experiencing high traffic."
    ),
    "model_missing": Shape(404, "not_found_error", "model_not_found", "Model does not exist."),
    "auth": Shape(401, "invalid_request_error", "wrong_api_key", "Wrong API Key."),
    "context_length": Shape(
        400,
        "invalid_request_error",
        "context_length_exceeded",
        "Please reduce the length of the messages or completion.",
    ),
    "schema_refused": Shape(
        400,
        "invalid_request_error",
        "wrong_api_format",
        "Invalid fields for schema with types ['array']: {'minItems'}",
    ),
}

_GEMINI = {
    "rate_limit": Shape(
        429, "RESOURCE_EXHAUSTED", None, "You exceeded your current quota, please retry."
    ),
    "quota": Shape(
        429,
        "RESOURCE_EXHAUSTED",
        None,
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "server_error": Shape(500, "INTERNAL", None, "An internal error has occurred. Please retry."),
    "overloaded": Shape(
        503, "UNAVAILABLE", None, "The model is overloaded. Please try again later."
    ),
    "capacity": Shape(503, "UNAVAILABLE", None, "The service is currently unavailable."),
    "timeout": Shape(
        504, "DEADLINE_EXCEEDED", None, "Deadline expired before operation could complete."
    ),
    "model_missing": Shape(
        404, "NOT_FOUND", None, "The model is not found for API version v1beta."
    ),
    "auth": Shape(
        400,
        "INVALID_ARGUMENT",
        "API_KEY_INVALID",
        "API key not valid. Please pass a valid API key.",
    ),
    "forbidden": Shape(403, "PERMISSION_DENIED", None, "The caller does not have permission."),
    "payment": Shape(
        403, "PERMISSION_DENIED", "BILLING_DISABLED", "This API method requires billing."
    ),
    "context_length": Shape(
        400,
        "INVALID_ARGUMENT",
        None,
        "The input token count (9000) exceeds the maximum number of tokens allowed (8192).",
    ),
    "too_large": Shape(413, "INVALID_ARGUMENT", None, "Request payload size exceeds the limit."),
    "bad_request": Shape(400, "INVALID_ARGUMENT", None, "Request contains an invalid argument."),
    "unprocessable": Shape(400, "FAILED_PRECONDITION", None, "The request could not be processed."),
    "json_validate_failed": Shape(500, "INTERNAL", None, "The model did not produce valid JSON."),
    "tool_use_failed": Shape(400, "INVALID_ARGUMENT", None, "The function call is not valid."),
    "schema_refused": Shape(
        400,
        "INVALID_ARGUMENT",
        None,
        'Invalid JSON payload received. Unknown name "minLength" at '
        "'generation_config.response_schema': Cannot find field.",
    ),
    "policy": Shape(400, "INVALID_ARGUMENT", None, "The prompt was blocked by the safety policy."),
}

SHAPES = {
    "openai": _OPENAI,
    "compat": _OPENAI,
    "groq": _GROQ,
    "cerebras": _CEREBRAS,
    "gemini": _GEMINI,
}
"""provider -> reason -> shape; every provider has every reason."""


def shape(provider: str, reason: str) -> Shape:
    shapes = SHAPES[provider]
    if reason not in shapes:
        raise ValueError(f"unknown reason {reason!r}, expected one of {', '.join(shapes)}")
    return shapes[reason]
