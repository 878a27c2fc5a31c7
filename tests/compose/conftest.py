"""One compose project for all tests here: built, started with two replicas, removed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from suite import registry
from tests.support.api import User
from tests.support.compose import OTHERS_SECRETS, Suite, suite_running
from tests.support.listener import Listener
from tests.support.people import Shop, Table
from tools.engine import missing_engine

Listen = Callable[..., list[Listener]]
LISTENS_WITHIN = 15.0  # seconds
REPLICATED = registry.service("orders").process_names
SETTINGS = (
    "PLACES_PER_ACCOUNT=100000",
    "TROLLEY_SESSION_SECONDS=600",  # longer than containers need to come back
    *(f"{name}={secrets.token_hex(16)}" for name in OTHERS_SECRETS),  # and no account of theirs
)


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    reason = missing_engine()
    if reason:
        pytest.skip(reason)
    directory = tmp_path_factory.mktemp("compose")
    with suite_running(directory, *SETTINGS, replicated=REPLICATED) as suite:
        yield suite


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


@pytest.fixture(scope="session")
def shop(suite: Suite) -> Shop:
    """A supermarket of an operator's."""
    return Shop.open(suite.api, suite.granted(suite.api.register(), "operator"))


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
