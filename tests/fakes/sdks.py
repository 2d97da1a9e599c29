"""The four real SDKs, pointed at a fake server; each is imported when first used."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

from tests.fakes.handle import Handle

FAMILY = ("openai", "groq", "cerebras")
MODEL = {
    "openai": "gpt-4o",
    "groq": "llama-3.3-70b-versatile",
    "cerebras": "qwen-3-235b-a22b-thinking-2507",
    "gemini": "gemini-2.5-flash",
}


def module(provider: str) -> Any:
    """The SDK's module, where its exceptions live."""
    if provider == "openai":
        import openai

        return openai
    if provider == "groq":
        import groq

        return groq
    if provider == "cerebras":
        from cerebras.cloud import sdk

        return sdk
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        import google.generativeai

    return google.generativeai


def client(provider: str, fake: Handle, timeout: float = 5.0) -> Any:
    """A client of the OpenAI family; `timeout` seconds as the SDK understands them."""
    return _client(provider, fake.base_urls[provider], timeout)


@cache
def _client(provider: str, base_url: str, timeout: float) -> Any:
    given: dict[str, Any] = {
        "api_key": f"{provider}-key",
        "base_url": base_url,
        "max_retries": 0,
        "timeout": timeout,
    }
    if provider == "cerebras":
        return module(provider).Cerebras(**given, warm_tcp_connection=False)
    return (
        module(provider).OpenAI(**given) if provider == "openai" else module("groq").Groq(**given)
    )


def chat(provider: str, fake: Handle, *, timeout: float = 5.0, **more: Any) -> Any:
    """One chat completion, as the SDK returns it."""
    given = {"model": MODEL[provider], "messages": [{"role": "user", "content": "Say hello."}]}
    return client(provider, fake, timeout).chat.completions.create(**{**given, **more})


def streamed(chunks: Any) -> tuple[str, str | None]:
    """A chat stream read to its end: the text, and the finish reason if one came."""
    text, finish = "", None
    for chunk in chunks:
        for choice in chunk.choices or ():
            text += (choice.delta and choice.delta.content) or ""
            finish = choice.finish_reason or finish
    return text, finish


def gemini(fake: Handle, *, timeout: float = 5.0, prompt: str = "Say hello.", **more: Any) -> Any:
    """One generate_content, as the SDK returns it."""
    genai = module("gemini")
    genai.configure(
        api_key="gemini-key",
        transport="rest",
        client_options={"api_endpoint": fake.base_urls["gemini"]},
    )
    options = {"timeout": timeout, "retry": None}
    return genai.GenerativeModel(MODEL["gemini"]).generate_content(
        prompt, request_options=options, **more
    )
