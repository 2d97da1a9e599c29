"""Groq."""

from providers.backends.base import POOL_SIZE, Clients, ProviderAnswer, ProviderCall, Pulse
from providers.backends.chat_completions import Sdk, complete

_clients = Clients()


class GroqBackend:
    def complete(self, call: ProviderCall, pulse: Pulse) -> ProviderAnswer:
        import groq
        import httpx

        def connect() -> groq.Groq:
            return groq.Groq(
                api_key=call.api_key or "none",
                base_url=call.base_url or "https://api.groq.com",
                max_retries=0,
                http_client=groq.DefaultHttpxClient(
                    limits=httpx.Limits(
                        max_connections=2 * POOL_SIZE, max_keepalive_connections=POOL_SIZE
                    )
                ),
            )

        sdk = Sdk(
            status_error=groq.APIStatusError,
            timeout_error=groq.APITimeoutError,
            connection_error=groq.APIConnectionError,
            transport_timeout=httpx.TimeoutException,
            transport_error=httpx.HTTPError,
            timeout=groq.Timeout,
        )
        client = _clients.get(call, connect)
        return complete(
            client.chat.completions,
            call,
            pulse,
            sdk,
            limit_name="max_completion_tokens",
            unstreamed=("json_schema",),
        )
