"""One file per provider SDK. An SDK is imported when its backend is first called."""

from importlib import import_module

from providers.backends.base import Backend

_CLASSES = {
    "openai": "OpenAIBackend",
    "groq": "GroqBackend",
    "cerebras": "CerebrasBackend",
    "gemini": "GeminiBackend",
}
_backends: dict[str, Backend] = {}


def backend(name: str) -> Backend:
    if name not in _backends:
        module = import_module(f"providers.backends.{name}")
        _backends[name] = getattr(module, _CLASSES[name])()
    return _backends[name]
