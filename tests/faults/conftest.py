"""One suite as the internet meets it: strict, limited, without debugging; attacked by all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api import Api, Place, User
from tests.support.guests import Guest
from tests.support.stack import STRICT, Stack, stack_running
from tests.support.stack import pytest_runtest_makereport as pytest_runtest_makereport
from tests.support.waiting import wait_for

CALM_WITHIN = 60.0  # seconds after an attack


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The logs are looked at when everything else has left its traces there."""
    items.sort(key=lambda item: item.path.name == "test_logs.py")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with stack_running(STRICT) as stack:
        yield stack


@pytest.fixture(scope="session")
def api(stack: Stack) -> Iterator[Api]:
    """The gateway, as the owner's devices reach it: from 127.0.0.1."""
    api = Api(stack.url)
    yield api
    api.close()


@pytest.fixture(scope="session")
def owner(api: Api) -> User:
    return api.register()


@pytest.fixture(scope="session")
def place(api: Api, owner: User) -> Place:
    """A location that keeps no products: it takes orders of any product id."""
    return Place.create(api, owner)


@pytest.fixture
def table(stack: Stack, place: Place) -> str:
    """The code of an open session, after the last attack is over for everybody."""
    wait_for(stack.ready, CALM_WITHIN, "ready")
    return place.open()


@pytest.fixture
def guest(stack: Stack) -> Guest:
    return Guest(stack.port)
