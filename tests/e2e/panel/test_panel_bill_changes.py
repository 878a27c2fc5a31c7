"""Changing a bill at the panel: discounts, what need not be paid, money back; who may; receipts."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import fits_across
from tests.e2e.people import Staff
from tests.e2e.tables.bills import Bill, because, ordered, take
from tests.e2e.tables.payers import Payer, bill_of
from tests.e2e.watch import Watch
from tools.browser.window import PHONE


def test_a_discount_on_a_line_and_on_all_and_it_is_put_back(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    ordered(cafe, table)
    bill = Bill.opened(staff)
    bill.press("Discount…")
    sheet = bill.sheet("Discount: Table 2")
    sheet.get_by_label("Percent").first.wait_for()
    sheet.get_by_role("textbox", name="Percent").fill("101")
    sheet.get_by_role("button", name="Give the discount").click()
    expect(sheet.get_by_role("alert").first).to_have_text("Type a percentage from 0.01 to 100.")
    axe(staff.page)
    sheet.get_by_role("button", name="50 %").click()
    sheet.get_by_role("checkbox", name=re.compile("Espresso")).check()
    because(sheet, "Long wait", "Give the discount")
    bill.owes("€15.90")
    bill.press("Discount…")
    sheet = bill.sheet("Discount: Table 2")
    sheet.get_by_role("button", name="An amount").click()
    sheet.get_by_label("Amount", exact=True).fill("5,90")
    because(sheet, "Regular guest", "Give the discount")
    bill.owes("€10.00")
    axe(staff.page)
    bill.press("Put back: Discount 50 %, Long wait")
    because(bill.sheet("Put €2.40 back on the bill?"), "Entered by mistake", "Put it back")
    bill.owes("€12.40")
    expect(bill.dialog.get_by_role("button", name="Put back: Discount 50 %")).to_have_count(0)
    kinds = [(each["kind"], each["amount"]) for each in bill_of(cafe, table)["adjustments"]]
    assert kinds == [("discount", "2.40"), ("discount", "5.90"), ("discount", "-2.40")]


def test_one_of_two_is_taken_off_with_a_reason(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    bill = Bill.opened(staff)
    bill.press("Take off the bill: Espresso")
    sheet = bill.sheet("Take Espresso off the bill?")
    sheet.get_by_role("button", name="One Espresso less").click()
    sheet.get_by_role("button", name="Take it off").click()
    expect(sheet).to_be_visible()  # no reason yet
    assert bill_of(cafe, table)["adjustments"] == []
    axe(staff.page)
    because(sheet, "Sent back", "Take it off")
    bill.owes("€15.90")
    expect(bill.dialog).to_contain_text("taken off €2.40")
    bill.press("Take off the bill: Carrot cake")
    because(bill.sheet("Take Carrot cake off the bill?"), "Never came", "Take it off")
    bill.owes("€11.30")
    expect(bill.dialog.locator("s").filter(has_text="Carrot cake")).to_be_visible()
    axe(staff.page)


def test_money_goes_back_in_part_and_whole(
    staff: Staff, cafe: Cafe, table: str, watch: Watch
) -> None:
    watch.allow("status of 409")
    ordered(cafe, table)
    take(cafe, table, kind="cash", tip="2.00")
    bill = Bill.opened(staff)
    bill.is_paid()
    bill.press("Give back: Cash, €18.30")
    sheet = bill.sheet("Give back: Cash, €18.30")
    expect(sheet).to_contain_text("Hand it over now: it counts at once.")
    sheet.get_by_role("button", name="An amount").click()
    sheet.get_by_label(re.compile("^Amount")).fill("19")
    sheet.get_by_role("button", name="Give it back").click()
    sheet.get_by_role("button", name="Paid twice").click()
    sheet.get_by_role("button", name="Give it back").click()
    expect(sheet.get_by_role("alert").first).to_have_text("That is more than is left of it.")
    sheet.get_by_label(re.compile("^Amount")).fill("8.30")
    axe(staff.page)
    because(sheet, "Paid twice", "Give it back")
    bill.owes("€8.30")
    expect(bill.payments).to_contain_text("given back")
    expect(bill.payments.get_by_role("link", name="Receipt 2 (given back)")).to_be_visible()
    bill.press("Give back: Cash, €18.30")
    again = bill.sheet("Give back: Cash, €18.30")
    expect(again).to_contain_text("All of it: €12.00")
    because(again, "Entered by mistake", "Give it back")
    bill.owes("€18.30")
    (payment,) = bill_of(cafe, table)["payments"]
    assert payment["status"] == "refunded"
    assert [(each["amount"], each["tip"]) for each in payment["refunds"]] == [
        ("8.30", "0.00"),
        ("10.00", "2.00"),
    ]
    expect(bill.dialog.get_by_role("button", name=re.compile("^Give back"))).to_have_count(0)
    axe(staff.page)


def test_money_of_a_phone_goes_back_by_the_provider(
    payer: Payer, staff: Staff, cafe: Cafe, table: str
) -> None:
    payer.pays("€4.60")
    bill = Bill.opened(staff)
    bill.owes("€13.60")
    bill.press("Give back: On the phone, €4.60")
    sheet = bill.sheet("Give back: On the phone, €4.60")
    expect(sheet).to_contain_text("It goes back by the provider, and takes some days.")
    because(sheet, "Something was not right", "Give it back")
    bill.owes("€18.20")
    expect(bill.payments).to_contain_text("Something was not right")
    expect(bill.payments.locator(".badge").last).to_have_text("given back")
    (payment,) = bill_of(cafe, table)["payments"]
    assert [each["state"] for each in payment["refunds"]] == ["done"]


def test_a_refund_that_failed_says_what_to_do(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    paid = take(cafe, table)
    cafe.staff(f"/orders/payments/refund/{paid['payment_id']}/", reason="Paid twice")
    staff.page.route(re.compile("/orders/bills/get/"), as_if_failed)
    bill = Bill.opened(staff)
    expect(bill.payments).to_contain_text("did not go back: give it back by hand")
    axe(staff.page)


def as_if_failed(route: Route) -> None:
    """A bill whose refunds the provider has refused."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('"state":"done"', '"state":"failed"'))


