"""A whole evening: eight tables with two phones each, the staff, and the guests after them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.e2e.cafe import SMALL, Cafe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import told_within
from tests.e2e.people import Staff
from tests.e2e.tables.evening import NAMES, START, Evening, Ledger, Phone
from tests.e2e.tables.evening_after import next_guests, the_first_guests_see_only_theirs
from tests.e2e.tables.seats import rules, standing, tile
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET

WITHIN = told_within(2.0) * 1000  # ms
STAFF = {
    "Mara": ("manager", TABLET),
    "Wanda": ("waiter", TABLET),
    "Wim": ("waiter", PHONE),
    "Kim": ("kitchen", TABLET),
}


@pytest.fixture
def evening(cafe: Cafe, open_window: Open, watch: Watch) -> Evening:
    """Eight tables with stickers, opened by guests, in two steps; the staff at their panels."""
    watch.allow("status of 409", "WebSocket connection to")
    rules(cafe, open_by="guest", steps=["ready", "served"])
    tables = {
        name: cafe.staff("/orders/tables/create/", location_id=cafe.location_id, name=name)
        for name in NAMES
    }
    prices = {dish["name"]: Decimal(dish["price"]) for some in SMALL.values() for dish in some}
    made = Evening(cafe, tables, Ledger(prices))
    for name, (role, device) in STAFF.items():
        page = open_window(device, signed_in=signed_in(cafe.hire(role)))
        made.panels[name] = Staff(page).arrive()
    return made


@pytest.mark.timeout(600)  # alone it takes a minute; beside other suites much more
def test_a_whole_evening(evening: Evening, open_window: Open) -> None:
    """From the first scan to the next guests; the sums agree to the cent after each part."""
    arrive(evening, open_window)
    rush(evening)
    served_by_all(evening)
    calls(evening)
    tables_change(evening)
    sold_out(evening)
    price_change(evening)
    cancelled(evening)
    owed = {table: evening.ledger.sum(table) for table in NAMES}
    codes = {table: evening.code(table) for table in NAMES}
    keys = {table: evening.parties[table][0].key() for table in NAMES}
    turned_over(evening, codes)
    the_first_guests_see_only_theirs(evening, owed)
    for table in NAMES:
        next_guests(evening, open_window(PHONE), table, codes[table], keys[table])


def arrive(evening: Evening, open_window: Open) -> None:
    """Two phones scan each sticker: the first one opens the table."""
    for table, names in NAMES.items():
        code = evening.tables[table]["code"]
        party = [Phone(open_window(PHONE), code, name) for name in names]
        party[0].page.goto(f"/t/{code}/")
        party[0].page.get_by_role("button", name=START).click()
        party[1].arrive()
        evening.parties[table] = party
        for phone in party:
            phone.tell_name(phone.name)


def rush(evening: Evening) -> None:
    """All choose; then all send at once: "mine" at half of the tables, "all" at the others."""
    dishes = ("Espresso", "Club sandwich")
    for party in evening.parties.values():
        for phone, dish in zip(party, dishes, strict=True):
            phone.add(dish)
        for phone in party:
            phone.look_at_cart(lines=2)
    for number, (table, party) in enumerate(evening.parties.items()):
        if number % 2:
            party[0].send_button.click()
        else:
            for phone in party:
                phone.send_mine()
        for phone, dish in zip(party, dishes, strict=True):
            evening.ledger.order(table, phone.name, dish)
    for panel in evening.panels.values():
        panel.look_at_board()
        expect(panel.page.get_by_role("article")).to_have_count(len(NAMES))
    evening.agree()
    sent = [
        order["timestamp"]
        for table in NAMES
        for order in evening.cafe.api.session(evening.code(table))["orders"]
    ]
    assert len(sent) == 2 * len(NAMES)


def served_by_all(evening: Evening) -> None:
    """The kitchen finishes each card, two waiters serve half of the tables each."""
    for table in NAMES:
        evening.step("Kim", table, "Finish")
    for number, table in enumerate(NAMES):
        evening.step("Wanda" if number < 4 else "Wim", table, "Serve")
    for table, party in evening.parties.items():
        evening.wait_states(table, "served")
        party[0].look("Orders")
        expect(party[0].orders.filter(has_text="Served")).to_have_count(2)


def calls(evening: Evening) -> None:
    """One calls a waiter, one asks for the bill; who goes there is seen by both phones."""
    ann, ben = evening.parties["Table 1"]
    ann.look("Service").get_by_role("button", name="Call the waiter").click()
    evening.panels["Wim"].page.get_by_role(
        "button", name=re.compile("^On my way: Table 1, Waiter")
    ).click()
    for phone in (ann, ben):
        expect(phone.look("Service")).to_contain_text("somebody is coming")
    cleo, dov = evening.parties["Table 2"]
    cleo.look("Service").get_by_role("button", name="Ask for the bill").click()
    cleo.page.get_by_role("button", name="In cash: Together").click()
    expect(dov.look("Service")).to_contain_text("In cash · Together")
    standing(evening.panels["Mara"], "Table 2", "Wants to pay")
    answer_bill(evening.panels["Wanda"], "Table 2", "cash, together")


def answer_bill(staff: Staff, table: str, how: str = "") -> None:
    wish = re.compile(f"^On my way: {table}, Bill(: )?{how}$")
    staff.page.get_by_role("button", name=wish).click()


def tables_change(evening: Evening) -> None:
    """Table 5 goes to Table 6, the guests of Table 3 to Table 5, and one pays alone at Table 3."""
    mara, parties, ledger = evening.panels["Mara"], evening.parties, evening.ledger
    act(mara, "Table 5", "Merge", "Put Table 5 together with", "Table 6")
    ledger.move("Table 5", "Table 6")
    parties["Table 6"] += parties.pop("Table 5")
    standing(mara, "Table 5", "Free")
    act(mara, "Table 3", "Move", "Move Table 3 to", "Table 5")
    ledger.move("Table 3", "Table 5")
    parties["Table 5"] = parties.pop("Table 3")
    standing(mara, "Table 3", "Free")
    shut(mara)
    pays_alone(evening)
    for table, party in parties.items():
        for phone in party:
            expect(phone.page.get_by_role("heading", level=1)).to_have_text(table)
    evening.agree()


def pays_alone(evening: Evening) -> None:
    """What Jonas has ordered goes to a table of its own, whose code he scans."""
    mara, parties = evening.panels["Mara"], evening.parties
    tile(mara, "Table 6").get_by_role("button").click()
    mara.page.get_by_role("button", name="Split off", exact=True).click()
    asked = mara.page.get_by_role("dialog", name="Split off from Table 6")
    asked.get_by_label(re.compile("· Jonas$")).check()
    asked.get_by_role("button", name="Table 3", exact=True).click()
    expect(asked).to_have_count(0)
    shut(mara)
    evening.ledger.split("Table 6", "Jonas", "Table 3")
    jonas = parties["Table 6"].pop()
    jonas.page.goto(f"/t/{evening.tables['Table 3']['code']}/")
    parties["Table 3"] = [jonas]


def act(staff: Staff, table: str, action: str, title: str, name: str) -> None:
    """In a table's dialog, which stays open when the table does."""
    tile(staff, table).get_by_role("button").click()
    staff.page.get_by_role("button", name=action, exact=True).click()
    asked = staff.page.get_by_role("dialog", name=title)
    asked.get_by_role("button", name=name, exact=True).click()
    expect(asked).to_have_count(0)


