"""What ./run says before it touches anything. The rest of it is proved on a bare system by deploy/prove."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "run", *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )


def test_help_names_every_way_to_start() -> None:
    answer = run("--help")
    assert answer.returncode == 0
    assert all(
        word in answer.stdout for word in ("./run --no-demo", "./run --prepare", "PORT", "HOST", "WORKER")
    )


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8000x", "999999999999"])
def test_a_wrong_port_is_one_clear_line(port: str) -> None:
    answer = run(PORT=port)
    assert answer.returncode == 1
    assert answer.stderr == f"Lỗi: PORT phải là số từ 1 đến 65535, không phải «{port}».\n"
    assert answer.stdout == ""


def test_an_unknown_argument_is_refused() -> None:
    answer = run("--nodemo")
    assert answer.returncode == 2
    assert answer.stderr.startswith("Lỗi: không hiểu «--nodemo».")


def test_the_worker_is_started_beside_the_site_and_watched_with_it() -> None:
    script = (ROOT / "run").read_text()
    serve = script.split("\nserve() {")[1].split("\n}")[0]
    assert serve.index("wait_until_it_answers") < serve.index("start_worker") < serve.index("wait -n")
    assert 'start "$VENV/bin/python" manage.py worker' in script
