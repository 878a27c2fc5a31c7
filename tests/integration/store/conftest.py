"""A store of the tests' own: gates, racks, a planogram, who reviews and who shops."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.store.shop import Customer, Played, Shop
from tests.support.api import Api, User
from tests.support.elsewhere import Site


@pytest.fixture(scope="session")
def shop(stack: Site, api: Api, owner: User) -> Shop:
    """It is open, and nobody is inside."""
    return Shop.create(stack, api, owner)


@pytest.fixture(autouse=True)
def _empty(shop: Shop) -> Iterator[None]:
    """Open and empty before each test and after it."""
    shop.opens()
    shop.let_all_out()
    yield
    shop.let_all_out()


@pytest.fixture
def rack(shop: Shop) -> Iterator[Played]:
    """A machine with three scales, retired after the test."""
    made = shop.rack(3)
    yield made
    shop.retire(made)


@pytest.fixture(scope="session")
def vera(shop: Shop) -> Customer:
    return shop.customer()


@pytest.fixture(scope="session")
def victor(shop: Shop) -> Customer:
    return shop.customer()
