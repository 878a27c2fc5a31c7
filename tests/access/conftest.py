"""One suite, strict and limited, for who may do what; nobody attacks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api import Api, User
from tests.support.stack import STRICT, Stack, stack_running
from tests.support.stack import pytest_runtest_makereport as pytest_runtest_makereport


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with stack_running(STRICT) as stack:
        yield stack


@pytest.fixture(scope="session")
def api(stack: Stack) -> Iterator[Api]:
    """The gateway."""
    api = Api(stack.url)
    yield api
    api.close()


@pytest.fixture(scope="session")
def owner(api: Api) -> User:
    return api.register()
