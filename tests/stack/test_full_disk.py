"""The disk under a home is full for a while: nothing ends, the suite says that it is not ready, and
logs go on by themselves as soon as there is room.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stack.helpers import Home
from tests.support import prepared
from tests.support.waiting import wait_for

SIZE = 220  # megabytes: what a new home takes, and some room
NOTICED_WITHIN = 30.0  # seconds
COMMAND = (sys.executable, "-m", "tools.stack", "run", "--no-demo")  # lines are copied into logs
BLOCK = b"\0" * 4096
LONG = "x" * 200  # what 50 lines with it take is more than the last block of a log has room for

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk of its own")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    path = tmp_path / "disk"
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "aisle", path], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """No byte can be written for a block; what is freed meanwhile is taken, too."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        fill(filler.fileno())
        try:
            yield
        finally:
            (disk / "filler").unlink()


def fill(file: int) -> None:
    try:
        while True:
            os.write(file, BLOCK * 256)
    except OSError:
        pass


def failing(home: Home) -> set[str]:
    services = home.answer("/status.json")[1]["services"]
    return {word for state in services.values() for word in state.get("failing", [])}


def log(home: Home, name: str) -> str:
    return (home.home / "logs" / f"{name}.log").read_text()


def test_a_full_disk_is_told_and_lived_through(disk: Path) -> None:
    home = Home(disk / "home")
    prepared.begin(home.home)
    home.output = disk.with_name("output")
    home.start(COMMAND)
    try:
        home.wait_until_ready()
        before = home.state["processes"]
        with full(disk):
            for number in range(50):
                home.answer(f"/orders/while-full-{number}-{LONG}/")
            wait_for(lambda: {"writes", "database"} & failing(home), NOTICED_WITHIN, "it is told")
            assert home.answer()[0] == 503
        wait_for(lambda: home.answer()[0] == 200, NOTICED_WITHIN, "ready again")
        last = f"/orders/room-again-{time.monotonic_ns()}/"
        home.answer(last)
        for name in ("gateway", "orders-http"):
            wait_for(lambda name=name: last in log(home, name), 5.0, f"{name} logs again")  # type: ignore[misc]
            assert "lines before this one could not be written" in log(home, name)
        after = home.state["processes"]
        assert {**after, "postgres": None} == {**before, "postgres": None}, (
            "something was restarted"
        )
    finally:
        home.process.terminate()
        home.end()
