"""A café whose tables stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.cafe import Cafe
from tests.e2e.people import Staff
from tests.e2e.tables.seats import Table, tile


@pytest.fixture
def tables(cafe: Cafe) -> list[Table]:
    """Four tables that stay, all of them free."""
    return [
        cafe.staff("/orders/tables/create/", location_id=cafe.location_id, name=f"Table {number}")
        for number in range(1, 5)
    ]


@pytest.fixture
def panel(tables: list[Table], staff: Staff) -> Staff:
    """At the panel that shows them."""
    expect(tile(staff, "Table 4")).to_be_visible()
    return staff
