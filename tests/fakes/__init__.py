"""A fake of the four model providers: one process, real HTTP on loopback, scripted faults.

    with FakeProviders() as fake:
        client = openai.OpenAI(api_key="k", base_url=fake.base_urls["openai"], max_retries=0)

        fake.script("openai", Fail("rate_limit", wait=7), Ok("hello"))   # one per call, in order
        fake.script("groq", Stall(), model="llama-3.3-70b-versatile")    # only that model
        fake.always("gemini", Fail("server_error"))                      # once its queue is empty
        fake.answer = lambda call: '{"weeks": []}'                       # all healthy answers
        fake.limit("groq", requests=25, tokens=5500, window=60)          # then 429, counted

        fake.calls("openai")          # list[Received]: headers, body, behaviour, tokens, ...
        fake.wait_for(3, "openai")    # the same, once three of them are over
        fake.tokens("openai")         # (input, output) as the provider bills them
        fake.meter("groq").refused    # how often a limit was overshot
        fake.reset()                  # forget scripts, limits, log; release hanging calls

With pytest: `pytest_plugins = ["tests.fakes.fixtures"]`, then the fixture `fake_providers` (reset
for each test). By hand: `python -m tests.fakes --port 8899 --latency 0.5`, scripted from elsewhere
with `RemoteFakeProviders(url)`, the same handle.

Unscripted, every call gets a healthy answer: a valid instance of the JSON schema which the request
carries (response_format, tool, Gemini response_schema, or written out in the prompt), else a
paragraph. It repeats the first `[PLACEHOLDER]` of the prompt once, respects the output limit
(finish `length`), and counts tokens as ceil(characters / 4): of all messages' text joined without
a separator, and of the answer.

Requests which the real provider would refuse are refused (`fake.validate = False` turns that off):
OpenAI's and Cerebras' strict-schema rules, JSON mode without the word "json", Groq's JSON modes
with tools, and Groq's `json_schema` on a model without it or in a stream. Whether Groq still
refuses a stream in `json_object` mode is unclear: `fake.refuse_json_streams = True` refuses it.

Gemini reports the error of a streamed call as a JSON array, as the real one does. google.api_core
stumbles over that, and its SDK makes a BadRequest without cause of every such error.
"""

from tests.fakes.calls import ModelCall, count_tokens
from tests.fakes.client import FakeProviders, RemoteFakeProviders
from tests.fakes.faults import (
    Behaviour,
    Cut,
    Drip,
    EmptyBody,
    ErrorInside,
    Fail,
    Hang,
    Html,
    Ok,
    Raw,
    Refuse,
    Reset,
    Stall,
    Status,
    Truncated,
)
from tests.fakes.handle import Handle
from tests.fakes.log import Received

__all__ = [
    "Behaviour",
    "Cut",
    "Drip",
    "EmptyBody",
    "ErrorInside",
    "Fail",
    "FakeProviders",
    "Handle",
    "Hang",
    "Html",
    "ModelCall",
    "Ok",
    "Raw",
    "Received",
    "Refuse",
    "RemoteFakeProviders",
    "Reset",
    "Stall",
    "Status",
    "Truncated",
    "count_tokens",
]
