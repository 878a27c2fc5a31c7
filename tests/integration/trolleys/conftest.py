"""The market of these tests, and two who shop there."""

from __future__ import annotations

import pytest
from testing.scale import scaled

from tests.integration.trolleys.market import IMAGE, PHONE, TEA, Market
from tests.support.api import Api, Place, User
from tests.support.elsewhere import Site


@pytest.fixture(scope="session")
def operator(stack: Site, api: Api) -> User:
    """Somebody who looks after devices."""
    user = api.register()
    stack.manage("verification", "grant", user.username, "operator")
    return api.sign_in(user)


@pytest.fixture(scope="session")
def shop(api: Api, owner: User) -> Place:
    """It sells tea and smartphones, both counted."""
    place = Place.create(api, owner)
    place.sell("Tea", "4.50", barcode=TEA, stock=50)
    place.sell("Smartphone XYZ", "599.99", barcode=PHONE, stock=50, image=IMAGE)
    return place


@pytest.fixture(params=["", "/"], ids=["bare", "slash"])
def market(request: pytest.FixtureRequest, api: Api, shop: Place, operator: User) -> Market:
    """Asked with and without final slashes."""
    return Market(api, shop, operator, request.param)


@pytest.fixture
def bare(api: Api, shop: Place, operator: User) -> Market:
    """The market, asked in one way."""
    return Market(api, shop, operator)


@pytest.fixture(scope="session")
def john(api: Api) -> User:
    return api.register()


@pytest.fixture(scope="session")
def jane(api: Api) -> User:
    return api.register()


@pytest.fixture(scope="session")
def customers(api: Api, john: User, jane: User) -> list[User]:
    """Who has a cart of their own; few, since an account costs much."""
    return [john, jane, *(api.register() for _ in range(scaled(10, least=2) - 2))]
