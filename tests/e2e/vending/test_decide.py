"""What operators decide: what came out, and how money goes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.vending.desk import WITHIN_MS, Desk, refused, reviewed
from tests.e2e.vending.shop import Shop
from tests.e2e.watch import Watch
from tests.integration.machines.vendor import WITHIN
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET

BACK, OUT, BY_HAND = "Give ₹3.00 back", "It came out", "Paid back by hand"


@pytest.fixture
def desk(open_window: Open, shop: Shop) -> Desk:
    return Desk(open_window(TABLET, signed_in=shop.login))


def test_money_is_given_back(desk: Desk, shop: Shop) -> None:
    stand = shop.machine(name="Lobby", location="Ground floor")
    customer = reviewed(shop, stand)
    said = {"client_id": customer.client_id, "transaction_id": customer.transaction_id}
    opinion = {**said, "rating": 1, "comment": "It never fell."}
    assert shop.api.post(stand.path("/feedback"), opinion).status_code == 201
    card = desk.arrive("decide").card(stand.machine_id)
    expect(card).to_contain_text("2 units ordered")
    expect(card).to_contain_text("No confirm in time: somebody has to decide")
    expect(card).to_contain_text("It never fell.")
    before = int(desk.count("Decide").inner_text())
    card.get_by_role("button", name=BACK).click()
    desk.dialog.get_by_role("button", name=BACK).click()
    expect(desk.dialog).to_be_visible()  # it wants a reason
    desk.agree(BACK, "The customer got nothing")
    desk.says("Decided: ₹3.00 goes back.")
    expect(card).to_have_count(0)
    if before > 1:
        expect(desk.count("Decide")).to_have_text(str(before - 1))
    row = customer.ends("refunded", dispensed=0, refunded=customer.amount, left=10)
    [decision] = [each["details"] for each in row["steps"] if each["step"] == "decision"]
    assert (decision["decision"], decision["reason"]) == ("refund", "The customer got nothing")
    assert decision["by"] == shop.operator.username


def test_it_came_out(desk: Desk, shop: Shop) -> None:
    stand = shop.machine()
    customer = reviewed(shop, stand)
    desk.arrive("decide").card(stand.machine_id).get_by_role("button", name=OUT).click()
    expect(desk.dialog).to_contain_text("2 units are taken out of the stock.")
    desk.agree(OUT, "The stock was counted")
    desk.says("Decided: it came out.")
    customer.ends("delivered", dispensed=2, left=8)


def test_two_operators_decide_at_once(
    desk: Desk, open_window: Open, shop: Shop, watch: Watch
) -> None:
    watch.allow("status of 409")
    stand = shop.machine()
    customer = reviewed(shop, stand)
    other = Desk(open_window(PHONE, signed_in=shop.login))
    for each in (desk, other):
        card = each.arrive("decide").card(stand.machine_id)
        card.get_by_role("button", name=BACK).click()
    desk.agree(BACK, "As a courtesy")
    desk.says("Decided: ₹3.00 goes back.")
    other.agree(BACK, "The machine was looked at")
    other.says("Somebody else has decided that already.")
    expect(other.card(stand.machine_id)).to_have_count(0)
    customer.ends("refunded", dispensed=0, refunded=customer.amount, left=10)


def test_what_is_decided_without_a_network_is_sent_once_there_is_one(
    desk: Desk, shop: Shop, watch: Watch
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to")
    stand = shop.machine()
    customer = reviewed(shop, stand)
    card = desk.arrive("decide").card(stand.machine_id)
    expect(card).to_be_visible()
    desk.page.context.set_offline(True)
    card.get_by_role("button", name=OUT).click()
    desk.agree(OUT, "Somebody saw it")
    expect(card).to_contain_text("No connection. It is sent as soon as it can be.")
    expect(card.get_by_role("button", name=OUT)).to_have_attribute("aria-disabled", "true")
    assert customer.row()["state"] == "review"
    desk.page.context.set_offline(False)
    desk.says("Decided: it came out.")
    customer.ends("delivered", dispensed=2, left=8)


def test_money_that_is_refused_is_paid_back_by_hand(desk: Desk, shop: Shop) -> None:
    stand = shop.machine()
    desk.arrive("decide")
    customer = refused(shop, stand)
    wait_for(
        lambda: [each["state"] for each in customer.row()["refunds"]] == ["failed"], WITHIN, "no"
    )
    card = desk.card(stand.machine_id)
    expect(card).to_contain_text("The payment provider refuses it", timeout=WITHIN_MS)
    expect(card).to_contain_text("the time of the lock was over")
    card.get_by_role("button", name="Try again now").click()
    desk.says("The payment provider is asked now.")
    expect(card).to_contain_text("asked 2 times")
    card.get_by_role("button", name=BY_HAND).click()
    expect(desk.dialog).to_contain_text("You have given ₹3.00 back yourself.")
    desk.agree("₹3.00 is paid back", "In cash", "Receipt 7")
    desk.says("Noted: ₹3.00 is paid back.")
    expect(card).to_have_count(0)
    row = customer.row()
    assert (row["state"], row["refunded"]) == ("refunded", customer.amount)
    [settled] = [each["details"] for each in row["steps"] if each["step"] == "decision_settle"]
    assert (settled["reason"], settled["reference"]) == ("In cash", "Receipt 7")
