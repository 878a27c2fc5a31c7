"""Taking money at the panel: all of it, chosen lines, a share, an amount; cash with its change."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Staff
from tests.e2e.tables.bills import Bill, Taking, lines_of, ordered, take
from tests.e2e.tables.payers import bill_of
from tests.e2e.tables.seats import tile
from tests.e2e.tables.test_outages import lose_answers
from tests.e2e.taps import taps
from tests.e2e.watch import Watch
from tools.browser.window import TABLET


def payments(cafe: Cafe, code: str) -> list[tuple[str, str, str, str]]:
    found = bill_of(cafe, code)["payments"]
    return [(each["kind"], each["part"], each["amount"], each["tip"]) for each in found]


def test_cash_is_taken_with_its_change(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    bill = Bill.opened(staff)
    bill.owes("€18.30")
    axe(staff.page)
    taking = bill.take()
    taking.choose("€50.00")
    expect(taking.change).to_have_text("€31.70")
    taking.type("Tip, if there is one", "1,70")
    expect(taking.change).to_have_text("€30.00")
    axe(staff.page)
    taking.go("Take €20.00 in cash")
    taking.taken("€20.00 taken in cash.")
    expect(taking.change).to_have_text("€30.00")
    axe(staff.page)
    taking.done()
    bill.is_paid()
    assert payments(cafe, table) == [("cash", "all", "18.30", "1.70")]
    assert bill_of(cafe, table)["payments"][0]["given"] == "50.00"
    expect(bill.payments).to_contain_text("and €1.70 tip")
    link = bill.payments.get_by_role("link", name="Receipt 1")
    expect(link).to_have_attribute("href", re.compile(r"^/orders/receipt/[0-9a-f-]{36}/$"))


def test_too_little_cash_is_not_taken(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    taking = Bill.opened(staff).take()
    taking.type("Handed over", "18")
    taking.go("Take €18.30 in cash")
    expect(taking.sheet.get_by_role("alert").first).to_have_text("That is €0.30 too little.")
    taking.type("Handed over", "eighteen")
    taking.go("Take €18.30 in cash")
    expect(taking.sheet.get_by_role("alert").first).to_have_text(
        "One of the amounts cannot be read."
    )
    axe(staff.page)
    assert payments(cafe, table) == []


def test_all_that_is_left_is_one_tap(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    bill = Bill.opened(staff)
    with taps(staff.page, 1):
        bill.press("Card: €18.30")
        bill.is_paid()
    assert payments(cafe, table) == [("card", "all", "18.30", "0.00")]
    expect(staff.page.get_by_text("€18.30 taken by card.").first).to_be_visible()


def test_chosen_lines_and_those_of_a_guest_are_taken(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    bill = Bill.opened(staff)
    taking = bill.take()
    taking.choose("Chosen lines", "Card")
    taking.go("Take €0.00 by card")
    expect(taking.sheet.get_by_role("alert").first).to_have_text("Choose at least one line.")
    taking.sheet.get_by_role("checkbox", name=re.compile("Carrot cake")).check()
    axe(staff.page)
    taking.go("Take €4.60 by card")
    taking.taken("€4.60 taken by card.")
    taking.done()
    bill.owes("€13.70")
    bill.press("Take €4.80 from Mia")
    taking = Taking(bill.sheet("Take money: Table 2"))
    taking.choose("Jonas", "Mia", "Card")
    taking.go("Take €8.90 by card")
    taking.taken("€8.90 taken by card.")
    taking.done()
    bill.owes("€4.80")
    assert [part for _, part, _, _ in payments(cafe, table)] == ["items", "items"]
    staff.page.keyboard.press("Escape")
    staff.page.keyboard.press("Escape")
    expect(tile(staff, "Table 2")).to_contain_text("€4.80 left")


def test_shares_and_an_amount_come_to_all_of_it(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    bill = Bill.opened(staff)
    taking = bill.take()
    taking.choose("An equal share", "Card")
    taking.type("of so many equal shares", "4")
    taking.sheet.get_by_label("of so many equal shares").blur()
    taking.go("Take €4.57 by card")
    taking.taken("€4.57 taken by card.")
    taking.go("Take more")
    taking.choose("An amount", "Card")
    taking.type("Amount", "20")
    taking.go("Take €13.73 by card")
    alert = taking.sheet.get_by_role("alert").first
    expect(alert).to_have_text("Not more than €13.73 is left to pay.")
    taking.type("Amount", "10")
    taking.go("Take €10.00 by card")
    taking.taken("€10.00 taken by card.")
    taking.done()
    bill.press("Cash, exact: €3.73")
    bill.is_paid()
    expect(tile(staff, "Table 2")).to_contain_text("Paid")
    parts = [(part, amount) for _, part, amount, _ in payments(cafe, table)]
    assert parts == [("share", "4.57"), ("amount", "10.00"), ("all", "3.73")]


def test_of_two_tablets_the_second_is_told_that_the_bill_has_changed(
    staff: Staff, cafe: Cafe, table: str, open_window: Open, watch: Watch
) -> None:
    watch.allow("status of 409", "net::ERR_")
    ordered(cafe, table)
    other = Bill.opened(Staff(open_window(TABLET, signed_in=cafe.login)).arrive())
    taking = Bill.opened(staff).take()
    taking.choose("€20.00")
    staff.page.route(re.compile("/orders/bills/get/"), lambda route: route.abort())
    other.press("Take €8.90 from Jonas")
    theirs = Taking(other.sheet("Take money: Table 2"))
    theirs.choose("Card")
    theirs.go("Take €8.90 by card")
    theirs.taken("€8.90 taken by card.")
    expect(tile(staff, "Table 2")).to_contain_text("€9.40 left")
    staff.page.unroute(re.compile("/orders/bills/get/"))
    taking.go("Take €18.30 in cash")
    alert = taking.sheet.get_by_role("alert").first
    expect(alert).to_contain_text("The bill has changed meanwhile.")
    expect(taking.change).to_have_text("€10.60")  # what was handed over is kept
    axe(staff.page)
    taking.go("Take €9.40 in cash")
    taking.taken("€9.40 taken in cash.")
    assert [amount for _, _, amount, _ in payments(cafe, table)] == ["8.90", "9.40"]


def test_nothing_is_taken_of_lines_that_somebody_has_paid_with_all(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    ordered(cafe, table)
    taking = Bill.opened(staff).take()
    taking.choose("Chosen lines", "Mia")
    take(cafe, table)
    expect(taking.sheet).to_contain_text("No line is left")
    taking.go("Take €0.00 in cash")
    alert = taking.sheet.get_by_role("alert").first
    expect(alert).to_have_text("Choose at least one line.")
    assert len(payments(cafe, table)) == 1


def test_what_another_pays_meanwhile_is_seen_at_once_and_the_choice_stays(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    ordered(cafe, table)
    bill = Bill.opened(staff)
    taking = bill.take()
    taking.choose("Chosen lines", "Card", "Mia", "Jonas")
    expect(taking.sheet.get_by_role("button", name="Take €18.30 by card")).to_be_visible()
    ids = lines_of(cafe, table)
    take(cafe, table, part="items", orders=[ids["Carrot cake"]])
    taking.go("Take €13.70 by card")
    taking.taken("€13.70 taken by card.")
    taking.done()
    bill.is_paid()


def test_a_taking_whose_answer_is_lost_happens_once_also_over_a_reload(
    staff: Staff, cafe: Cafe, table: str, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    ordered(cafe, table)
    bill = Bill.opened(staff)
    keys = lose_answers(staff.page, "/orders/bills/take/", times=2)
    bill.press("Card: €18.30")
    expect(bill.dialog.locator(".banner").first).to_contain_text("no answer yet. No connection.")
    axe(staff.page)
    staff.page.reload()
    expect(
        staff.page.get_by_text("€18.30 by card, Table 2: the server knows it now.").first
    ).to_be_visible()
    assert len(keys) >= 3
    assert len(set(keys)) == 1
    assert payments(cafe, table) == [("card", "all", "18.30", "0.00")]
    expect(tile(staff, "Table 2")).to_contain_text("Paid")


def test_money_is_not_taken_without_a_connection(
    staff: Staff, cafe: Cafe, table: str, watch: Watch
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to")
    ordered(cafe, table)
    bill = Bill.opened(staff)
    staff.page.context.set_offline(True)
    expect(bill.dialog).to_contain_text("money cannot be taken here just now")
    expect(bill.dialog.get_by_role("button", name="Take money…")).to_have_count(0)
    axe(staff.page)
    staff.page.context.set_offline(False)
    bill.press("Card: €18.30")
    bill.is_paid()


def served(cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    cafe.move(order["id"], "accepted", "preparing", "ready", "served")


def close(staff: Staff) -> None:
    staff.table("Table 2").click()
    modal = staff.page.get_by_role("dialog", name="Table 2", exact=True)
    modal.get_by_role("button", name="Close table").click()


@pytest.mark.parametrize("fields", [{}, {"asks_unpaid": False}])
def test_a_place_whose_money_is_counted_elsewhere_is_not_asked(
    staff: Staff, cafe: Cafe, table: str, fields: dict[str, bool]
) -> None:
    """It has taken none here, or has said that it wants no question."""
    if fields:
        cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", **fields)
        other = cafe.open("Table 1")
        cafe.order(other, "Espresso")
        take(cafe, other)
        staff.page.reload()
    served(cafe, table)
    expect(staff.table("Table 2")).to_contain_text("€2.40")
    close(staff)
    expect(staff.table("Table 2")).to_have_count(0)
    assert cafe.live(table)["state"] == "CLOSED"


def test_a_table_that_has_not_paid_is_asked_about(staff: Staff, cafe: Cafe, table: str) -> None:
    other = cafe.open("Table 1")
    cafe.order(other, "Espresso")
    take(cafe, other)
    expect(staff.table("Table 1")).to_contain_text("Paid")
    served(cafe, table)
    staff.table("Table 2").click()
    modal = staff.page.get_by_role("dialog", name="Table 2", exact=True)
    modal.get_by_role("button", name="Close table").click()
    asked = staff.page.get_by_role("dialog", name="Close Table 2?")
    expect(asked).to_contain_text("€2.40 are not paid. Close all the same?")
    asked.get_by_role("button", name="Keep it open").click()
    take(cafe, table)
    expect(modal).to_contain_text("Paid")
    modal.get_by_role("button", name="Close table").click()
    expect(modal).to_have_count(0)
    assert cafe.api.session(table)["state"] == "CLOSED"
