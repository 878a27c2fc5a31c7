"""The suite under test: one run of tools.stack with its processes, databases and logs."""

from __future__ import annotations

import os
import re
import signal
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import pytest
from redis import Redis

from tests.support import prepared
from tests.support.waiting import wait_for
from tools.stack import control
from tools.stack.temporary import RUN, Home, free_port, running

RECOVERED_WITHIN = 15.0  # seconds from the start of what was stopped
NOTICED_WITHIN = 3.0  # seconds until the gateway, which asks once a second, names what is not ready
SETTINGS = {
    "RATE_LIMITS": "off",
    "LOG_FORMAT": "json",
    "STATIC_FILES": "joined",
    "MAX_ORDERS_PER_SESSION": "100000",
    "PLACES_PER_ACCOUNT": "100000",
}
#: As the internet meets it.
STRICT = {
    "AUTH_MODE": "strict",
    "DEBUG": "0",
    "RATE_LIMITS": "on",
    "LOG_FORMAT": "json",
    "STATIC_FILES": "joined",
}
GOOD_NEWS = re.compile(r'"level":"info"|"service":"gateway".*"status":[1-4]|^$')
SLOW = re.compile(r'"duration_ms":\d{4}')  # a second or more
CRASHES = ('"unhandled error"', "Traceback (most recent", "was never retrieved", "never awaited")


class Stack(Home):
    """A suite whose parts are stopped, frozen and looked into. Its first start is quick."""

    def start(self, command: tuple[str, ...] = (*RUN, "--throwaway")) -> None:
        prepared.begin(self.home)
        super().start(command)

    @property
    def strict(self) -> bool:
        """Whether it runs with AUTH_MODE=strict."""
        return self.environment.get("AUTH_MODE") == "strict"

    # ---- What runs --------------------------------------------------------------------------

    def address(self, service: str) -> str:
        """The development port of a service."""
        return str(self.state["addresses"][service])

    def processes(self) -> dict[str, dict[str, Any]]:
        return dict(self._ask("status")["processes"])

    def _ask(self, command: str, name: str = "") -> dict[str, Any]:
        return control.ask(self.runtime / "control.sock", command, name)

    def running_pid(self, name: str) -> int:
        """The id of a running process, and of its group."""
        return int(self.processes()[name]["pid"])

    def names_as_not_ready(self, *names: str) -> None:
        """Wait until the gateway says that just these are not ready."""

        def named() -> bool:
            return set(self.answer()[1].get("not_ready", [])) == set(names)

        wait_for(named, NOTICED_WITHIN, f"/readyz names {names}")

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Stop a process for a block, then start it; all others have to live through it."""
        before = self.processes()
        self._ask("stop", name)
        try:
            yield
        finally:
            self._ask("start", name)
            wait_for(self.ready, RECOVERED_WITHIN, f"ready with {name} again")
        after = self.processes()
        assert {**after, name: None} == {**before, name: None}, "others were restarted"

    def strike(self, name: str, sign: signal.Signals) -> None:
        """Signal a process, and wait until another one has its place."""
        before = self.running_pid(name)
        os.kill(before, sign)

        def replaced() -> bool:
            return self.processes()[name]["pid"] not in {None, before}

        wait_for(replaced, RECOVERED_WITHIN, f"{name} is started again")

    @contextmanager
    def hanging(self, name: str) -> Iterator[None]:
        """Freeze a process for a block: connections are taken, nothing answers."""
        before, group = self.processes(), self.running_pid(name)
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)
            wait_for(self.ready, RECOVERED_WITHIN, f"ready with {name} again")
        assert self.processes() == before, "something was restarted"

    # ---- What it keeps ----------------------------------------------------------------------

    def sql(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement in a service's database; the rows, if it yields any."""
        url = self.state["databases"][service]
        with (
            closing(psycopg2.connect(url)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def redis(self) -> Redis:
        """A client of the suite's Redis."""
        return Redis.from_url(self.state["redis"])

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
        paths = [self.output, *sorted((self.home / "logs").glob("*.log"))]
        news = {
            path.name: [
                line for line in _lines(path) if SLOW.search(line) or not GOOD_NEWS.search(line)
            ]
            for path in paths
        }
        return "\n".join(
            f"--- {name}\n" + "\n".join(last[-lines:]) for name, last in news.items() if last
        )


S = TypeVar("S", bound=Stack)


def logs(item: pytest.Item) -> list[tuple[str, str]]:
    """The section of a failed test's report about the suite that it ran against; none once that is
    gone, which is when its own end has failed, and of one that runs elsewhere.
    """
    stack = getattr(item, "funcargs", {}).get("stack")
    if not isinstance(stack, Stack) or not stack.output.exists():
        return []
    return [("the suite's logs end with", stack.tails())]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """For a conftest: adds the logs to the report of a test that failed."""
    report = yield
    if report.failed:
        report.sections += logs(item)
    return report


def _lines(path: Path) -> list[str]:
    return path.read_text(errors="replace").splitlines()


@contextmanager
def stack_running(settings: Mapping[str, str] = SETTINGS) -> Iterator[Stack]:
    """The suite, started; none of its processes may have crashed by the end."""
    with stack_of(Stack, settings) as stack:
        yield stack


@contextmanager
def stack_of(kind: type[S], settings: Mapping[str, str] = SETTINGS) -> Iterator[S]:
    """Like stack_running, for a suite that is more than the usual one."""
    with (
        tempfile.TemporaryDirectory(prefix="aisle-i-") as directory,
        running(kind(Path(directory, "home"), free_port(), settings)) as stack,
    ):
        yield stack
        crashes = stack.crashes()
        assert not crashes, "\n".join(crashes)
