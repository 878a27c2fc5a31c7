"""A guest pays on the phone: all, what they had, a share, an amount, with a tip."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.people import Guest
from tests.e2e.tables.payers import Payer, bill_of, wait_paid
from tests.e2e.watch import Watch
from tests.support.api import answer
from tools.browser.window import PHONE

HELD = re.compile("/orders/bills/get/")
PAYS = re.compile("/orders/bills/pay/")


def test_one_pays_what_one_has_had(payer: Payer, cafe: Cafe, table: str) -> None:
    """Which is what is chosen at first where others sit too."""
    expect(payer.sheet.get_by_role("radio", name="What I choose")).to_be_checked()
    expect(payer.item("Carrot cake")).to_be_checked()
    expect(payer.item("Espresso")).not_to_be_checked()
    axe(payer.page)
    payer.pays("€4.60")
    expect(payer.sheet.get_by_text("Left to pay at this table: €13.60.")).to_be_visible()
    axe(payer.page)
    wait_paid(cafe, table, "4.60")
    payer.sheet.get_by_role("button", name="Done").click()
    orders = payer.guest.look("Orders")
    expect(orders.get_by_text("You paid €4.60")).to_be_visible()
    expect(orders.locator(".paid-sums")).to_contain_text("€13.60")
    axe(payer.page)


def test_one_pays_for_another_only_when_asked_to(payer: Payer, cafe: Cafe, table: str) -> None:
    payer.item("Espresso").check()
    payer.item("Carrot cake").uncheck()
    payer.pays("€2.40")
    left = {line["name"]: line["left"] for line in bill_of(cafe, table)["lines"]}
    assert left == {"Club sandwich": "11.20", "Espresso": "0.00", "Carrot cake": "4.60"}


def test_everything_with_a_tip(payer: Payer, cafe: Cafe, table: str) -> None:
    payer.part("Everything")
    payer.sheet.get_by_role("button", name="10 % (€1.82)").click()
    payer.pays("€20.02, with €1.82 tip")
    wait_paid(cafe, table, "18.20")
    [payment] = bill_of(cafe, table)["payments"]
    assert (payment["amount"], payment["tip"], payment["total"]) == ("18.20", "1.82", "20.02")
    payer.sheet.get_by_role("button", name="Done").click()
    orders = payer.guest.look("Orders")
    expect(orders.get_by_text("All is paid. Thank you!")).to_be_visible()
    expect(orders.get_by_role("button", name="Pay on this phone")).to_have_count(0)


def test_a_tip_of_ones_own(payer: Payer, cafe: Cafe, table: str) -> None:
    payer.sheet.get_by_role("button", name="Another tip").click()
    expect(payer.sheet.get_by_text("Write how much the tip is.")).to_be_visible()
    payer.sheet.get_by_role("textbox", name="Tip").fill("0.40")
    payer.pays("€5.00, with €0.40 tip")
    assert [each["tip"] for each in bill_of(cafe, table)["payments"]] == ["0.40"]


def test_equal_shares(payer: Payer, cafe: Cafe, table: str) -> None:
    """One of three is taken with the staff; the last of what was not is the rest, to the cent."""
    cafe.staff(f"/orders/bills/take/{table}/", kind="cash", part="share", shares_of=3)
    row = payer.part("An equal share")
    row.get_by_role("group", name="Between how many?").get_by_role("button", name="More").click()
    expect(row.get_by_text("1 share is taken already.")).to_be_visible()
    expect(row).to_contain_text("€6.07")
    many = row.get_by_role("group", name="How many shares do you pay?")
    many.get_by_role("button", name="More").click()
    expect(many.get_by_role("button", name="More")).to_be_disabled()
    payer.pays("€12.14")
    wait_paid(cafe, table, "18.20")


def test_an_amount(payer: Payer, cafe: Cafe, table: str) -> None:
    field = payer.part("Another amount").get_by_role("textbox", name="Amount")
    expect(payer.sheet.get_by_text("Write how much you pay.")).to_be_visible()
    field.fill("18.21")
    expect(payer.sheet.get_by_text("At most €18.20 is left to pay.")).to_be_visible()
    field.fill("ten")
    expect(payer.sheet.get_by_text("Write how much you pay.")).to_be_visible()
    axe(payer.page)
    field.fill("10")
    payer.pays("€10.00")
    wait_paid(cafe, table, "10.00")


def test_a_card_is_declined_and_another_pays(payer: Payer, cafe: Cafe, table: str) -> None:
    payer.part("An equal share")
    payer.to_provider()
    payer.settle("Decline")
    expect(payer.sheet.get_by_text("The payment was declined.")).to_be_visible()
    axe(payer.page)
    assert bill_of(cafe, table)["pending"] == "0.00"
    payer.pays("€9.10")
    assert [each["status"] for each in bill_of(cafe, table)["payments"]].count("paid") == 1


def test_who_comes_back_without_paying_may_go_on(payer: Payer, cafe: Cafe, table: str) -> None:
    payer.to_provider()
    payer.page.goto(f"/t/{table}/#pay-0")
    expect(payer.sheet.get_by_text("A payment of €4.60 is open until")).to_be_visible()
    assert bill_of(cafe, table)["pending"] == "4.60"
    axe(payer.page)
    payer.sheet.get_by_role("button", name="Go to the payment").click()
    payer.page.wait_for_url("**/sandbox/pay/**")
    payer.settle()
    payer.has_paid()


def test_what_was_opened_and_left_is_given_up(payer: Payer, cafe: Cafe, table: str) -> None:
    payer.to_provider()
    payer.page.goto(f"/t/{table}/#pay-0")
    payer.sheet.get_by_role("button", name="Pay something else").click()
    expect(payer.item("Carrot cake")).to_be_checked()
    assert bill_of(cafe, table)["pending"] == "0.00"
    payer.part("Everything")
    payer.pays("€18.20")


def test_what_others_pay_is_taken_at_once(payer: Payer, cafe: Cafe, table: str) -> None:
    """While the sheet is open."""
    cafe.staff(f"/orders/bills/take/{table}/", kind="card", part="items", orders=[payer.espresso])
    expect(payer.item("Espresso")).to_be_disabled()
    expect(payer.sheet.get_by_text("With the staff · paid by card")).to_be_visible()
    expect(payer.sheet.locator(".pay-left")).to_contain_text("€15.80")
    axe(payer.page)


def test_a_bill_that_has_changed_is_looked_at_again(
    payer: Payer, cafe: Cafe, table: str, watch: Watch
) -> None:
    """The phone has not heard of it before it asks to pay."""
    watch.allow("ERR_FAILED", "status of 409")
    payer.part("Everything")
    payer.page.route(HELD, lambda route: route.abort())
    cafe.staff(f"/orders/bills/take/{table}/", kind="cash", part="items", orders=[payer.espresso])
    payer.button.click()
    expect(payer.sheet.get_by_text("The bill has become another one meanwhile.")).to_be_visible()
    payer.page.unroute(HELD)
    cafe.order(table, "Espresso")
    expect(payer.button).to_have_text("Pay €18.20")
    payer.pays("€18.20")


def test_an_answer_that_is_lost_opens_one_payment(
    payer: Payer, cafe: Cafe, table: str, watch: Watch
) -> None:
    watch.allow("ERR_FAILED")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    payer.page.route(PAYS, lose, times=1)
    payer.button.click()
    expect(payer.sheet.get_by_text("Trying again does not pay twice.")).to_be_visible()
    axe(payer.page)
    payer.page.unroute(PAYS)
    payer.sheet.get_by_role("button", name="Try again").click()
    payer.page.wait_for_url("**/sandbox/pay/**")
    payer.settle()
    payer.has_paid()
    assert [each["status"] for each in bill_of(cafe, table)["payments"]] == ["paid"]


def test_a_place_that_takes_no_money_on_phones(mia: Guest, cafe: Cafe, watch: Watch) -> None:
    watch.allow("status of 409")
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", pays_online=False)
    mia.page.reload()
    orders = mia.look("Orders")
    expect(orders.get_by_text("Total so far")).to_be_visible()
    expect(orders.get_by_role("button", name="Pay on this phone")).to_have_count(0)
    mia.page.goto(f"/t/{mia.code}/#pay-0")
    sheet = Payer(mia).sheet
    sheet.get_by_role("button", name=re.compile("^Pay ")).click()
    expect(sheet.get_by_text("This place does not take payments on phones.")).to_be_visible()


def test_what_was_taken_off_is_not_paid(payer: Payer, cafe: Cafe, table: str) -> None:
    fields = {"percent": 50, "orders": [payer.cake], "reason": "waited long"}
    cafe.staff(f"/orders/bills/discount/{table}/", **fields)
    cafe.staff(f"/orders/bills/void/{table}/", order_id=payer.espresso, reason="cold")
    expect(payer.button).to_have_text("Pay €2.30")
    payer.sheet.get_by_role("button", name="Close").click()
    orders = payer.guest.look("Orders")
    expect(orders.get_by_text("Discount: −€2.30")).to_be_visible()
    expect(orders.get_by_text("Not charged: −€2.40")).to_be_visible()
    expect(orders.locator(".sum")).to_contain_text("€13.50")


def test_a_table_that_was_closed_shows_what_was_paid(payer: Payer, cafe: Cafe, table: str) -> None:
    payer.pays("€4.60")
    payer.sheet.get_by_role("button", name="Done").click()
    cafe.close(table)
    expect(payer.page.get_by_text("You paid €4.60")).to_be_visible()
    payer.page.get_by_role("button", name="Pay on this phone").click()
    payer.part("Everything that is left")
    axe(payer.page)
    payer.to_provider()
    payer.settle()
    expect(payer.page.get_by_text("You paid €13.60")).to_be_visible()
    wait_paid(cafe, table, "18.20")
    receipt = payer.page.get_by_role("link", name="Receipt").first.get_attribute("href") or ""
    found = answer(cafe.api.get(receipt.replace("/receipt/", "/receipts/get/")))
    assert found["total"] == "4.60"


@pytest.mark.parametrize("language", ["ar", "de"])
@pytest.mark.usefixtures("feast")
def test_the_sheet_in_other_languages(open_window: Open, table: str, language: str) -> None:
    page = open_window(PHONE, language=language)
    page.goto(f"/t/{table}/#pay-0")
    expect(page.locator(".pay-head")).to_contain_text("13")
    page.locator(".pay-way input").nth(2).check()
    expect(page.locator("#pay-hindered")).to_be_attached()
    axe(page)
    stays_whole(page)
