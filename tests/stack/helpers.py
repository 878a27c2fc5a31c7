"""Suites to start, watch and end."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.stack.waiting import wait_for
from tools.stack import place, plan
from tools.stack.spawn import alive

READY_WITHIN = 60.0  # seconds
ENDED_WITHIN = 25.0  # seconds
OPERATORS_OWN = ("DATABASE_URL", "REDIS_URL", "AUTH_MODE", "DEBUG", "BIND", "SIMULATORS")
RUN = (sys.executable, "-m", "tools.stack", "run", "--no-demo", "--quiet")


def free_ports() -> Iterator[int]:
    """Ports for gateways that are free together with the services' own."""
    for port in range(30180, 40000, 100):
        try:
            place.check_ports(plan.ports_of(port))
        except SystemExit:
            continue
        yield port


def descendants(pid: int) -> set[int]:
    """A process and everything below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return set()
    return {pid}.union(*(descendants(int(child)) for child in children))


def memory(pid: int) -> int:
    """Bytes of a process by proportional share of what it shares; 0 when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024


class Terminal:
    """A terminal of its own, whose window closes at the end of the block."""

    def __init__(self) -> None:
        self._ours, self._theirs = pty.openpty()
        self._shown = b""
        self._open = True
        self._reader = threading.Thread(target=self._read)

    def __enter__(self) -> Terminal:
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False  # a terminal that is being read is not closed by closing it
        self._reader.join()
        os.close(self._theirs)
        os.close(self._ours)

    def streams(self) -> dict[str, Any]:
        """Options for a process that is to run in it, in the foreground."""

        def control() -> None:
            fcntl.ioctl(self._theirs, termios.TIOCSCTTY, 0)

        streams = dict.fromkeys(("stdin", "stdout", "stderr"), self._theirs)
        return {**streams, "preexec_fn": control}

    def type(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def shown(self) -> str:
        return self._shown.decode(errors="replace")

    def _read(self) -> None:
        while self._open:
            if select.select([self._ours], [], [], 0.05)[0]:
                self._shown += os.read(self._ours, 65536)


class Home:
    """A place for a suite, which may be started there again and again."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.runtime = place.runtime_of(home)
        self.process: subprocess.Popen[bytes]
        self._output = home.with_suffix(".output")
        self._ever: set[int] = set()
        inherited = {name: value for name, value in os.environ.items() if name not in OPERATORS_OWN}
        own = {"PORT": str(port), "AISLE_HOME": str(home), "RATE_LIMITS": "off"}
        # A proxy that nobody answers at: the suite's own calls must not go there.
        proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
        self.environment = {**inherited, **own, **proxy}

    def start(self, *command: str, terminal: Terminal | None = None) -> subprocess.Popen[bytes]:
        """Start the suite there, or a `command` that does, in a terminal or without one."""
        if self._ever:
            self.process.wait(ENDED_WITHIN)
        self._terminal = terminal
        with self._output.open("wb") as out:
            streams = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out}
            self.process = subprocess.Popen(
                command or RUN,
                cwd=plan.ROOT,
                env=self.environment,
                start_new_session=True,
                **(terminal.streams() if terminal else streams),
            )
        self._ever.add(self.process.pid)
        return self.process

    def end(self) -> None:
        """After all tests: what was asked to end, and what has not."""
        left = set.union(*(descendants(pid) for pid in self._ever))
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(ENDED_WITHIN)
        for pid in filter(alive, left):
            os.kill(pid, signal.SIGKILL)

    def said(self) -> str:
        return self._terminal.shown() if self._terminal else self._output.read_text()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`python -m tools.stack …` to its end."""
        command = [sys.executable, "-m", "tools.stack", *words]
        return subprocess.run(
            command, cwd=plan.ROOT, env=self.environment, capture_output=True, text=True, timeout=30
        )

    def wait_until_ready(self) -> None:
        """Until its run.json names a runner that lives."""

        def ready() -> bool:
            assert self.process.poll() is None, self.said()
            return (self.home / "run.json").exists() and alive(self.state()["pid"])

        wait_for(ready, READY_WITHIN, "the suite is ready")

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.home / "run.json").read_text())
        return state

    def secret(self, name: str) -> str:
        return place.read_secrets(self.home)[name]

    def pid(self, name: str) -> int | None:
        """The process id of a process of the suite; None when it does not run."""
        found = self.state()["processes"][name]["pid"]
        return None if found is None else int(found)

    def answer(self) -> tuple[int, dict[str, Any]]:
        """What the gateway says to `GET /readyz`."""
        with contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
