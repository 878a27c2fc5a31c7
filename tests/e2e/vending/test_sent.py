"""What was sent to operators, as they look it up."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.vending.desk import WITHIN_MS, Desk
from tests.e2e.vending.shop import Shop
from tools.browser.window import PHONE

FAILED = "UPDATE vending_mail SET sent_at = NULL, error = %s WHERE subject = %s"


def test_mails_are_seen_and_tried_again(open_window: Open, shop: Shop) -> None:
    stand = shop.machine(stock=6)
    desk = Desk(open_window(PHONE, signed_in=shop.login)).arrive("sent")
    expect(desk.page.get_by_text("mails are kept in a folder.")).to_be_visible()
    subject = f"Low Stock Alert - {stand.machine_id}"
    stand.customer(2).buys().ends("delivered", dispensed=2, left=4)
    card = desk.card(subject)
    expect(card.locator(".badge")).to_have_text("Sent", timeout=WITHIN_MS)
    card.get_by_text("Text", exact=True).click()
    expect(card.locator("pre")).to_contain_text("Remaining units: 4")
    shop.stack.sql("edge", FAILED, "the server knows nobody of that name", subject)
    desk.page.reload()
    expect(card.locator(".badge")).to_have_text("Failed")
    expect(card).to_contain_text("The last try failed: the server knows nobody of that name")
    expect(desk.count("Sent")).to_have_text("1")
    card.get_by_role("button", name="Try again now").click()
    desk.says("It is tried again now.")
    expect(card.locator(".badge")).to_have_text("Sent")
    expect(desk.count("Sent")).to_have_count(0)
    desk.page.get_by_role("button", name="Webhooks").click()
    expect(desk.page.get_by_text("No program of yours is told.")).to_be_visible()
