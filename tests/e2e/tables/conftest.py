"""A café whose tables stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Guest
from tests.e2e.tables.payers import Payer
from tests.e2e.tables.seats import Table
from tools.browser.window import PHONE


@pytest.fixture
def tables(cafe: Cafe) -> list[Table]:
    """Four tables that stay, all of them free."""
    return [
        cafe.staff("/orders/tables/create/", location_id=cafe.location_id, name=f"Table {number}")
        for number in range(1, 5)
    ]


@pytest.fixture
def feast(cafe: Cafe, table: str) -> dict[str, int]:
    """Ids of what Jonas has had, who sits there with a phone of his own: 11.20 and 2.40."""
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", tips=[5, 10])
    names = ("Club sandwich", "Espresso")
    return {name: cafe.order(table, name, guest="Jonas")["id"] for name in names}


@pytest.fixture
def mia(open_window: Open, feast: dict[str, int], table: str) -> Guest:
    """She has had a carrot cake for 4.60 at the same table."""
    guest = Guest(open_window(PHONE), table).arrive()
    guest.add("Carrot cake", name="Mia")
    guest.look_at_cart(lines=1)
    guest.send()
    expect(guest.orders).to_have_count(3)
    return guest


@pytest.fixture
def payer(mia: Guest, cafe: Cafe, feast: dict[str, int], table: str) -> Payer:
    """Mia with the sheet in which one pays."""
    payer = Payer(mia).open()
    payer.espresso = feast["Espresso"]
    payer.cake = max(order["id"] for order in cafe.live(table)["orders"])
    return payer
