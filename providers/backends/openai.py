"""OpenAI, and every server that speaks its protocol at an address of its own."""

from providers.backends.base import POOL_SIZE, Clients, ProviderAnswer, ProviderCall, Pulse
from providers.backends.chat_completions import Sdk, complete
from providers.errors import Category, ProviderError
from providers.refusals import refusal
from providers.shapes import count

_clients = Clients()


class OpenAIBackend:
    def complete(self, call: ProviderCall, pulse: Pulse) -> ProviderAnswer:
        import httpx2
        import openai

        def connect() -> openai.OpenAI:
            return openai.OpenAI(
                api_key=call.api_key or "none",
                base_url=call.base_url or "https://api.openai.com/v1",
                max_retries=0,
                http_client=openai.DefaultHttpxClient(
                    limits=httpx2.Limits(
                        max_connections=2 * POOL_SIZE, max_keepalive_connections=POOL_SIZE
                    )
                ),
            )

        sdk = Sdk(
            status_error=openai.APIStatusError,
            timeout_error=openai.APITimeoutError,
            connection_error=openai.APIConnectionError,
            transport_timeout=httpx2.TimeoutException,
            transport_error=httpx2.HTTPError,
            timeout=openai.Timeout,
        )
        client = _clients.get(call, connect)
        # Compatible servers mostly know only the older name of the parameter.
        limit_name = "max_tokens" if call.own_address else "max_completion_tokens"
        return complete(client.chat.completions, call, pulse, sdk, limit_name=limit_name)


def embed(
    model: str, texts: list[str], *, base_url: str, api_key: str, seconds: float
) -> tuple[list[list[float]], int]:
    """One vector per text, and the tokens that are billed. Raises ProviderError."""
    import openai

    client = openai.OpenAI(
        api_key=api_key, base_url=base_url or "https://api.openai.com/v1", max_retries=0
    )
    try:
        answer = client.embeddings.create(
            model=model, input=texts, encoding_format="float", timeout=seconds
        )
    except openai.APIStatusError as error:
        raise refusal(error.status_code, error.body, error.response.headers) from None
    except openai.APITimeoutError:
        raise ProviderError(Category.TIMEOUT, "no answer in time") from None
    except (openai.OpenAIError, ValueError) as error:
        raise ProviderError(Category.CONNECTION, type(error).__name__) from None
    finally:
        client.close()
    vectors = [row.embedding for row in sorted(answer.data, key=lambda row: row.index)]
    return vectors, count(getattr(answer.usage, "prompt_tokens", 0))