def shut(staff: Staff) -> None:
    """Close the dialog of a table."""
    dialog = staff.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(dialog).to_have_count(0)


def sold_out(evening: Evening) -> None:
    """From the board in two taps: every phone shows it before it asks by itself."""
    gina, kim = evening.parties["Table 4"][0], evening.panels["Kim"]
    gina.look("Menu")
    gina.add("Carrot cake")
    gina.send()
    evening.ledger.order("Table 4", "Gina", "Carrot cake")
    kim.card("Table 4").get_by_role("button", name="More: Carrot cake").click()
    for phone in evening.phones:
        phone.look("Menu")
    kim.page.get_by_role("dialog").get_by_role("button", name="Sold out").click()
    for phone in evening.phones:
        dish = phone.page.get_by_role("listitem").filter(has_text="Carrot cake").first
        expect(dish).to_contain_text("Sold out", timeout=WITHIN)
    kim.page.get_by_role("dialog").get_by_role("button", name="Keep this order").click()


def price_change(evening: Evening) -> None:
    """What was ordered keeps its price; what is only in the cart is sent at the new one."""
    mia, nils = evening.parties["Table 7"]
    mia.look("Menu")
    mia.add("Espresso")
    mia.look_at_cart(lines=1)
    cafe = evening.cafe
    cafe.staff(f"/products/edit/{cafe.menu['Espresso']}/", product={"price": "2.95"})
    evening.ledger.prices["Espresso"] = Decimal("2.95")
    for phone in evening.phones:
        if phone is not mia:
            dish = phone.page.get_by_role("listitem").filter(has_text="Espresso").first
            expect(dish).to_contain_text("€2.95", timeout=WITHIN)
    expect(mia.send_button).to_have_text(re.compile("€2.95"))
    mia.send_button.click()
    evening.ledger.order("Table 7", "Mia", "Espresso")
    nils.look("Menu")
    nils.add("Espresso")
    nils.send()
    evening.ledger.order("Table 7", "Nils", "Espresso")
    prices = mia.look("Orders").locator("li.order").filter(has_text="Espresso").locator(".money")
    expect(prices).to_have_text(["€2.95", "€2.95", "€2.40"])


