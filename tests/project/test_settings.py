"""A broken configuration gets one sentence, not a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(tmp_path, *args, env_file="", **env):
    file = tmp_path / "env"
    file.write_text(env_file)
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *args],
        env={
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DATA_DIR": str(tmp_path / "data"),
            "ENV_FILE": str(file),
            **env,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("env_file", "said"),
    [
        ("THIS IS NOT AN ASSIGNMENT", "broken in line 1"),
        ("A=1\nB = 2\n!x=3", "broken in line 3"),
        ("DATABASE_URL=mysql://u@h/n", "DATABASE_URL"),
        ("WEB_PORT=many", "WEB_PORT must be a whole number"),
        ("WEB_PORT=0", "WEB_PORT must lie between 1 and 65535"),
        ("DEBUG=perhaps", "DEBUG must be true or false"),
        ("EMBEDDINGS=magic", "EMBEDDINGS must be one of"),
        ("TRUSTED_PROXIES=10.0.0.1/8", "TRUSTED_PROXIES takes addresses and networks"),
        ("OPENAI_BASE_URL=ftp://x", "OPENAI_BASE_URL must start with http"),
    ],
)
def test_broken_configuration_is_one_sentence(tmp_path, env_file, said):
    done = manage(tmp_path, "up", env_file=env_file)

    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_data_directory_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    done = manage(tmp_path, "up", DATA_DIR=str(tmp_path / "file" / "data"))

    assert done.returncode != 0
    assert "DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_secret_is_generated_once_and_private(tmp_path):
    manage(tmp_path, "check")
    secret = tmp_path / "data" / "secret_key"
    first = secret.read_text()

    manage(tmp_path, "check")

    assert secret.read_text() == first
    assert len(first) >= 50
    assert secret.stat().st_mode & 0o077 == 0
