"""The guest's page on phones: the menu, the shared cart, sending, following, calling, the end."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tools.browser.window import PHONE

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'


def test_the_table_is_named_before_anything_else(guest: Guest) -> None:
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Table 2")
    expect(guest.page).to_have_title(re.compile("^Table 2 – Café "))
    expect(guest.page.get_by_role("dialog")).to_have_count(0)


def test_pictures_come_by_https_or_not_at_all(
    cafe: Cafe, table: str, open_window: Open, watch: Watch
) -> None:
    watch.allow("request to another host: https://pictures.example/", "net::ERR_FAILED")
    for dish, file in (("Espresso", "espresso.svg"), ("Flat white", "gone.svg")):
        image = {"image": f"http://pictures.example/{file}"}
        cafe.staff(f"/products/edit/{cafe.menu[dish]}/", product=image)

    def answer(route: Route) -> None:
        if route.request.url.endswith("/espresso.svg"):
            route.fulfill(body=PICTURE, content_type="image/svg+xml")
        else:
            route.abort()

    page = open_window(PHONE)
    page.route("https://pictures.example/**", answer)
    Guest(page, table).arrive()
    pictures = page.locator("li.dish img:not(.is-missing)")
    expect(pictures).to_have_count(1)
    expect(pictures).to_have_attribute("src", "https://pictures.example/espresso.svg")
    expect(page.get_by_role("button", name="Add Flat white")).to_be_visible()


def test_a_sheet_opens_with_the_tap_and_stays_closed(guest: Guest) -> None:
    closed_at_once = """each => {
      const address = location.href;
      window.opened = 0;
      new MutationObserver(() => window.opened += document.querySelectorAll("dialog[open]").length)
        .observe(document.body, {childList: true});
      each.click();
      const sheet = document.querySelector("dialog[open]");
      sheet?.close();
      return [sheet !== null, address];
    }"""
    dish = guest.page.get_by_role("button", name="Espresso", exact=True)
    opened, address = dish.evaluate(closed_at_once)
    assert opened, "what is pressed right after the tap is meant for the sheet"
    guest.page.wait_for_url(address)
    guest.page.wait_for_timeout(100)  # "hashchange" of the way there and back
    assert guest.page.evaluate("window.opened") == 0, "it came back"
    expect(guest.open_sheet("Espresso")).to_be_visible()
    guest.page.go_back()
    expect(guest.page.get_by_role("dialog")).to_have_count(0)


def test_the_menu_by_category_search_and_diet(guest: Guest) -> None:
    menu = guest.page.get_by_role("region", name="Menu", exact=True)
    headings = menu.get_by_role("heading", level=3)
    expect(headings).to_have_text(["Coffee", "Kitchen", "Cakes"])
    soup = menu.get_by_role("listitem").filter(has_text="Soup of the day")
    expect(soup).to_contain_text("Sold out")
    expect(soup.get_by_role("button", name="Add Soup of the day")).to_have_count(0)
    guest.page.get_by_label("Search the menu").fill("SAND")
    expect(menu.locator("li.dish")).to_have_count(1)
    expect(menu).to_contain_text("Club sandwich")
    guest.page.get_by_label("Search the menu").fill("pizza")
    expect(menu).to_contain_text("Nothing on the menu matches.")
    menu.get_by_role("button", name="Show the whole menu").click()
    menu.get_by_role("button", name="Filter", exact=True).click()
    menu.get_by_role("button", name="vegan", exact=True).click()
    expect(menu.get_by_role("heading", level=4)).to_have_text(["Espresso", "Avocado toast"])


def test_two_phones_share_a_cart(open_window: Open, guest: Guest, table: str) -> None:
    other = Guest(open_window(PHONE), table).arrive()
    guest.add("Espresso", name="Mia")
    guest.add_with_note("Avocado toast", "no lemon")
    guest.look_at_cart(lines=2)
    other.add("Carrot cake", name="Jonas")
    for one in (guest, other):
        one.look_at_cart(lines=3)
        expect(one.lines.nth(1)).to_contain_text("no lemon")
    expect(other.lines.nth(0)).to_contain_text("Mia")
    expect(other.lines.nth(0)).not_to_contain_text("(you)")
    expect(other.lines.nth(2)).to_contain_text("Jonas (you)")
    other.lines.nth(0).get_by_role("button", name="One Espresso more").click()
    expect(guest.lines.nth(0)).to_contain_text("€4.80")
    guest.lines.nth(2).get_by_role("button", name="Remove Carrot cake").click()
    expect(other.lines).to_have_count(2)
    expect(other.send_button).to_have_text(re.compile("Send 3 items.*€13.70"))


def test_sending_shows_what_was_ordered_and_what_it_costs(
    guest: Guest, open_window: Open, table: str, cafe: Cafe
) -> None:
    other = Guest(open_window(PHONE), table).arrive()
    other.look("Cart")
    guest.add("Espresso", name="Mia")
    guest.add_with_note("Club sandwich", "well done, please")
    guest.look("Cart")
    guest.lines.first.get_by_role("button", name="One Espresso more").click()
    guest.send_button.click()
    expect(guest.orders).to_have_count(2)
    expect(guest.page.get_by_role("region", name="Orders")).to_contain_text("€16.00")
    expect(guest.orders.nth(1)).to_contain_text("well done, please")
    expect(guest.orders.nth(1)).to_contain_text("Received")
    expect(guest.page.get_by_role("region", name="Orders")).to_contain_text("order has arrived")
    expect(other.lines).to_have_count(0)
    other.look("Orders")
    expect(other.orders).to_have_count(2)
    stored = cafe.api.session(table)["orders"]
    assert [(order["name"], order["quantity"], order["guest"]) for order in stored] == [
        ("Espresso", 2, "Mia"),
        ("Club sandwich", 1, "Mia"),
    ]
    assert {order["batch"] for order in stored} == {1}


def test_the_state_of_each_item_is_followed(guest: Guest, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    guest.look("Orders")
    words = ["Accepted", "Being prepared", "Ready", "Served"]
    for state, word in zip(["accepted", "preparing", "ready", "served"], words, strict=True):
        cafe.move(order["id"], state)
        expect(guest.orders).to_contain_text(word)
    gone = cafe.order(table, "Carrot cake")
    cafe.move(gone["id"], "cancelled", reason="the last one fell")
    expect(guest.orders.filter(has_text="Carrot cake")).to_contain_text("the last one fell")
    expect(guest.page.get_by_role("region", name="Orders")).to_contain_text("€2.40")


def test_calling_the_waiter_and_asking_for_the_bill(guest: Guest, cafe: Cafe, table: str) -> None:
    service = guest.look("Service")
    service.get_by_role("button", name="Call the waiter").click()
    expect(service).to_contain_text("not yet seen")
    service.get_by_role("button", name="Ask for the bill").click()
    guest.page.get_by_role("button", name="In cash: Together").click()
    expect(service.get_by_text("not yet seen")).to_have_count(2)
    [waiter, bill] = cafe.live(table)["calls"]
    assert (waiter["kind"], bill["kind"]) == ("waiter", "bill")
    cafe.staff(f"/orders/calls/answer/{waiter['id']}/")
    expect(service).to_contain_text(re.compile(r"Seen at \d\d:\d\d, somebody is coming"))
    expect(guest.toast).to_contain_text("somebody is coming")


def test_a_closed_table_says_so_at_once(guest: Guest, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Espresso")
    guest.add("Carrot cake", name="")
    guest.look_at_cart(lines=1)
    cafe.close(table)
    expect(guest.page.get_by_role("heading", name="This table is closed")).to_be_focused()
    expect(guest.page.get_by_role("button", name=re.compile("^Add "))).to_have_count(0)
    expect(guest.orders).to_have_count(1)
    expect(guest.page.get_by_text("has not been ordered")).to_be_visible()
    guest.page.reload()
    expect(guest.page.get_by_role("heading", name="This table is closed")).to_be_visible()


def test_an_unknown_code_and_none(open_window: Open, watch: Watch, table: str) -> None:
    watch.allow("status of 404", "WebSocket")
    page = open_window(PHONE)
    page.goto(f"/t/{'0' * 40}/")
    expect(page.get_by_role("heading", name="We do not know this code")).to_be_visible()
    axe(page)
    fits_across(page)
    field = page.get_by_label("Code or address of the table")
    field.fill("table 2")
    page.get_by_role("button", name="Open the table").click()
    expect(page.get_by_role("alert").filter(has_text="“L” is in no code")).to_be_visible()
    field.fill(f"https://example.org/t/{table}/")
    page.get_by_role("button", name="Open the table").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Table 2")


def test_another_language(guest: Guest) -> None:
    guest.page.get_by_label("Language").select_option("de")
    expect(guest.page.locator("html")).to_have_attribute("lang", "de")
    parts = guest.page.locator("nav.bottom")
    expect(parts).to_contain_text("Warenkorb")
    expect(guest.page.get_by_text(re.compile("2,40\\s€")).first).to_be_visible()
    guest.page.reload()
    expect(parts).to_contain_text("Warenkorb")


def test_what_is_sold_out_meanwhile_is_told_and_kept_out(
    guest: Guest, cafe: Cafe, watch: Watch
) -> None:
    watch.allow("status of 400")
    guest.add("Espresso", name="Mia")
    guest.add("Carrot cake")
    guest.look_at_cart(lines=2)
    cafe.sell_out("Carrot cake")
    guest.send_button.click()
    state = guest.page.get_by_role("region", name="Cart")
    expect(state).to_contain_text("Nothing was sent. Sold out: Carrot cake.")
    state.get_by_role("button", name="Remove what is sold out").click()
    expect(guest.lines).to_have_count(1)
    guest.send_button.click()
    expect(guest.orders).to_have_count(1)
