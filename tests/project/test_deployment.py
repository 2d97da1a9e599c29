"""What the files beside the code say about an installation is what the code reads."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NAME = r"[A-Z][A-Z0-9_]+"


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.mark.parametrize("service", ["prepare", "web", "worker"])
def test_compose_passes_on_all_of_env_file(compose, service):
    assert compose["services"][service]["env_file"] == [{"path": ".env", "required": False}]


@pytest.mark.parametrize("service", ["prepare", "web", "worker"])
def test_compose_keeps_what_its_containers_need(compose, service):
    """A laptop's .env may say otherwise, and must not."""
    environment = compose["services"][service]["environment"]

    assert environment["DATA_DIR"] == "/data"
    assert "@postgres:" in environment["DATABASE_URL"]
    assert environment["REDIS_URL"] == "redis://redis:6379/0"
    assert environment["CHROMA_URL"] == "http://chroma:8000"


def test_env_example_names_every_variable_that_settings_reads_and_no_other():
    source = (ROOT / "project/settings.py").read_text()
    read = {*re.findall(rf'(?:env\.\w+|positive_int|one_of|flag|http_url)\(\s*"({NAME})"', source)}
    example = (ROOT / ".env.example").read_text()
    named = {*re.findall(rf"^#?({NAME})=", example, re.MULTILINE)}
    of_providers = {name for name in named if name.endswith(("_API_KEY", "_BASE_URL"))}

    assert named - of_providers - {"LLM_ROUTE_IEPS"} == read
