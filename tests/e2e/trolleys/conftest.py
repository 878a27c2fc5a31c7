"""The market of these tests."""

from __future__ import annotations

import pytest

from tests.integration.trolleys.market import PHONE, TEA, Market
from tests.support.api import Api, Place
from tests.support.stack import Stack


@pytest.fixture(scope="session")
def market(stack: Stack, api: Api) -> Market:
    """It sells tea and smartphones."""
    operator = api.register()
    stack.manage("verification", "grant", operator.username, "operator")
    place = Place.create(api, api.register())
    place.sell("Tea", "4.50", barcode=TEA, stock=50)
    place.sell("Smartphone XYZ", "599.99", barcode=PHONE, stock=50)
    return Market(api, place, api.sign_in(operator))
