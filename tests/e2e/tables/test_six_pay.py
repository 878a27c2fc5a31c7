"""Six guests at one table pay in four ways, two of them at once, one is declined first; a waiter
takes cash for the rest. The kitchen's printer is off while they order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Guest, Staff
from tests.e2e.tables.bills import Bill
from tests.e2e.tables.days import Takings
from tests.e2e.tables.payers import Payer, bill_of, wait_paid
from tools.browser.window import PHONE
from tools.devices.printer.device import Printer

ORDERS = {
    "Ann": "Espresso",  # 2.40
    "Ben": "Flat white",  # 3.80
    "Cleo": "Avocado toast",  # 8.90
    "Dov": "Club sandwich",  # 11.20
    "Edda": "Carrot cake",  # 4.60
    "Finn": "Espresso",
}
DISHES = set(ORDERS.values())
WHOLE = Decimal("33.30")
REST = Decimal("10.45")  # after 2.40, two quarters of 30.90, and 5.00


@pytest.fixture
def printer(cafe: Cafe) -> Iterator[Printer]:
    """The place's printer, which is off."""
    with Printer() as device:
        where = {"host": "127.0.0.1", "port": device.port, "name": "Kitchen"}
        cafe.staff("/orders/printers/create/", location_id=cafe.location_id, **where)
        device.off()
        yield device


@pytest.fixture
def party(open_window: Open, cafe: Cafe, table: str, printer: Printer) -> dict[str, Payer]:
    """Each with a phone and something ordered."""
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", tips=[10], vat_rates=["7", "19"])
    found: dict[str, Payer] = {}
    for name, dish in ORDERS.items():
        guest = Guest(open_window(PHONE), table).arrive()
        guest.add(dish, name=name)
        guest.look_at_cart(lines=1)
        guest.send()
        expect(guest.orders).to_have_count(len(found) + 1)
        found[name] = Payer(guest)
    return found


def test_six_guests_pay_one_bill(
    party: dict[str, Payer], cafe: Cafe, table: str, printer: Printer, staff: Staff
) -> None:
    ann, ben, cleo, dov, edda = (party[name] for name in ("Ann", "Ben", "Cleo", "Dov", "Edda"))
    ann.open()
    ann.sheet.get_by_role("button", name="10 % (€0.24)").click()
    ann.pays("€2.64")
    two_at_once(ben.open(), cleo.open())
    dov.open().part("Another amount").get_by_role("textbox", name="Amount").fill("5")
    dov.to_provider()
    dov.settle("Decline")
    expect(dov.sheet.get_by_text("The payment was declined.")).to_be_visible()
    dov.pays("€5.00")
    edda.open()
    expect(edda.sheet.locator(".pay-left")).to_contain_text(f"€{REST}")
    cash_for_the_rest(Bill.opened(staff))
    expect(edda.sheet.get_by_text("All is paid. Thank you!")).to_be_visible()
    wait_paid(cafe, table, str(WHOLE))
    nothing_is_paid_twice(cafe, table)
    takings_agree(cafe)
    the_report_says_so(staff, cafe)
    printer.on()
    assert printer.wait_for(len(ORDERS), 30)
    printed = Counter(dish for text in printer.tickets for dish in DISHES if dish in text)
    assert printed == Counter(ORDERS.values())
    assert not any("REPRINT" in each for each in printer.tickets)


def two_at_once(one: Payer, other: Payer) -> None:
    """A quarter each of what Ann has not paid; both are at the provider's page before one pays."""
    for payer, amount in ((one, "€7.72"), (other, "€7.73")):
        share = payer.part("An equal share")
        between = share.get_by_role("group", name="Between how many?")
        while between.locator("output").inner_text() != "4":
            between.get_by_role("button", name="Fewer").click()
        expect(payer.button).to_have_text(f"Pay {amount}")  # the second has heard of the first
        payer.to_provider()
    for payer in (one, other):
        payer.settle()
    one.has_paid()
    other.has_paid()


def cash_for_the_rest(bill: Bill) -> None:
    """The waiter gets a note of twenty."""
    bill.owes(f"€{REST}")
    taking = bill.take()
    taking.type("Handed over", "20")
    expect(taking.change).to_have_text("€9.55")
    taking.go(f"Take €{REST} in cash")
    taking.taken(f"€{REST} taken in cash.")
    taking.done()
    bill.is_paid()


def nothing_is_paid_twice(cafe: Cafe, table: str) -> None:
    bill = bill_of(cafe, table)
    assert (bill["due"], bill["left"], bill["pending"]) == (str(WHOLE), "0.00", "0.00")
    paid = [Decimal(each["amount"]) for each in bill["payments"] if each["status"] == "paid"]
    assert sorted(paid) == [Decimal(each) for each in ("2.40", "5.00", "7.72", "7.73", "10.45")]
    [declined] = [each for each in bill["payments"] if each["status"] != "paid"]
    assert declined["status"] in {"failed", "cancelled"}  # the provider's word, or the phone's


def the_report_says_so(staff: Staff, cafe: Cafe) -> None:
    """The page of takings, as a manager reads it."""
    takings = Takings(staff.page, cafe).open()
    for name in ("Sold", "Paid"):
        expect(takings.figure(name)).to_have_text(f"€{WHOLE}")
    expect(takings.figure("Tips")).to_have_text("€0.24")
    expect(takings.page.locator(".unpaid")).to_have_count(0)


def takings_agree(cafe: Cafe) -> None:
    """To the cent: what was ordered, what was paid in which way, what the receipts say."""
    takings = cafe.staff_get(f"/orders/takings/get/{cafe.location_id}/")
    assert takings["sold"]["amount"] == str(WHOLE)
    assert takings["unpaid"] == {"tables": 0, "amount": "0.00"}
    sums = {each["kind"]: (each["amount"], each["tips"]) for each in takings["paid"]}
    assert sums == {"online": ("22.85", "0.24"), "cash": ("10.45", "0.00"), "card": ("0.00",) * 2}
    assert sum(Decimal(each["gross"]) for each in takings["taxes"]) == WHOLE
    assert takings["receipts"] == {"first": 1, "last": 5, "count": 5}
    drawer = cafe.staff_get(f"/orders/drawer/get/{cafe.location_id}/")
    assert drawer["expected"] == str(REST)
