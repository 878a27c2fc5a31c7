"""Suites to start, watch and end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from gateway.routes import SERVICES, development_port
from tests.stack.waiting import wait_for
from tools.stack import place, plan
from tools.stack.spawn import alive

READY_WITHIN = 60.0  # seconds
GONE_WITHIN = 25.0  # seconds
OPERATORS_OWN = ("DATABASE_URL", "REDIS_URL", "AUTH_MODE", "DEBUG", "BIND", "SIMULATORS")
RUN = (sys.executable, "-m", "tools.stack", "run", "--no-demo", "--quiet")


def free_ports() -> Iterator[int]:
    """Ports for gateways that are free together with the services' own."""
    for port in range(30180, 40000, 100):
        try:
            place.check_ports([port, *(development_port(each, port) for each in SERVICES)])
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


class Home:
    """A place for a suite, which may be started there again and again."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.runtime = place.runtime_of(home)
        inherited = {name: value for name, value in os.environ.items() if name not in OPERATORS_OWN}
        own = {"PORT": str(port), "AISLE_HOME": str(home), "RATE_LIMITS": "off"}
        # A proxy that nobody answers at: the suite's own calls must not go there.
        proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
        self.environment = {**inherited, **own, **proxy}

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start the suite there, or a `command` that does."""
        output = self.home.with_suffix(".output")
        with output.open("ab") as out:
            out.truncate(0)
            told = {"stdout": out, "stderr": out, "start_new_session": True, **options}
            return subprocess.Popen(
                command or RUN,
                cwd=plan.ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                **told,
            )

    def said(self) -> str:
        return self.home.with_suffix(".output").read_text()

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`python -m tools.stack …` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "tools.stack", *words],
            cwd=plan.ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=30,
        )

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        def ready() -> bool:
            assert process.poll() is None, self.said()
            return (self.home / "run.json").exists()

        wait_for(ready, READY_WITHIN, "the suite is ready")

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.home / "run.json").read_text())
        return state

    def pid(self, name: str) -> int | None:
        """The process id of a process of the suite; None when it does not run."""
        found = self.state()["processes"][name]["pid"]
        return None if found is None else int(found)

    def answer(self) -> tuple[int, dict[str, Any]]:
        """What the gateway says to `GET /readyz`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        status, said = answer.status, json.loads(answer.read())
        connection.close()
        return status, said


def assert_all_end(pids: set[int], how: str) -> None:
    """Every process is gone within the deadline."""
    assert len(pids) > 1, f"too few processes to end by {how}"
    wait_for(lambda: not any(map(alive, pids)), GONE_WITHIN, f"all ended by {how}")


def kill(pids: set[int]) -> None:
    """What a failed test leaves."""
    for pid in filter(alive, pids):
        os.kill(pid, signal.SIGKILL)
