"""A deposit: held before somebody comes in, it pays the receipt, and the rest goes back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.store.visiting import IN_CODE, PAY, SETTLED, Visitor, complete, waits
from tests.integration.store.shop import Played, Shop


def test_a_deposit_pays_and_the_rest_goes_back(ann: Visitor, rack: Played, shop: Shop) -> None:
    ann.reads("It is held before you come in and pays your receipt.")
    ann.pays("Have it held", "Decline")
    ann.reads("The payment was declined.")
    ann.pays("Have it held")
    ann.sees(IN_CODE)
    ann.reads("A deposit of €5.00 is held. What you do not spend goes back.")
    ann.page.reload()
    ann.reads("A deposit of €5.00 is held.")
    axe(ann.page)
    complete(shop, ann.buys(rack))
    ann.sees(SETTLED)
    ann.reads("It was paid from your deposit.")
    ann.reads("Not spent of your deposit")
    expect(ann.row("Paid")).to_contain_text("€2.50")
    expect(ann.page.locator(".refunds")).to_contain_text("€2.50")
    ann.is_lasting(SETTLED)
    ann.page.get_by_role("link", name="Back to the store").last.click()
    expect(ann.button("Have it held")).to_be_visible()


def test_a_deposit_that_is_open_is_paid_or_left(ann: Visitor) -> None:
    ann.button("Have it held").click()
    ann.page.wait_for_url("**/sandbox/pay/**")
    ann.arrive()
    ann.reads("A payment of €5.00 is open until")
    axe(ann.page)
    ann.button("Not now").click()
    expect(ann.button("Have it held")).to_be_visible()
    ann.page.reload()
    ann.sees(IN_CODE)
    expect(ann.button("Have it held")).to_be_visible()


def test_a_receipt_above_the_deposit_is_paid_for_the_rest(
    ann: Visitor, rack: Played, shop: Shop
) -> None:
    ann.pays("Have it held")
    ann.reads("A deposit of €5.00 is held.")
    complete(shop, ann.buys(rack, 6))
    ann.sees("Your receipt: €2.50 to pay")
    ann.pays(PAY)
    ann.sees(SETTLED)

    def is_whole() -> bool:
        receipt = ann.visits()[0]["receipt"]
        return (receipt["paid"], receipt["due"]) == ("7.50", "0.00")

    waits(is_whole, "both have paid it")