def test_the_bill_of_a_closed_table_can_still_be_paid(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Espresso")
    cafe.close(table)
    staff.page.get_by_role("button", name="Closed tables").click()
    closed = staff.page.get_by_role("dialog", name="Closed tables")
    closed.get_by_role("button", name=re.compile("Table 2")).click()
    modal = staff.page.get_by_role("dialog", name="Table 2", exact=True)
    modal.get_by_role("button", name="Bill", exact=True).click()
    bill = Bill(staff.page)
    bill.press("Cash, exact: €2.40")
    bill.is_paid()
    assert bill_of(cafe, table)["left"] == "0.00"


def test_a_payment_on_a_phone_is_seen_to_wait_and_given_up(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    ordered(cafe, table)
    asked = {"part": "amount", "amount": "5.00", "guest": "Mia"}
    made = cafe.api.post(f"/orders/bills/pay/{table}/", asked)
    assert made.status_code == 201, made.text
    bill = Bill.opened(staff)
    bill.owes("€13.30")
    expect(bill.head).to_contain_text(re.compile("Is being paid just now\\s*€5.00"))
    expect(bill.payments).to_contain_text("is being paid")
    axe(staff.page)
    bill.press("Do not wait for it")
    bill.sheet("Not wait for this payment?").get_by_role("button", name="Do not wait").click()
    bill.owes("€18.30")
    expect(bill.payments).to_contain_text("given up")


def test_the_kitchen_has_no_bills_and_a_waiter_has(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    ordered(cafe, table)
    cook = Staff(open_window(PHONE, signed_in=signed_in(cafe.hire("kitchen")))).arrive()
    cook.look("Tables")
    cook.table("Table 2").click()
    modal = cook.page.get_by_role("dialog", name="Table 2", exact=True)
    expect(modal.get_by_role("button", name="QR code")).to_be_visible()
    expect(modal.get_by_role("button", name="Bill", exact=True)).to_have_count(0)
    waiter = Staff(open_window(PHONE, signed_in=signed_in(cafe.hire("waiter")))).arrive()
    waiter.look("Tables")
    bill = Bill.opened(waiter)
    fits_across(waiter.page)
    bill.press("Cash, exact: €18.30")
    bill.is_paid()
    axe(waiter.page)


def test_receipts_are_found_by_number_and_table(staff: Staff, cafe: Cafe, table: str) -> None:
    other = cafe.open("Terrace 7")
    for code, name in ((table, "Espresso"), (other, "Carrot cake"), (table, "Flat white")):
        cafe.order(code, name)
        take(cafe, code)
    staff.page.get_by_role("button", name="Receipts", exact=True).click()
    shown = staff.page.get_by_role("dialog", name="Receipts")
    rows = shown.get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Receipt 3")
    axe(staff.page)
    shown.get_by_role("searchbox").fill("terrace")
    expect(rows).to_have_text(re.compile("Receipt 2.*€4.60.*Terrace 7", re.DOTALL))
    shown.get_by_role("searchbox").fill("1")
    expect(rows).to_have_text(re.compile("Receipt 1"))
    shown.get_by_role("searchbox").fill("9")
    expect(shown).to_contain_text("None found.")
    shown.get_by_role("searchbox").fill("3")
    with staff.page.expect_popup() as opened:
        rows.get_by_role("link").click()
    expect(opened.value.get_by_role("heading", name="Receipt 3")).to_be_visible()


def test_older_receipts_come_when_asked_for(staff: Staff, cafe: Cafe, table: str) -> None:
    ordered(cafe, table)
    for _ in range(101):
        take(cafe, table, part="amount", amount="0.01")
    staff.page.get_by_role("button", name="Receipts", exact=True).click()
    shown = staff.page.get_by_role("dialog", name="Receipts")
    rows = shown.get_by_role("listitem")
    expect(rows).to_have_count(100)
    take(cafe, table, part="amount", amount="0.01")  # moves the others one further
    shown.get_by_role("button", name="Show older ones").click()
    expect(rows).to_have_count(101)
    expect(rows.last).to_contain_text("Receipt 1")
    expect(shown.get_by_role("button", name="Show older ones")).to_have_count(0)
