"""Processes that are forked from one that has loaded the libraries: they are like any other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.waiting import wait_for
from tools.stack import plan
from tools.stack.forkserver import Forked, ForkServer, can_fork
from tools.stack.spawn import alive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")

PYTHON = str(plan.BIN / "python")
SOON = 20.0  # seconds
TELL = """
import json, os, signal, sys
print(json.dumps({
    "argv": sys.argv, "path": sys.path[0], "cwd": os.getcwd(), "environment": dict(os.environ),
    "session": os.getsid(0), "comm": open("/proc/self/comm").read().strip(), "name": __name__,
    "int": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
    "input": sys.stdin.read(), "files": sorted(map(int, os.listdir("/proc/self/fd")))[:-1],
}))
"""
Run = Callable[..., Forked]


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    server = ForkServer(plan.base(os.environ))
    yield server
    server.close()


@pytest.fixture
def run(server: ForkServer, tmp_path: Path) -> Run:
    """Forks a program of this source."""

    def begin(source: str, *words: str) -> Forked:
        (tmp_path / "small.py").write_text(source)
        command = [PYTHON, "small.py", *words]
        return server.start(command, name="small", cwd=tmp_path, environment={"ONLY": "this"})

    return begin


def said(process: Forked) -> str:
    assert process.stdout is not None
    with process.stdout:
        return process.stdout.read().decode()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ([PYTHON, "-m", "kit.server", "--bind", "x"], True),
        ([PYTHON, "manage.py", "work"], True),
        ([PYTHON, "-c", "pass"], False),
        (["/bin/sh", "-m", "x"], False),
        (["/usr/bin/python3", "-m", "x"], False),
    ],
)
def test_what_can_be_forked(command: list[str], expected: bool) -> None:
    assert can_fork(command) is expected


def test_a_forked_program_finds_what_it_would_find_otherwise(run: Run, tmp_path: Path) -> None:
    process = run(TELL, "--word", "two words")
    found = json.loads(said(process))
    assert process.wait(SOON) == 0
    assert found == {
        "argv": ["small.py", "--word", "two words"],
        "path": str(tmp_path),
        "cwd": str(tmp_path),
        "environment": {"ONLY": "this"},
        "session": process.pid,
        "comm": "small",
        "name": "__main__",
        "int": True,
        "input": "",
        "files": [0, 1, 2],
    }


def test_a_module_is_run_by_its_name(server: ForkServer, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__main__.py").write_text("import sys; print(sys.argv[1:])")
    process = server.start(
        [PYTHON, "-m", "package", "one"], name="one", cwd=tmp_path, environment={}
    )
    assert said(process) == "['one']\n"
    assert process.wait(SOON) == 0


@pytest.mark.parametrize(
    ("source", "status", "words"),
    [
        ("", 0, ""),
        ("import sys; sys.exit(3)", 3, ""),
        ("raise SystemExit('no room')", 1, "no room\n"),
        ("1 / 0", 1, "ZeroDivisionError: division by zero\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, ""),
    ],
)
def test_how_it_ends(run: Run, source: str, status: int, words: str) -> None:
    process = run(source)
    assert said(process).endswith(words)
    assert process.wait(SOON) == status
    assert process.poll() == status


def test_it_is_stopped_by_a_signal(run: Run) -> None:
    process = run("import time; print('up', flush=True); time.sleep(600)")
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(SOON) == -signal.SIGTERM
    process.send_signal(signal.SIGTERM)  # to nobody
    process.stdout.close()


def test_output_goes_into_a_file(server: ForkServer, tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text("import os; os.write(2, b'error'); print('word')")
    with (tmp_path / "log").open("wb") as log:
        process = server.start(
            [PYTHON, "small.py"], name="one", cwd=tmp_path, environment={}, output=log
        )
    assert process.stdout is None
    assert process.wait(SOON) == 0
    assert (tmp_path / "log").read_text() == "errorword\n"


def test_its_programs_end_with_the_server_and_the_next_one_starts_it_anew(
    server: ForkServer, run: Run
) -> None:
    sleeper = run("import time; time.sleep(600)")
    assert sleeper.poll() is None
    server.process.kill()
    wait_for(lambda: sleeper.poll() is not None, SOON, "it ends with who has forked it")
    assert not alive(sleeper.pid)
    again = run("print('again')")
    assert said(again) == "again\n"
    assert again.wait(SOON) == 0
    assert sleeper.stdout is not None
    sleeper.stdout.close()


def test_what_is_loaded_before_asks_no_settings_and_starts_no_thread() -> None:
    program = (
        "import importlib, os, threading; from tools.stack import forking\n"
        "for module in forking.LOADED: importlib.import_module(module)\n"
        "from django.conf import settings\n"
        "assert not settings.configured, 'a service would get the settings of another'\n"
        "assert len(os.listdir('/proc/self/task')) == 1, threading.enumerate()"
    )
    subprocess.run([PYTHON, "-c", program], check=True, cwd=plan.ROOT, env=plan.base(os.environ))
