"""The world of these tests is as they take it to be."""

from __future__ import annotations

from tests.e2e.vending.shop import Shop


def test_a_machine_of_a_tests_own(shop: Shop) -> None:
    stand = shop.machine(name="Lobby", location="Ground floor", stock=3, price=250)
    [row] = [row for row in shop.api.get("/api/machines").json() if row["id"] == stand.machine_id]
    assert (row["name"], row["location"], row["available"]) == ("Lobby", "Ground floor", 3)
    assert row["unit_price_paise"] == 250
    customer = shop.machine().customer(1).locks()
    shop.lock_is_over(customer.stand)
    assert not customer.stand.shown()["locked"]