def cancelled(evening: Evening) -> None:
    """Two of four."""
    paul, wanda = evening.parties["Table 8"][1], evening.panels["Wanda"]
    paul.look("Menu")
    for _ in range(4):
        paul.add("Flat white")
    paul.send()
    evening.ledger.order("Table 8", "Paul", "Flat white", 4)
    evening.agree()
    tile(wanda, "Table 8").get_by_role("button").click()
    wanda.page.get_by_role("button", name="Cancel order: Flat white").click()
    asked = wanda.page.get_by_role("dialog", name="Cancel 4× Flat white?")
    for _ in range(2):
        asked.get_by_role("button", name="One Flat white less").click()
    asked.get_by_role("button", name="Guest changed their mind").click()
    asked.get_by_role("button", name="Cancel the order").click()
    expect(asked).to_have_count(0)
    shut(wanda)
    evening.ledger.cancel("Table 8", "Paul", "Flat white", 2)
    evening.agree()


def turned_over(evening: Evening, codes: dict[str, str]) -> None:
    """All is served, all have asked for the bill and paid: one tap for each table."""
    cafe, wanda, mara = evening.cafe, evening.panels["Wanda"], evening.panels["Mara"]
    for table in ("Table 4", "Table 7", "Table 8"):
        evening.step("Kim", table, "Finish")
        evening.step("Wanda", table, "Serve")
    for table, code in codes.items():
        evening.wait_states(table, "served", "cancelled")
        if table != "Table 2":
            cafe.call(code, "bill")
            answer_bill(wanda, table)
        cafe.staff(f"/orders/bills/take/{code}/", part="all", kind="card")
        expect(tile(mara, table)).to_contain_text("Paid")
    for table, code in codes.items():
        mara.page.get_by_role("button", name=f"Turn over: {table}", exact=True).click()
        standing(mara, table, "Free")
        assert cafe.api.session(code)["state"] == "CLOSED"
