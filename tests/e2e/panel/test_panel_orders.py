"""What staff order for a guest at the price that they see, and what they refuse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Staff
from tests.e2e.watch import Watch
from tests.support.waiting import wait_for
from tools.browser.window import TABLET

CHANGED_WITHIN = 5.0  # seconds until orders know a new price
FOLLOWS = 15_000  # ms in which the dialog shows what has changed, beside other tests


# The server tells what changes on the menu beside the stream; this page does not hear it.
DEAF = """
    const own = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    const deaf = (listener) => (event) =>
        String(event.data).includes("menu.changed") || listener(event);
    Object.defineProperty(WebSocket.prototype, "onmessage",
        {...own, set(listener) { own.set.call(this, deaf(listener)); }});
"""


@pytest.fixture
def ordering(staff: Staff, table: str) -> Locator:
    """The order dialog of Table 2, with one espresso chosen."""
    return _ordering(staff)


def _ordering(staff: Staff) -> Locator:
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Order for the guest").click()
    dialog = staff.page.get_by_role("dialog", name="Order for Table 2")
    dialog.get_by_role("button", name=re.compile("^Espresso")).click()
    return dialog


@pytest.fixture
def outdated(open_window: Open, cafe: Cafe, table: str) -> Locator:
    """The same, while the menu does not get through any more."""
    page = open_window(TABLET, signed_in=cafe.login)
    page.add_init_script(DEAF)
    ordering = _ordering(Staff(page).arrive())
    ordering.page.route("**/products/find/**", lambda route: None)
    return ordering


def edit(cafe: Cafe, dish: str = "Espresso", /, **fields: object) -> None:
    cafe.staff(f"/products/edit/{cafe.menu[dish]}/", product=fields)


def test_the_open_dialog_follows_the_menu(
    ordering: Locator, cafe: Cafe, table: str, watch: Watch
) -> None:
    cake = ordering.get_by_role("button", name=re.compile("^Carrot cake"))
    cake.click()
    cake.focus()
    edit(cafe, price="9.90")
    edit(cafe, "Carrot cake", is_active=False)
    expect(ordering).to_contain_text("The price was €2.40.", timeout=FOLLOWS)
    expect(cake).to_contain_text("Sold out", timeout=FOLLOWS)
    expect(cake).to_be_focused()
    expect(ordering.get_by_role("alert").first).to_contain_text("The menu has changed")
    basket = ordering.locator(".basket > li").filter(has_text="Carrot cake")
    expect(basket).to_contain_text("Sold out")
    axe(ordering.page)
    ordering.get_by_role("button", name="Order 2 items").click()
    refusal = "Take out what is not there any more: Carrot cake."
    expect(ordering.get_by_role("alert").first).to_contain_text(refusal)
    assert cafe.api.session(table)["orders"] == []
    edit(cafe, "Carrot cake", is_active=True, stock=0)
    expect(ordering.get_by_role("button", name=re.compile("^Carrot cake"))).to_contain_text(
        "Sold out"
    )
    edit(cafe, "Carrot cake", stock=1)
    expect(basket).not_to_contain_text("Sold out", timeout=FOLLOWS)
    ordering.get_by_role("button", name="Order 2 items").click()
    expect(ordering).to_have_count(0)
    assert [order["price"] for order in cafe.api.session(table)["orders"]] == ["9.90", "4.60"]


def test_a_dearer_dish_is_ordered_with_the_second_tap(
    outdated: Locator, cafe: Cafe, table: str, watch: Watch
) -> None:
    watch.allow("status of 409")
    edit(cafe, price="9.90")
    outdated.get_by_role("button", name="Order 1 item · €2.40").click()
    expect(outdated.get_by_role("alert").first).to_contain_text("the menu has changed")
    expect(outdated).to_contain_text("The price was €2.40.")
    expect(outdated.get_by_role("button", name=re.compile("^Espresso"))).to_contain_text("€9.90")
    axe(outdated.page)
    assert cafe.api.session(table)["orders"] == []
    outdated.get_by_role("button", name="Order 1 item · €9.90").click()
    expect(outdated).to_have_count(0)
    assert [order["price"] for order in cafe.api.session(table)["orders"]] == ["9.90"]


def test_a_dish_with_another_name_is_ordered_with_the_second_tap(
    outdated: Locator, cafe: Cafe, table: str, watch: Watch
) -> None:
    watch.allow("status of 409")
    outdated.get_by_label("Note: Espresso").fill("short")
    edit(cafe, name="Ristretto")
    outdated.get_by_role("button", name="Order 1 item").click()
    expect(outdated).to_contain_text("It was “Espresso” for €2.40.")
    expect(outdated.get_by_label("Note: Ristretto")).to_have_value("short")
    outdated.get_by_role("button", name="Order 1 item").click()
    expect(outdated).to_have_count(0)
    [order] = cafe.api.session(table)["orders"]
    assert (order["name"], order["note"]) == ("Ristretto", "short")


def test_a_cheaper_dish_is_ordered_and_said(outdated: Locator, cafe: Cafe, table: str) -> None:
    edit(cafe, price="2.00")
    other = cafe.open("Table 9")

    def known() -> bool:
        return bool(cafe.order(other, "Espresso")["price"] == "2.00")

    wait_for(known, CHANGED_WITHIN, "orders know the new price")
    outdated.get_by_role("button", name="Order 1 item · €2.40").click()
    expect(outdated.page.get_by_text("it costs €0.40 less than shown").first).to_be_visible()
    assert [order["price"] for order in cafe.api.session(table)["orders"]] == ["2.00"]


@pytest.fixture
def flood(cafe: Cafe, table: str) -> str:
    """Table 2 with an order of its guests, and one of somebody else."""
    cafe.order(table, "Carrot cake", guest="Mia")
    cafe.place(table, ("Espresso", 99, ""), ("Club sandwich", 99, ""), guest="nobody")
    return table


def test_all_that_was_sent_together_is_refused(staff: Staff, cafe: Cafe, flood: str) -> None:
    staff.table("Table 2").click()
    modal = staff.page.get_by_role("dialog", name="Table 2")
    modal.get_by_role("button", name=re.compile("^Refuse all: Add-on")).click()
    asked = staff.page.get_by_role("dialog", name="Refuse 2 orders?")
    axe(staff.page)
    asked.get_by_role("button", name="Nobody at the table ordered this").click()
    expect(modal.get_by_text("Cancelled: Nobody at the table ordered this")).to_have_count(2)
    expect(modal.get_by_role("button", name=re.compile("^Refuse all"))).to_have_count(0)
    orders = cafe.api.session(flood)["orders"]
    assert [order["state"] for order in orders] == ["new", "cancelled", "cancelled"]


def test_a_refusal_waits_for_the_connection(
    staff: Staff, cafe: Cafe, flood: str, watch: Watch
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to")
    staff.table("Table 2").click()
    modal = staff.page.get_by_role("dialog", name="Table 2")
    expect(modal.get_by_text("99× Club sandwich")).to_be_visible()
    staff.page.context.set_offline(True)
    modal.get_by_role("button", name=re.compile("^Refuse all: Add-on")).click()
    asked = staff.page.get_by_role("dialog", name="Refuse 2 orders?")
    asked.get_by_label("Another reason").fill("A joke")
    asked.get_by_role("button", name="Refuse", exact=True).click()
    expect(modal.locator("li.order[data-state=cancelled]")).to_have_count(2)
    staff.page.context.set_offline(False)
    orders = cafe.api.session(flood)["orders"]
    for order in orders[1:]:
        cafe.wait_state(flood, order["id"], "cancelled")
    assert cafe.api.session(flood)["orders"][1]["reason"] == "A joke"


def test_what_comes_while_a_table_is_closed_is_asked_about(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    cafe.line(table, "Carrot cake")
    expect(staff.table("Table 2")).to_contain_text("1 not sent")
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Close table", exact=True).click()
    asked = staff.page.get_by_role("dialog", name="Close Table 2?")
    expect(asked).to_contain_text("1 line in the cart not sent")
    expect(asked).not_to_contain_text("not served")
    cafe.order(table, "Espresso")
    expect(staff.page.locator(".ticket")).to_have_count(1)
    asked.get_by_role("button", name="Close the table").click()
    expect(asked).to_contain_text("1 order not served")
    assert cafe.api.session(table)["state"] == "OPEN"
