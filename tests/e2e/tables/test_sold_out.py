"""The last slice of cake: sold once, sold out on every phone, and told in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import told_within
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tools.browser.window import PHONE

WITHIN = told_within(2.0) * 1000  # ms
LOOKS = 8_000  # ms in which a page that came later shows what it was told


@pytest.fixture
def cake(cafe: Cafe) -> str:
    """A counted dish; two are left."""
    cafe.menu["Cheesecake"] = cafe.offer(
        "Cakes", {"name": "Cheesecake", "price": "4.90", "stock": 2}
    )
    return "Cheesecake"


def dish(guest: Guest, name: str) -> Locator:
    return guest.page.get_by_role("listitem").filter(has_text=name).first


def test_what_is_sold_at_another_table_shows_on_every_phone(
    cafe: Cafe, cake: str, guest: Guest, open_window: Open
) -> None:
    other = Guest(open_window(PHONE), cafe.open("Table 3")).arrive()
    for one in (guest, other):
        expect(dish(one, cake)).to_contain_text("Only 2 left", timeout=LOOKS)
    axe(guest.page)
    cafe.order(other.code, cake)  # from here on the place is in use
    for one in (guest, other):
        expect(dish(one, cake)).to_contain_text("Only 1 left", timeout=LOOKS)
    order = cafe.order(other.code, cake)
    for one in (guest, other):
        expect(dish(one, cake)).to_contain_text("Sold out", timeout=WITHIN)
    cafe.move(order["id"], "cancelled", reason="dropped")
    for one in (guest, other):
        expect(dish(one, cake)).to_contain_text("Only 1 left", timeout=2 * WITHIN)


def test_two_phones_send_for_the_last_slice(
    cafe: Cafe, cake: str, guest: Guest, open_window: Open, watch: Watch
) -> None:
    watch.allow("status of 409")
    other = Guest(open_window(PHONE), cafe.open("Table 3")).arrive()
    guest.add(cake, name="Mia")
    guest.add(cake)
    other.add(cake, name="Ben")
    guest.look_at_cart(lines=1)
    other.look_at_cart(lines=1)
    other.send_button.click()
    expect(other.orders).to_have_count(1)
    guest.send_button.click()
    cart = guest.page.get_by_role("region", name="Cart")
    expect(cart).to_contain_text("Only 1 left", timeout=LOOKS)
    axe(guest.page)
    cart.get_by_role("button", name="Take what is left").click()
    guest.send_button.click()
    expect(guest.orders).to_have_count(1)


def test_a_line_that_sells_out_stays_and_is_shown_as_such(
    cafe: Cafe, cake: str, guest: Guest, watch: Watch
) -> None:
    watch.allow("status of 409")
    guest.add(cake, name="Mia")
    guest.add("Espresso")
    guest.look_at_cart(lines=2)
    cafe.order(cafe.open("Table 3"), cake, quantity=2)
    expect(guest.lines.first).to_contain_text("Sold out", timeout=LOOKS)
    guest.page.get_by_role("button", name="Remove what is sold out").click()
    expect(guest.lines).to_have_count(1)
    guest.send_button.click()
    expect(guest.orders).to_have_count(1)
