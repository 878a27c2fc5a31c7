"""What a phone shows while its guest pays."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.people import Guest
from tests.e2e.tables.payers import Payer


def paying(page: Page, cafe: Cafe) -> Iterator[str]:
    """From what one has had to the bill that is paid."""
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", tips=[5, 10, 15])
    code = cafe.open("Table 2")
    cafe.place(code, ("Shakshuka", 2, ""), ("Cappuccino", 1, ""), guest="Jonas")
    payer = Payer(Guest(page, code).arrive())
    payer.guest.add("Cheesecake", name="Mia")
    payer.guest.look_at_cart(lines=1)
    payer.guest.send()
    expect(payer.guest.orders).to_have_count(3)
    cafe.staff(f"/orders/bills/discount/{code}/", percent=10, reason="waited long")
    payer.guest.look("Orders")
    yield "orders"
    payer.open()
    yield "items"
    payer.part("An equal share")
    payer.sheet.get_by_role("button", name="Another tip").click()
    yield "share"
    payer.part("Another amount").get_by_role("textbox", name="Amount").fill("2")
    payer.sheet.get_by_role("button", name="No tip").click()
    yield "amount"
    payer.to_provider()
    page.goto(f"/t/{code}/#pay-0")
    expect(payer.sheet.get_by_text("is open until")).to_be_visible()
    yield "open"
    payer.sheet.get_by_role("button", name="Go to the payment").click()
    page.wait_for_url("**/sandbox/pay/**")
    payer.settle("Decline")
    expect(payer.sheet.get_by_text("was declined")).to_be_visible()
    yield "declined"
    payer.pays("€2.00")
    yield "paid"
    payer.sheet.get_by_role("button", name="Done").click()
    cafe.staff(f"/orders/bills/take/{code}/", kind="card", part="all")
    expect(payer.guest.look("Orders").get_by_text("All is paid.")).to_be_visible()
    yield "all-paid"
