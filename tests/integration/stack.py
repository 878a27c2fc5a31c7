"""The suite under test: one run of tools.stack with its processes, databases and logs."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests

from tools.stack import control, place
from tools.stack.spawn import start
from tools.stack.temporary import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 90.0  # seconds for the first start
RECOVERED_WITHIN = 15.0  # seconds from the start of what was stopped
SETTINGS = {"RATE_LIMITS": "off", "LOG_FORMAT": "json", "MAX_ORDERS_PER_SESSION": "100000"}
OPERATORS_OWN = ("DATABASE_URL", "REDIS_URL", "AUTH_MODE", "DEBUG", "BIND", "LOG_LEVEL")
GOOD_NEWS = re.compile(r'"level":"info"|"service":"gateway".*"status":[1-4]|^$')
SLOW = re.compile(r'"duration_ms":\d{4}')  # a second or more
CRASHES = ('"unhandled error"', "Traceback (most recent", "was never retrieved", "never awaited")


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> float:
    """Returns after how many seconds `condition` held; fails after the deadline."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"not within {seconds:g} s: {what}"
        time.sleep(0.02)
    return time.monotonic() - started


class Stack:
    """Starts the suite with `SETTINGS`; everything of it is below `home`."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="aisle-i-"))
        self.port = free_port(20080)
        self.url = f"http://127.0.0.1:{self.port}"
        inherited = {name: value for name, value in os.environ.items() if name not in OPERATORS_OWN}
        own = {"PORT": str(self.port), "AISLE_HOME": str(self.home)}
        self.environment = {**inherited, **SETTINGS, **own}
        self._control = place.runtime_of(self.home) / "control.sock"
        with (self.home / "output").open("wb") as output:
            self.process = start(
                [sys.executable, "-m", "tools.stack", "run", "--no-demo", "--quiet"],
                cwd=ROOT,
                environment=self.environment,
                output=output,
            )
        self._state_file = self.home / "run.json"

    def wait_until_started(self) -> None:
        def started() -> bool:
            assert self.process.poll() is None, (self.home / "output").read_text()
            return self._state_file.exists()

        wait_for(started, READY_WITHIN, "the suite is ready")

    def stop(self) -> None:
        """End it as Ctrl-C does and remove what it has left."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
            shutil.rmtree(place.runtime_of(self.home), ignore_errors=True)

    # ---- What runs --------------------------------------------------------------------------

    def address(self, service: str) -> str:
        """The development port of a service."""
        return str(json.loads(self._state_file.read_text())["addresses"][service])

    def processes(self) -> dict[str, dict[str, Any]]:
        return dict(control.ask(self._control, "status")["processes"])

    def pid(self, name: str) -> int:
        return int(self.processes()[name]["pid"])

    def workers(self, name: str) -> list[int]:
        """The processes that a process has started."""
        pid = self.pid(name)
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def ready(self) -> bool:
        return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200

    def names_as_not_ready(self, *names: str) -> None:
        """Wait until the gateway, which asks once a second, says that just these are not ready."""

        def named() -> bool:
            said = requests.get(f"{self.url}/readyz", timeout=5).json()
            return set(said.get("not_ready", [])) == set(names)

        wait_for(named, 3, f"/readyz names {names}")

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Stop a process for a block, then start it; all others have to live through it."""
        before = self.processes()
        control.ask(self._control, "stop", name)
        try:
            yield
        finally:
            control.ask(self._control, "start", name)
            wait_for(self.ready, RECOVERED_WITHIN, f"ready with {name} again")
        after = self.processes()
        assert {**after, name: None} == {**before, name: None}, "others were restarted"

    @contextmanager
    def hanging(self, name: str) -> Iterator[None]:
        """Freeze a process and its workers for a block: connections are taken, nothing answers."""
        before, group = self.processes(), self.pid(name)
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)
            wait_for(self.ready, RECOVERED_WITHIN, f"ready with {name} again")
        assert self.processes() == before, "something was restarted"

    def manage(self, service: str, *words: str) -> str:
        """What a management command of a service prints."""
        command = [sys.executable, "-m", "tools.stack", "manage", service, *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=30
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    # ---- What it keeps ----------------------------------------------------------------------

    def sql(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement in a service's database; the rows, if it yields any."""
        url = json.loads(self._state_file.read_text())["databases"][service]
        with (
            closing(psycopg2.connect(url)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def log(self, name: str) -> str:
        return (self.home / "logs" / f"{name}.log").read_text(errors="replace")

    def crashes(self) -> list[str]:
        """Lines of the logs that no outage excuses."""
        return [
            f"{path.stem}: {line}"
            for path in sorted((self.home / "logs").glob("*.log"))
            for line in _lines(path)
            if any(sign in line for sign in CRASHES)
        ]

    def tails(self, lines: int = 6) -> str:
        """The end of each log without what is good news and fast, and what the runner has said."""
        paths = [self.home / "output", *sorted((self.home / "logs").glob("*.log"))]
        news = {
            path.name: [
                line for line in _lines(path) if SLOW.search(line) or not GOOD_NEWS.search(line)
            ]
            for path in paths
        }
        return "\n".join(
            f"--- {name}\n" + "\n".join(last[-lines:]) for name, last in news.items() if last
        )


def logs(item: pytest.Item) -> list[tuple[str, str]]:
    """The section of a failed test's report about the suite that it ran against."""
    stack = getattr(item, "funcargs", {}).get("stack")
    return [("the suite's logs end with", stack.tails())] if stack else []


def _lines(path: Path) -> list[str]:
    return path.read_text(errors="replace").splitlines()


@contextmanager
def running() -> Iterator[Stack]:
    """The suite, started; none of its processes may have crashed by the end."""
    stack = Stack()
    try:
        stack.wait_until_started()
        yield stack
        crashes = stack.crashes()
    finally:
        stack.stop()
    assert not crashes, "\n".join(crashes)
