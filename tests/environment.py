"""Loaded before Django's settings: tests see neither the developer's .env nor their data."""

import os
import shutil
import tempfile

PROVIDERS = ("OPENAI", "GROQ", "CEREBRAS", "GEMINI")

os.environ["ENV_FILE"] = os.devnull
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="draftroom-tests-")
os.environ["LOG_LEVEL"] = "CRITICAL"
for name in list(os.environ):
    if name.startswith("LLM_ROUTE_") or name.removesuffix("_API_KEY") in PROVIDERS:
        del os.environ[name]
for name in ("REDIS_URL", "CHROMA_URL", "PROGRAM_CREATION_MODEL", "DEBUG", "HTTPS"):
    os.environ.pop(name, None)


def pytest_unconfigure():
    shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)
