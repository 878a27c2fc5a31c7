"""What operators do to one machine: fill it, name it, switch it, give it keys, try it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Geolocation, expect

from tests.e2e.conftest import Open
from tests.e2e.vending.operator import Operator, soon
from tests.e2e.vending.shop import Shop
from tests.e2e.watch import Watch
from tests.integration.machines.vendor import Stand
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET
from tools.devices.vending.board import LATER, Faults

WITHIN = 20.0  # seconds, for what machines do in their own time
AGAIN = "It is sent as soon as it can be."
HERE = Geolocation(latitude=52.5200081, longitude=13.4049541, accuracy=8)
CONFLICT = "409"


@pytest.fixture
def operator(open_window: Open, shop: Shop) -> Operator:
    return Operator(open_window(TABLET, signed_in=shop.login), shop)


def row(shop: Shop, stand: Stand) -> dict[str, Any]:
    """The machine as operators see it."""
    return shop.call("GET", f"/edge/vending-machines/{stand.machine_id}/")


def test_it_is_filled(operator: Operator, shop: Shop, watch: Watch) -> None:
    watch.allow(CONFLICT)
    stand = shop.machine(stock=10)
    stock = operator.look(stand).card("Stock")
    operator.press("+10")
    expect(stock.get_by_label("Units inside now")).to_have_value("20")
    operator.press("Save the stock")
    expect(operator.toast).to_contain_text("20 units are inside.")
    assert stand.shown()["current_stock"] == 20
    operator.sees(operator.card("What it is doing"), "20 units")
    operator.type("Units inside now", "4")
    operator.press("Save the stock")
    expect(operator.dialog).to_contain_text("By the book 20 are inside, you say 4.")
    operator.dialog.get_by_role("button", name="Cancel").click()
    expect(stock).to_contain_text("Nothing was saved.")
    assert stand.shown()["current_stock"] == 20
    operator.type("Units inside now", "25")
    shop.call("POST", stand.path("/update-stock"), {"stock": 19})
    expect(stock.locator(".note")).to_contain_text("Meanwhile 20 became 19")
    operator.press("Save the stock")
    expect(stock).to_contain_text("Meanwhile 20 became 19. Count again, then save.")
    assert stand.shown()["current_stock"] == 19
    operator.press("Save the stock")
    wait_for(lambda: stand.shown()["current_stock"] == 25, WITHIN, "it is saved")


def test_what_is_typed_outlives_a_cut(operator: Operator, shop: Shop, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED", "WebSocket")
    stand = shop.machine(stock=10, is_on=False)
    stock = operator.look(stand).card("Stock")
    expect(stock).to_be_visible()
    operator.page.context.set_offline(True)
    operator.type("Units inside now", "30")
    operator.press("Save the stock")
    expect(stock).to_contain_text(AGAIN)
    operator.page.context.set_offline(False)
    expect(operator.toast).to_contain_text("30 units are inside.")
    assert stand.shown()["current_stock"] == 30
    assert stand.events().count("stock_update") == 2  # when it was made, and now


def test_it_is_named_priced_and_placed(operator: Operator, shop: Shop) -> None:
    stand = shop.machine(name="Lobby", is_on=False)
    operator.page.context.grant_permissions(["geolocation"])
    operator.page.context.set_geolocation(HERE)
    card = operator.look(stand, "settings").card("Name, price, place")
    operator.type("Price of a unit in INR", "2,505")
    operator.type("Latitude", "91")
    operator.press("Save")
    expect(card).to_contain_text("An amount such as 2.50, above nothing.")
    expect(card).to_contain_text("Degrees from -90 to 90")
    operator.type("Price of a unit in INR", "2,50")
    operator.type("Latitude", "10")
    operator.press("Save")
    expect(card).to_contain_text("Latitude and longitude belong together")
    operator.press("I am standing here")
    expect(card.get_by_label("Longitude")).to_have_value("13.404954")
    operator.type("Name", "Canteen")
    shop.call("PATCH", stand.path(""), {"location": "Somebody else's words"})
    operator.press("Save")
    expect(operator.toast.filter(has_text="Saved.")).to_be_visible()
    saved = row(shop, stand)
    assert (saved["name"], saved["unit_price_paise"]) == ("Canteen", 250)
    assert (saved["latitude"], saved["longitude"]) == (52.520008, 13.404954)
    assert saved["location"] == "Somebody else's words"
    expect(operator.page.get_by_role("heading", level=2)).to_have_text("Canteen")


def test_it_is_taken_out_of_service_and_put_back(operator: Operator, shop: Shop) -> None:
    stand = shop.machine()
    customer = stand.customer(1).locks().pays()
    service = operator.look(stand).card("Service")
    operator.press("Take out of service")
    expect(operator.dialog).to_contain_text("1 sale is open: if it is paid, its money goes back")
    operator.dialog.get_by_role("button", name="Take out of service").click()
    expect(service).to_contain_text("Out of service since")
    refused = customer.try_trigger()
    assert (refused.status_code, refused.json()) == (409, {"detail": "Machine is not available"})
    operator.press("Put back into service")
    expect(service).to_contain_text("In service")
    assert customer.try_trigger().status_code == 200
    customer.ends("delivered", dispensed=1, left=9)
    operator.sees(operator.card("What it is doing"), "1 unit came out")


def test_its_key_is_changed(operator: Operator, shop: Shop) -> None:
    stand = shop.machine()
    keys = operator.look(stand, "settings").card("Keys")
    operator.press("New key")
    new = keys.locator("code").inner_text()
    assert re.fullmatch(r"[\w-]{32}", new)
    expect(keys.get_by_role("status")).to_contain_text("Wait until it comes on line again")
    expect(keys.locator("ul.rows > li")).to_have_count(2)
    stand.played.end()
    stand.is_away()
    stand.key = new
    stand.play()
    expect(keys.get_by_role("status")).to_contain_text("It came on line again")
    keys.locator("ul.rows > li").last.get_by_role("button").click()
    expect(operator.dialog).to_contain_text("If the machine is connected by this key")
    operator.dialog.get_by_role("button", name="Remove the key").click()
    expect(keys.locator("ul.rows > li")).to_have_count(1)
    stand.code_of_now()  # the new key still holds
    keys.locator("ul.rows > li").get_by_role("button").click()
    expect(operator.dialog).to_contain_text("It is the only one")
    operator.dialog.get_by_role("button", name="Remove the key").click()
    expect(keys).to_contain_text("It has no key")
    stand.is_away()
    operator.sees(operator.page.locator(".machine-head"), "Off line")
    operator.page.reload()
    expect(keys).to_contain_text("It has no key")
    expect(keys.locator("code")).to_have_count(0)


def test_it_is_tried(operator: Operator, shop: Shop, watch: Watch) -> None:
    watch.allow(CONFLICT)
    stand = shop.machine(stock=5, firmware=LATER)
    test = operator.look(stand).card("Test dispense")
    operator.type("How many units", "2")
    operator.type("Why (you may leave this empty)", "new motor")
    operator.press("Dispense now")
    expect(test.get_by_role("status")).to_contain_text("2 units came out. It works.")
    assert stand.shown()["current_stock"] == 3
    test.get_by_text("Every step").click()
    expect(test).to_contain_text("tries it with 2 units: new motor")
    stand.faults.jam_after = 0
    operator.type("How many units", "1")
    operator.press("Dispense now")
    expect(test.get_by_role("status")).to_contain_text("Nothing came out.")
    operator.sees(operator.card("Service"), "Out of service: its motor jammed")
    assert stand.shown()["current_stock"] == 3
    operator.type("How many units", "4")
    operator.press("Dispense now")
    expect(test).to_contain_text("So many units are not inside by the book")


def test_its_ledger_and_its_events(operator: Operator, shop: Shop) -> None:
    stand = shop.machine(stock=10, faults=Faults(short=1))
    sold = stand.customer(2).buys()
    sold.ends("partly_delivered", dispensed=1, refunded=150, left=9)
    operator.look(stand, "ledger")
    rows = operator.page.locator(".ledger > li")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Partly delivered")
    expect(rows).to_contain_text("1 of 2")
    expect(rows).to_contain_text("₹1.50 back")
    rows.locator("summary").click()
    for words in ("2 units ordered", "Paid", "The machine confirmed 1 unit", "₹1.50 paid back"):
        expect(rows).to_contain_text(words)
    with operator.page.expect_popup() as opened:
        operator.press("Open the customer's receipt")
    expect(opened.value).to_have_url(re.compile("/vend/receipt/[0-9a-f-]{36}/"))
    opened.value.close()
    stand.faults.short = 0
    following = stand.customer(1).locks().orders()
    soon(lambda: rows.count() == 2, "the order is seen")
    expect(rows.first).to_contain_text("Ordered, not paid")
    following.pays().triggers()
    wait_for(lambda: following.row()["state"] == "delivered", WITHIN, "it came out")
    soon(lambda: "Delivered" in rows.first.inner_text(), "the end is seen")
    operator.page.get_by_label("State").select_option("delivered")
    expect(rows).to_have_count(1)
    operator.page.get_by_role("link", name="Events").click()
    news = operator.page.locator(".news")
    expect(news).to_contain_text("Locked by a customer")
    expect(news).to_contain_text("1 unit came out")
    shop.call("PATCH", stand.path(""), {"unit_price_paise": 175})
    operator.sees(news, "changed: price")


def test_a_key_is_gone_with_who_made_it(operator: Operator, shop: Shop) -> None:
    stand = shop.machine(is_on=False)
    keys = operator.look(stand, "settings").card("Keys")
    operator.press("New key")
    expect(keys.locator("code")).to_be_visible()
    operator.stays_signed_in()
    login = operator.page.evaluate("localStorage.getItem('aisle.login')")
    operator.press("Sign out")
    expect(operator.page.get_by_label("Username")).to_be_visible()
    tab = operator.page.context.new_page()  # another operator signs in beside it
    tab.goto("/vend/")
    tab.evaluate("login => localStorage.setItem('aisle.login', login)", login)
    expect(keys.locator("ul.rows > li")).to_have_count(2)
    expect(keys.locator("code")).to_have_count(0)


def test_an_unknown_machine(open_window: Open, shop: Shop) -> None:
    operator = Operator(open_window(PHONE, signed_in=shop.login), shop)
    shop.machine(is_on=False)
    operator.arrive("machine/NOPE")
    expect(operator.page.get_by_role("heading", level=2)).to_have_text("There is no machine NOPE")
    operator.page.get_by_role("link", name="Machines").first.click()
    expect(operator.page.locator("li.machine").first).to_be_visible()
