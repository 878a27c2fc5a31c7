"""The store of these tests, which asks for a deposit, and lets in without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.store.shop import Shop
from tests.support.api import Api
from tests.support.stack import SETTINGS, Stack, stack_running

DEPOSIT = "5.00"


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with stack_running({**SETTINGS, "STORE_DEPOSIT": DEPOSIT}) as stack:
        yield stack


@pytest.fixture(scope="session")
def shop(stack: Stack, api: Api) -> Shop:
    """Its gates, its operator and its reviewer; each test opens it, and brings its own racks."""
    return Shop.create(stack, api, api.register())
