"""The store of these tests."""

from __future__ import annotations

import pytest

from tests.integration.store.shop import Shop
from tests.support.api import Api
from tests.support.stack import Stack


@pytest.fixture(scope="session")
def shop(stack: Stack, api: Api) -> Shop:
    """Its gates, its operator and its reviewer; each test opens it, and brings its own racks."""
    return Shop.create(stack, api, api.register())
