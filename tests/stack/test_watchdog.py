"""A runner that dies without a word leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.waiting import wait_for
from tools.stack.place import lock
from tools.stack.plan import ROOT
from tools.stack.spawn import alive

GRACE = 0.5  # seconds
SOON = 10.0  # seconds
SLEEP = "import time; time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
PARENT = f"""
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {DEAF!r} ])
fresh = pathlib.Path("grandchild.new")
fresh.write_text(str(child.pid))
fresh.rename("grandchild")
{SLEEP}
"""
PROCESSES = {"polite": SLEEP, "deaf": DEAF, "parent": PARENT}


def run(home: Path, processes: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the small runner."""
    (home / "plan.json").write_text(json.dumps(processes))
    command = [sys.executable, "-m", "tests.stack.small", str(home), str(GRACE)]
    return subprocess.Popen(command, cwd=ROOT)


def started(home: Path) -> dict[str, int]:
    """The pids of all that runs, the grandchild's too."""
    names = json.loads((home / "plan.json").read_text())
    pids: dict[str, int] = {}

    def all_named() -> bool:
        with suppress(FileNotFoundError):
            pids.update(json.loads((home / "pids.json").read_text()))
        return all(map(pids.get, names)) and (home / "grandchild").exists()

    wait_for(all_named, SOON, "the processes have started")
    return {**pids, "grandchild": int((home / "grandchild").read_text())}


def test_nothing_outlives_a_killed_runner(tmp_path: Path) -> None:
    with run(tmp_path, PROCESSES) as runner:
        pids = started(tmp_path)
        assert all(map(alive, pids.values()))
        runner.kill()
    wait_for(lambda: not any(map(alive, pids.values())), SOON, f"all of {pids} have ended")


def test_the_next_run_waits_for_the_end_of_the_killed_one(tmp_path: Path) -> None:
    with run(tmp_path, PROCESSES) as runner:
        pids = started(tmp_path)
        runner.kill()
    lock(tmp_path).close()
    assert not any(alive(pids[name]) for name in PROCESSES)
    assert not (tmp_path / "swept").exists(), "what only that run could use is gone too"
    assert not (tmp_path / "pids.json").exists(), "and what says that it runs"


def test_a_runner_that_is_asked_to_end_takes_all_along(tmp_path: Path) -> None:
    with run(tmp_path, {"polite": SLEEP, "parent": PARENT}) as runner:
        pids = started(tmp_path)
        runner.terminate()
        assert runner.wait(SOON) == 0
    assert not any(map(alive, pids.values()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of the death")
def test_without_its_watchdog_too(tmp_path: Path) -> None:
    with run(tmp_path, {"polite": SLEEP, "parent": PARENT}) as runner:
        pids = started(tmp_path)
        os.kill(pids["watchdog"], signal.SIGKILL)
        runner.kill()
    left = [pids["polite"], pids["parent"]]
    wait_for(lambda: not any(map(alive, left)), SOON, f"all of {pids} have ended")
    os.kill(pids["grandchild"], signal.SIGKILL)
