"""The receipt of a sale: charged, and what now; on any phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, reachable
from tests.e2e.vending.customer import PATIENT_MS
from tests.e2e.vending.shop import Shop
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tests.integration.machines.vendor import Customer as Buyer
from tools.browser.window import PHONE, TABLET
from tools.devices.vending.board import Faults

MOST_BYTES = 100_000  # of the first load, without images


def address(buyer: Buyer) -> str:
    """Of the receipt, as its own customer is told."""
    ids = {"client_id": buyer.client_id, "transaction_id": buyer.transaction_id}
    answer = buyer.stand.vendor.api.get(buyer.stand.path("/receipt"), params=ids)
    assert answer.status_code == 200, answer.text
    return f"/vend/receipt/{answer.json()['receipt']}/"


def sees(page: Page, words: str) -> None:
    found = page.get_by_role("heading", level=2, name=words)
    expect(found).to_be_visible(timeout=PATIENT_MS)


def test_what_came_out_in_part(open_window: Open, shop: Shop) -> None:
    """It goes on by itself, and says what was sent back under which reference."""
    buyer = shop.machine(name="Lobby", faults=Faults(dispensed=1)).customer(2).locks().pays()
    page = open_window(PHONE)
    weight = Weight(page)
    page.goto(address(buyer))
    sees(page, "Paid, nothing given out yet")
    page.wait_for_load_state("networkidle")
    assert weight.total <= MOST_BYTES, weight.table()
    buyer.triggers()
    sees(page, "Only a part came out")
    facts = page.locator(".facts")
    expect(facts).to_contain_text("2 units at ₹1.50, 1 came out")
    expect(facts).to_contain_text("Sent back₹1.50", timeout=PATIENT_MS)
    expect(page.locator(".steps li").last).to_contain_text("Refund sent")
    reference = page.locator(".facts .code").inner_text()
    assert reference.startswith("pay_")
    more = page.get_by_label("Do you want to say more?")
    expect(more).to_have_value(f"Reference: {reference}")


def test_it_can_be_read_by_everybody(open_window: Open, shop: Shop, watch: Watch) -> None:
    buyer = shop.machine(name="Lobby", location="Ground floor").customer(1).buys()
    buyer.ends("delivered", dispensed=1, left=9)
    page = open_window(PHONE, language="ar", dark=True)
    page.goto(address(buyer))
    expect(page.locator(".qr")).to_be_visible()
    for broken in (axe, fits_across, reachable):
        broken(page)
    other = open_window(TABLET)
    other.goto(address(buyer))
    sees(other, "Paid and given out")
    other.get_by_text("Fair").click()
    other.get_by_role("button", name="Send").click()
    expect(other.get_by_text("Thank you for telling us.")).to_be_visible()
    axe(other)
    watch.allow("status of 404")
    other.goto("/vend/receipt/00000000-0000-4000-8000-000000000000/")
    expect(other.get_by_text("There is no such receipt.")).to_be_visible()
