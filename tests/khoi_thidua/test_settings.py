"""A wrong value in the environment stops the start with one clear line (contract §2)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "BASE_URL"}}
    return subprocess.run(
        [sys.executable, "-c", "import khoi_thidua.settings as s; print(s.DATABASES['default']['ENGINE'])"],
        cwd=ROOT,
        env={**clean, "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "foo"),
        ("DATABASE_URL", "mysql://a/b"),
        ("TIME_ZONE", "Mars"),
        ("SECRET_KEY", "short"),
        ("BASE_URL", "ftp://x"),
        ("DEBUG", "maybe"),
        ("EMAIL_URL", "zzz://x"),
        ("EMAIL_FROM", "khong phai dia chi"),
        ("CSRF_TRUSTED_ORIGINS", "abc"),
        ("TRUSTED_PROXIES", "abc"),
        ("DATA_DIR", "/proc/none"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    refused = start(tmp_path, **{name: value})
    assert refused.returncode == 1
    assert refused.stdout == ""
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"Cấu hình sai: {name} – ")


def test_without_settings_it_is_sqlite_with_a_key_kept_beside_the_data(tmp_path: Path) -> None:
    first, again = start(tmp_path), start(tmp_path)
    assert first.stdout.strip() == "django.db.backends.sqlite3", first.stderr
    key = tmp_path / "secret_key"
    assert again.returncode == 0
    assert len(key.read_text()) > 60
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "False khoi-thi-dua@localhost"),
        ({"BASE_URL": "https://thi-dua.example.vn"}, "False khoi-thi-dua@thi-dua.example.vn"),
        ({"EMAIL_URL": "smtp+tls://khoi%40example.vn:x@mail.example.vn:587"}, "True khoi@example.vn"),
        (
            {"EMAIL_URL": "smtp+tls://may-gui:x@mail.example.vn:587", "EMAIL_FROM": "khoi@example.vn"},
            "True khoi@example.vn",
        ),
    ],
)
def test_who_letters_come_from(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in {"EMAIL_URL", "BASE_URL"}}
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import khoi_thidua.settings as s; print(s.MAIL_SERVER_IS_SET, s.DEFAULT_FROM_EMAIL)",
        ],
        cwd=ROOT,
        env={**clean, "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == said
