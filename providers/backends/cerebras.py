"""Cerebras."""

from providers.backends.base import POOL_SIZE, Clients, ProviderAnswer, ProviderCall, Pulse
from providers.backends.chat_completions import Sdk, complete

_clients = Clients()


class CerebrasBackend:
    def complete(self, call: ProviderCall, pulse: Pulse) -> ProviderAnswer:
        import cerebras.cloud.sdk as cerebras
        import httpx

        def connect() -> cerebras.Cerebras:
            return cerebras.Cerebras(
                api_key=call.api_key or "none",
                base_url=call.base_url or "https://api.cerebras.ai",
                max_retries=0,
                # Warming costs a request when the client is made, inside the first call's deadline.
                warm_tcp_connection=False,
                http_client=cerebras.DefaultHttpxClient(
                    limits=httpx.Limits(
                        max_connections=2 * POOL_SIZE, max_keepalive_connections=POOL_SIZE
                    )
                ),
            )

        sdk = Sdk(
            status_error=cerebras.APIStatusError,
            timeout_error=cerebras.APITimeoutError,
            connection_error=cerebras.APIConnectionError,
            transport_timeout=httpx.TimeoutException,
            transport_error=httpx.HTTPError,
            timeout=cerebras.Timeout,
        )
        client = _clients.get(call, connect)
        return complete(
            client.chat.completions, call, pulse, sdk, limit_name="max_completion_tokens"
        )
