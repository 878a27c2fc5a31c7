"""A visitor says that a receipt is wrong, and somebody looks at it again."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.axe import axe
from tests.e2e.looks import press
from tests.e2e.store.visiting import DUE, PAY, SETTLED, TOLD_MS, Visitor, complete
from tests.e2e.watch import Watch
from tests.integration.store.shop import Json, Played, Shop

AGAIN = "We look at it again"


def writes(ann: Visitor, words: str, fewer: int = 1) -> Locator:
    """Says what happened, and that fewer were taken; the dialog before it is sent."""
    ann.button("Something is wrong").click()
    dialog = ann.page.get_by_role("dialog", name="What is wrong?")
    for _ in range(fewer):
        dialog.get_by_role("button", name=re.compile(" less$")).click()
    dialog.get_by_label("What happened?").fill(words)
    return dialog


def test_contested_looked_at_and_given_back(owing: Visitor, rack: Played, shop: Shop) -> None:
    owing.pays(PAY)
    owing.sees(SETTLED)
    dialog = writes(owing, "One of them I have put back.")
    expect(dialog.locator("output")).to_have_text("1")
    axe(owing.page)
    dialog.get_by_role("button", name="Send").click()
    owing.sees(AGAIN)
    owing.is_focused(AGAIN)
    owing.is_lasting(AGAIN)
    owing.reads("One of them I have put back.")
    [ticket] = [
        each for each in shop.listed("/edge/tickets/?status=CONTESTED") if _is_of(each, owing)
    ]
    said = shop.ticket(ticket["id"])["contest"]
    assert said["lines"] == [{"product_id": rack.product("001"), "quantity": 1}]
    complete(shop, [ticket], {rack.product("001"): 1})
    owing.sees(SETTLED, within=TOLD_MS)
    owing.reads("We have looked at it again.")
    owing.reads("Taken off after you wrote to us")
    expect(owing.row("Paid")).to_contain_text("€1.25")
    expect(owing.page.locator(".refunds")).to_contain_text("sent back")
    owing.is_lasting(SETTLED)


def _is_of(ticket: Json, ann: Visitor) -> bool:
    return bool(ticket["user_id"] == ann.customer.user.user_id)


def test_contested_before_it_is_paid(owing: Visitor, shop: Shop, rack: Played) -> None:
    writes(owing, "I took none.", 2).get_by_role("button", name="Send").click()
    owing.sees(AGAIN)
    expect(owing.button(PAY)).to_have_count(0)
    [ticket] = [
        each for each in shop.listed("/edge/tickets/?status=CONTESTED") if _is_of(each, owing)
    ]
    complete(shop, [ticket], {rack.product("001"): 0})
    owing.sees("Nothing to pay", within=TOLD_MS)


def test_never_more_than_is_billed_and_never_without_words(owing: Visitor) -> None:
    owing.button("Something is wrong").click()
    dialog = owing.page.get_by_role("dialog", name="What is wrong?")
    expect(dialog.get_by_role("button", name=re.compile(" more$"))).to_be_disabled()
    dialog.get_by_role("button", name="Send").click()
    expect(
        dialog.get_by_role("alert").filter(has_text="Write what happened first.")
    ).to_be_visible()
    owing.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    owing.sees(DUE)


def test_what_was_written_survives(owing: Visitor, watch: Watch) -> None:
    watch.allow("net::ERR_")
    dialog = writes(owing, "It fell down.")
    owing.page.context.set_offline(True)
    dialog.get_by_role("button", name="Send").click()
    problem = dialog.get_by_role("alert").filter(has_text="What you wrote is kept.")
    expect(problem).to_be_visible()
    axe(owing.page)
    owing.page.context.set_offline(False)
    owing.page.reload()
    owing.sees(DUE)
    owing.button("Something is wrong").click()
    expect(dialog.get_by_label("What happened?")).to_have_value("It fell down.")
    expect(dialog.locator("output")).to_have_text("1")
    dialog.get_by_role("button", name="Send").click()
    owing.sees(AGAIN)
    owing.page.reload()
    owing.reads("It fell down.")


def test_contested_by_the_keyboard_alone(owing: Visitor) -> None:
    page = owing.page
    press(page, owing.button("Something is wrong"))
    dialog = page.get_by_role("dialog", name="What is wrong?")
    press(page, dialog.get_by_role("button", name=re.compile(" less$")))
    dialog.get_by_label("What happened?").focus()
    page.keyboard.type("Not mine")
    press(page, dialog.get_by_role("button", name="Send"))
    owing.is_focused(AGAIN)


def test_a_receipt_that_is_reopened_waits(owing: Visitor, shop: Shop, rack: Played) -> None:
    tickets = [each for each in shop.listed("/edge/tickets/") if _is_of(each, owing)]
    [ticket] = [each for each in tickets if each["machine_id"] == rack.rack.machine_id]
    shop.reviews("POST", f"/edge/tickets/{ticket['id']}/reopen/", {"reason": "A mistake"})
    owing.sees("Your receipt is being corrected", within=TOLD_MS)
    expect(owing.button(PAY)).to_have_count(0)
    owing.is_lasting("Your receipt is being corrected")
    complete(shop, [ticket], {rack.product("001"): 1})
    owing.sees("Your receipt: €1.25 to pay", within=TOLD_MS)
