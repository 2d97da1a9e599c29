"""400s: which of them are about the schema, the stream, the length or the model, and which are not.

What a provider says it does not take is not asked for again, but only once the other way worked.
"""

import pytest

from providers import gateway
from providers.backends import chat_completions
from providers.errors import Category, GenerationFailed
from providers.models import Call
from tests.fakes import Fail, Ok
from tests.providers.conftest import GOOD, PROVIDERS

pytestmark = pytest.mark.django_db

OURS = [
    "Your organization is restricted",
    "Unknown parameter: 'function_foo'",
    "Bad upstream request",
    "* GenerateContentRequest.generation_config.temperature: must be in the range [0, 2]",
    "Invalid value for temperature in generation_config",
    "temperature: 3.0 exceeds the maximum value of 2",
    "stop: too many stop sequences, exceeds the maximum of 4",
    "You have exceeded the maximum number of images",
    "max_tokens is too large: 99999. This model supports at most 16384 completion tokens",
    "The model `gpt-4o` does not support 'logprobs'; parameter not found",
]


@pytest.fixture(autouse=True)
def nobody_refused_streams():
    chat_completions._whole_only.clear()
    yield
    chat_completions._whole_only.clear()


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("message", OURS)
def test_our_own_mistake_costs_one_call(providers, route, ask, provider, message):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    providers.script(provider, Fail("bad_request", message=message))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.BAD_REQUEST
    assert (len(providers.calls(provider)), providers.calls(other)) == (1, [])
    gateway.generate(ask())
    first, second = providers.calls(provider)
    assert (first.schema_place, first.stream) == (second.schema_place, second.stream)


@pytest.mark.parametrize(
    ("param", "refused"),
    [("response_format", True), ("tools[0].function.parameters", True), ("temperature", False)],
)
def test_the_parameter_that_the_provider_names_decides(providers, route, ask, param, refused):
    route("openai")
    message = "Invalid schema." if not refused else "This value is not supported."
    providers.script("openai", Fail("bad_request", message=message, extra={"param": param}))
    if refused:
        assert gateway.generate(ask()).mode == "tool"
    else:
        with pytest.raises(GenerationFailed):
            gateway.generate(ask())


@pytest.mark.parametrize("provider", ["openai", "cerebras", "gemini"])
def test_a_weaker_mode_is_remembered_once_it_worked(providers, route, ask, provider):
    route(provider)
    providers.script(provider, Fail("schema_refused"))
    assert [gateway.generate(ask()).mode for _ in range(2)] == ["tool", "tool"]
    assert len(providers.calls(provider)) == 3


def test_a_mode_is_not_given_up_for_one_that_did_not_work_either(providers, route, ask):
    route("openai")
    providers.script("openai", *[Fail("schema_refused")] * 4)
    with pytest.raises(GenerationFailed):
        gateway.generate(ask())
    assert gateway.generate(ask()).mode == "json_schema"


REFUSED_STREAM = Fail(
    "bad_request", message="Unsupported value: 'stream' does not support true with this model."
)


@pytest.mark.parametrize("provider", ["openai", "groq", "cerebras"])
def test_a_refused_stream_is_one_attempt_and_the_whole_answer_another(
    providers, route, ask, provider
):
    route(provider)
    providers.script(provider, REFUSED_STREAM)
    draft = gateway.generate(ask())
    assert [one.category for one in draft.attempts] == [Category.BAD_REQUEST, Category.OK]
    assert Call.objects.count() == len(providers.calls(provider)) == 2
    gateway.generate(ask())
    assert [call.stream for call in providers.calls(provider)] == [True, False, False]


@pytest.mark.parametrize("second", [Fail("bad_request"), Fail("overloaded"), Ok(finish="length")])
def test_streams_are_not_given_up_when_the_whole_answer_fails_as_well(
    providers, route, ask, second
):
    route("openai", "groq")
    broken = 2 if isinstance(second, Ok) else 1
    providers.script("openai", REFUSED_STREAM, *[second] * broken)
    try:
        gateway.generate(ask())
    except GenerationFailed:
        assert second == Fail("bad_request")
    if isinstance(second, Ok):
        return
    gateway.generate(ask())
    assert [call.stream for call in providers.calls("openai")] == [True, False, True]


def test_a_stream_is_refused_in_the_words_of_the_provider_only(providers, route, ask):
    route("openai")
    for message in ("Bad upstream request", "The upstream server did not answer"):
        providers.script("openai", Fail("bad_request", message=message))
        with pytest.raises(GenerationFailed):
            gateway.generate(ask())
    providers.script("openai", Ok(value=GOOD))
    gateway.generate(ask())
    assert [call.stream for call in providers.calls("openai")] == [True, True, True]
