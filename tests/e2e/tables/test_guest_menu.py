"""The guest's menu: search, categories, counts, texts, changes by event, the keyboard, speed."""

from __future__ import annotations

import re
import statistics
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from testing.scale import WHOLE, scale

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, told_within
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tests.support.api import Api
from tools.browser.window import PHONE, TABLET

WITHIN = told_within(2.0) * 1000  # ms
LONG = "Bread and croissants from our oven, soft-boiled eggs, smoked ham, three cheeses, jam. " * 4
PICTURE = "/orders/static/pages/icon.svg"


@pytest.fixture(autouse=True)
def refusals(watch: Watch) -> None:
    watch.allow("status of 40", "net::ERR_", "WebSocket connection to")


def cards(guest: Guest, name: str) -> Locator:
    return guest.page.locator("li.dish").filter(
        has=guest.page.get_by_role("button", name=name, exact=True)
    )


def test_search_folds_letters_and_finds_words_in_any_order(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    dishes = ["Crème brûlée", "Çay", "Weißbier", "Œuf cocotte", "Şiş köfte", "Latte, iced"]
    for dish in dishes:
        cafe.offer("More of it", {"name": dish, "price": "3.00"})
    guest = Guest(open_window(PHONE), table).arrive()
    search = guest.page.get_by_label("Search the menu")
    typed = ["creme", "cay", "weissbier", "oeuf", "kofte sis", "iced latte"]
    for text, dish in zip(typed, dishes, strict=True):
        search.fill(text)
        expect(guest.page.locator("li.dish h4")).to_have_text([dish])


def test_a_product_stands_in_each_of_its_categories(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    both = [{"name": "Kitchen"}, {"name": "Coffee"}]
    cafe.offer("Kitchen", {"name": "Breakfast set", "price": "9.00", "categories": both})
    guest = Guest(open_window(PHONE), table).arrive()
    for group in ("Coffee", "Kitchen"):
        section = guest.page.get_by_role("region", name=group, exact=True)
        expect(section.get_by_role("button", name="Breakfast set", exact=True)).to_have_count(1)
    chips = guest.page.get_by_role("navigation", name="Categories").get_by_role("button")
    expect(chips).to_have_text(["Coffee", "Kitchen", "Cakes"])
    chips.filter(has_text="Kitchen").click()
    expect(guest.page.get_by_role("heading", name="Kitchen", exact=True)).to_be_focused()
    guest.page.get_by_role("button", name="Add Breakfast set", exact=True).first.click()
    expect(guest.page.get_by_role("button", name="One Breakfast set less")).to_have_count(2)
    axe(guest.page)


def test_counts_and_minus_on_the_card_and_minus_at_one_removes(
    guest: Guest, open_window: Open, cafe: Cafe, table: str
) -> None:
    other = Guest(open_window(PHONE), table).arrive()
    guest.add("Espresso")
    guest.add("Espresso")
    espresso = cards(guest, "Espresso")
    expect(espresso.locator(".dish-count")).to_contain_text("2 in the cart")
    expect(cards(other, "Espresso")).to_contain_text("2 by others")
    axe(guest.page)
    fits_across(guest.page)
    less = espresso.get_by_role("button", name="One Espresso less")
    less.click()
    expect(espresso.locator(".dish-count")).to_contain_text("1 in the cart")
    expect(cards(other, "Espresso")).to_contain_text("1 by others")
    less.click()
    expect(less).to_have_count(0)
    guest.toast.get_by_role("button", name="Undo").click()
    guest.look_at_cart(lines=1)
    guest.lines.first.get_by_role("button", name="One Espresso less").click()
    expect(guest.lines).to_have_count(0)
    guest.toast.get_by_role("button", name="Undo").click()
    guest.look_at_cart(lines=1)
    assert [line["quantity"] for line in cafe.live(table)["cart"]] == [1]


def test_minus_on_what_is_still_on_its_way_is_kept(guest: Guest, cafe: Cafe, table: str) -> None:
    guest.look("Menu")
    guest.page.context.set_offline(True)
    for _ in range(3):
        guest.add("Espresso")
    cards(guest, "Espresso").get_by_role("button", name="One Espresso less").click()
    expect(cards(guest, "Espresso").locator(".dish-count")).to_contain_text("2 in the cart")
    guest.page.context.set_offline(False)
    guest.look_at_cart(lines=1)
    expect(guest.lines.locator("output")).to_have_text("2")
    assert [line["quantity"] for line in cafe.live(table)["cart"]] == [2]


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=str)
def test_the_keyboard_reaches_send_from_a_top_dish_within_a_few_tabs(
    open_window: Open, table: str, device: Any
) -> None:
    guest = Guest(open_window(device), table).arrive()
    page = guest.page
    page.get_by_role("button", name="Add Espresso", exact=True).focus()
    page.keyboard.press("Enter")
    expect(cards(guest, "Espresso").locator(".dish-count")).to_be_visible()
    page.keyboard.press("Tab")
    onward = page.get_by_role("button", name="On to sending")
    expect(onward).to_be_focused()
    page.keyboard.press("Enter")
    expect(guest.send_button).to_be_focused()
    page.keyboard.press("Enter")
    expect(guest.orders).to_have_count(1)


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=str)
def test_long_texts_are_clamped_with_more_and_words_stay_whole(
    open_window: Open, cafe: Cafe, table: str, device: Any
) -> None:
    cafe.staff(f"/products/edit/{cafe.menu['Avocado toast']}/", product={"description": LONG})
    guest = Guest(open_window(device), table).arrive()
    card = cards(guest, "Avocado toast")
    about = card.locator(".dish-about")
    lines = "each => each.clientHeight / parseFloat(getComputedStyle(each).lineHeight)"
    assert about.evaluate(lines) <= 2.1
    more = card.get_by_role("button", name="More about Avocado toast")
    more.click()
    expect(card.get_by_role("button", name="Less about Avocado toast")).to_be_visible()
    assert about.evaluate(lines) > 5
    axe(guest.page)
    assert cards(guest, "Espresso").locator(".dish-more:visible").count() == 0
    name = guest.page.get_by_role("button", name="Club sandwich", exact=True)
    assert name.evaluate("each => getComputedStyle(each).overflowWrap") == "break-word"


