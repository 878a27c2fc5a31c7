"""One compose project for all tests here: built, started with two replicas, removed."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from tests.compose.people import Table
from tests.compose.suite import ROOT, VERSION, Suite, missing_engine, run
from tests.support.api import User
from tests.support.listener import Listener
from tests.support.waiting import wait_for
from tools.stack.temporary import free_port

Listen = Callable[..., list[Listener]]
LISTENS_WITHIN = 15.0  # seconds
UP_WITHIN = 90.0  # seconds from `up` with built images until everything is healthy


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    reason = missing_engine()
    if reason:
        pytest.skip(reason)
    env_file = tmp_path_factory.mktemp("compose") / "env"
    port = free_port()
    settings = (
        *(f"PORT={port}", "BIND=127.0.0.1", f"AISLE_VERSION={VERSION}"),
        "PLACES_PER_ACCOUNT=100000",
    )
    run(sys.executable, str(ROOT / "tools/make_env.py"), "--out", str(env_file), *settings)
    suite = Suite(f"aisle-test-{uuid4().hex[:8]}", port, env_file)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left behind then either
    try:
        _start(suite)
        yield suite
    finally:
        suite.compose("down", "--volumes", "--remove-orphans", "--timeout", "1", check=False)


def _start(suite: Suite) -> None:
    started = time.monotonic()
    suite.compose("build")
    built = time.monotonic()
    suite.build_seconds = built - started
    try:
        suite.up()
        wait_for(lambda: suite.ready() and suite.settled(), UP_WITHIN, "everything healthy")
    except AssertionError:
        print(suite.compose("logs", "--tail", "40", check=False))
        raise
    suite.up_seconds = time.monotonic() - built


@pytest.fixture(scope="session")
def owner(suite: Suite) -> User:
    """Whom the locations belong to."""
    return suite.api.register()


@pytest.fixture(scope="session")
def stranger(suite: Suite) -> User:
    """A user who works nowhere."""
    return suite.api.register()


@pytest.fixture
def table(suite: Suite, owner: User) -> Table:
    """A new location with one product and an open session."""
    return Table.open(suite.api, owner)


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Opens sockets to a path of the gateway, six unless told, and closes them after the test."""
    listeners: list[Listener] = []

    def start(suite: Suite, path: str, count: int = 6, token: str = "") -> list[Listener]:
        address = f"ws://127.0.0.1:{suite.port}{path}"
        credential = partial(str, token) if token else None
        new = [Listener(address, token=credential) for _ in range(count)]
        listeners.extend(new)
        for listener in new:
            listener.wait(partial(getattr, listener, "snapshots"), "a snapshot", LISTENS_WITHIN)
        return new

    yield start
    for listener in listeners:
        listener.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs no engine goes first."""
    items.sort(key=lambda item: Path(str(item.path)).name != "test_files.py")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The measured times, for the operations page."""
    for text in terminalreporter.config.stash.get(MEASURED, []):
        terminalreporter.write_line(text)


MEASURED = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def measured(pytestconfig: pytest.Config) -> list[str]:
    """Lines that are printed at the end of the run."""
    return pytestconfig.stash.setdefault(MEASURED, [])
