"""Suites that a program starts, asks and ends: for tests, measurements and checks."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, TypeVar

from demo.accounts import ADMIN, ADMIN_PASSWORD
from demo.api import Api
from tools.stack import place
from tools.stack.plan import ROOT
from tools.stack.spawn import alive, start

READY_WITHIN = 90.0  # seconds, on a machine that is busy
ENDED_WITHIN = 40.0  # seconds
PORTS = range(20080, 32000, 100)  # below those that Linux gives to outgoing connections
BESIDE = 10  # development ports that go with a gateway's, more than there are services
RUN = (sys.executable, "-m", "tools.stack", "run", "--no-demo", "--quiet")

_claims: list[socket.socket] = []  # held as long as this process lives


def free_port() -> int:
    """A port for a gateway that is free together with the development ports beside it.

    It stays this process's own: no other one that asks gets it. Raises SystemExit.
    """
    for port in PORTS:
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0aisle-port-{port}")  # a name without a file, which ends with us
            place.check_ports([port, *range(port - 80, port - 80 + BESIDE)])
        except (OSError, SystemExit):
            claim.close()
            continue
        _claims.append(claim)
        return port
    raise SystemExit(f"no block of free ports between {PORTS[0]} and {PORTS[-1]}")


@cache
def _settings() -> frozenset[str]:
    example = (ROOT / ".env.example").read_text()
    return frozenset(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", example, re.MULTILINE))


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without the operator's own settings, which are those of `.env.example`."""
    return {name: value for name, value in environment.items() if name not in _settings()}


class Home:
    """A directory for a suite, which may be started there again and again, without a demo."""

    def __init__(self, home: Path, port: int, settings: Mapping[str, str] | None = None) -> None:
        self.home, self.port = home, port
        self.runtime = place.runtime_of(home)
        self.url = f"http://127.0.0.1:{port}"
        own = {"PORT": str(port), "AISLE_HOME": str(home)}
        self.environment = {**without_settings(os.environ), **(settings or {}), **own}
        self.output = home.with_name(f"{home.name}.output")
        self.process: subprocess.Popen[bytes]

    def start(self, command: tuple[str, ...] = RUN) -> None:
        """Start the suite, or a command that does."""
        with self.output.open("wb") as output:
            self.process = start(command, cwd=ROOT, environment=self.environment, output=output)

    def said(self) -> str:
        """What the runner has printed since its last start."""
        return self.output.read_text()

    @property
    def state(self) -> dict[str, Any]:
        """What run.json holds: there as long as the suite is ready for use."""
        state: dict[str, Any] = json.loads((self.home / "run.json").read_text())
        return state

    def ready(self) -> bool:
        """Whether the suite is ready for use: who wrote run.json lives, and the gateway says so."""
        try:
            return alive(self.state["pid"]) and self.answer()[0] == 200
        except (OSError, HTTPException, ValueError):
            return False

    def wait_until_ready(self) -> None:
        """Return when it has started; raises TimeoutError with what it said when it does not."""
        deadline = time.monotonic() + READY_WITHIN
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError(f"The suite has not started:\n{self.said()}")
            time.sleep(0.05)

    def answer(self, path: str = "/readyz") -> tuple[int, dict[str, Any]]:
        """What the gateway answers to a GET."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, json.loads(response.read())

    def pid(self, name: str) -> int | None:
        """The process id of a process of the suite; None when it does not run."""
        found = self.state["processes"][name]["pid"]
        return None if found is None else int(found)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`python -m tools.stack …` to its end."""
        command = [sys.executable, "-m", "tools.stack", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=30
        )

    def manage(self, service: str, *words: str) -> str:
        """What a management command of a service prints; raises RuntimeError when it fails."""
        done = self.run("manage", service, *words)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def admin(self) -> Api:
        """The suite as its administrator, who is made."""
        self.manage("verification", "seed_admin")
        return Api.sign_in(self.url, ADMIN, ADMIN_PASSWORD)

    def stop(self) -> None:
        """End it as Ctrl-C does; raises TimeoutExpired when it had to be killed."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            shutil.rmtree(self.runtime, ignore_errors=True)


H = TypeVar("H", bound=Home)


@contextmanager
def running(suite: H) -> Iterator[H]:
    """Start a suite, wait until it is ready, and end it after the block."""
    suite.start()
    try:
        suite.wait_until_ready()
        yield suite
    finally:
        suite.stop()


@contextmanager
def temporary(settings: Mapping[str, str]) -> Iterator[Home]:
    """A running suite on free ports, gone with its directory afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="aisle-t-") as directory,
        running(Home(Path(directory, "home"), free_port(), settings)) as suite,
    ):
        yield suite
