"""The store of these tests, which asks for a deposit, and lets in without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.store.visiting import DUE, Visitor, complete
from tests.integration.store.shop import Played, Shop
from tests.support.api import Api
from tests.support.stack import SETTINGS, Stack, stack_running
from tools.browser.window import PHONE

DEPOSIT = "5.00"


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with stack_running({**SETTINGS, "STORE_DEPOSIT": DEPOSIT}) as stack:
        yield stack


@pytest.fixture(scope="session")
def shop(stack: Stack, api: Api) -> Shop:
    """Its gates, its operator and its reviewer; each test opens it, and brings its own racks."""
    return Shop.create(stack, api, api.register())


@pytest.fixture
def open_store(shop: Shop) -> Iterator[None]:
    """Open to customers and empty, before a test and after it."""
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


@pytest.fixture
def ann(open_store: None, open_window: Open, shop: Shop) -> Visitor:
    """Has an account, and the page open on a phone."""
    customer = shop.customer()
    return Visitor(open_window(PHONE, signed_in=signed_in(customer.user)), customer).arrive()


@pytest.fixture
def owing(ann: Visitor, rack: Played, shop: Shop) -> Visitor:
    """Has a receipt of 2.50 before them."""
    complete(shop, ann.buys(rack))
    ann.sees(DUE)
    return ann
