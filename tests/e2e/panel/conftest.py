"""The café of `e2e/tables`, as its staff see it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Staff
from tests.e2e.tables.conftest import feast, mia, payer, tables
from tests.e2e.tables.seats import Table, tile

__all__ = ["feast", "mia", "payer", "tables"]


@pytest.fixture
def panel(tables: list[Table], staff: Staff) -> Staff:
    """At the panel that shows them."""
    expect(tile(staff, "Table 4")).to_be_visible()
    return staff