def test_sold_out_and_a_new_price_are_seen_on_all_phones_within_2_s_by_event(
    guest: Guest, open_window: Open, cafe: Cafe
) -> None:
    other = Guest(open_window(PHONE), cafe.open("Table 3")).arrive()
    phones = (guest, other)
    for one in phones:
        expect(one.page.get_by_text("Live", exact=True).first).to_be_visible()
    asked: list[str] = []
    for one in phones:
        one.page.on("request", lambda request: asked.append(request.url))
    sheet = other.open_sheet("Club sandwich")
    product = cafe.menu["Club sandwich"]
    cafe.staff(f"/products/edit/{product}/", product={"price": "12.50"})
    expect(cards(guest, "Club sandwich")).to_contain_text("€12.50", timeout=WITHIN)
    expect(sheet).to_contain_text("It costs €12.50 now, not €11.20.", timeout=WITHIN)
    axe(other.page)
    cafe.staff(f"/products/edit/{cafe.menu['Espresso']}/", product={"is_active": False})
    for one in phones:
        expect(one.page.locator("li.dish").filter(has_text="Sold out")).to_have_count(
            2, timeout=WITHIN
        )
    menus = [url for url in asked if "/products/" in url or "/left/" in url]
    assert menus == [], "nobody asks while the socket is live"


def test_the_menu_is_asked_every_30_s_only_while_nothing_tells(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    """Every second tick was skipped where the answer took 150 ms."""
    page = open_window(PHONE)
    page.clock.install()
    page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    asked: list[int] = []

    def late(route: Any) -> None:
        asked.append(1)
        time.sleep(0.15)
        route.continue_()

    page.route(re.compile("/products/find/"), late)
    guest = Guest(page, table).arrive()
    for _ in range(4):
        with page.expect_response(re.compile("/products/find/")):
            page.clock.run_for(33_000)
    assert len(asked) == 5
    cafe.staff(f"/products/edit/{cafe.menu['Espresso']}/", product={"price": "2.90"})
    page.clock.run_for(33_000)
    expect(cards(guest, "Espresso")).to_contain_text("€2.90")


OPENED = """() => new Promise((done) => {
  const look = () => document.querySelector("li.dish .dish-add")
    ? requestAnimationFrame(() => done(performance.now()))
    : requestAnimationFrame(look);
  look();
})"""


def opening(page: Page, code: str) -> float:
    """How long the page takes to its first dishes, in ms: the middle of several visits."""
    found = []
    for _ in range(7 if scale() == WHOLE else 5):
        page.goto(f"/t/{code}/", wait_until="commit")
        found.append(float(page.evaluate(OPENED)))
    return statistics.median(found[1:])


def test_a_menu_of_300_dishes_with_pictures_opens_as_fast_as_one_of_30(
    open_window: Open, api: Api
) -> None:
    times = {}
    for count in (30, 300):
        cafe = Cafe.opened(api, api.register())
        dish = {"price": "5.00", "image": PICTURE, "description": LONG[:120]}
        more = range(count - len(cafe.menu))
        cafe.offer_all((f"Part {at // 15}", {"name": f"Dish {at}", **dish}) for at in more)
        page = open_window(PHONE)
        code = cafe.open()
        times[count] = opening(page, code)
        expect(page.locator("li.dish")).to_have_count(count)
    assert times[300] <= times[30] * (1.2 if scale() == WHOLE else 1.6) + 20, times
