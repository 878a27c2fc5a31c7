"""What people name: words of 120 letters break, and names in another script turn nothing around
them, on the phone of a guest, at the panel and on the set-up page.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, NARROW, WORD, names_are_well
from tests.e2e.people import Guest, Staff
from tests.e2e.tables.payers import Payer
from tests.support.api import Api, User, answer

NICKNAME = "Maximiliane-Friederike von Grünstein"
NAMES = (WORD, ARABIC, NICKNAME)


@pytest.fixture
def named(api: Api, owner: User) -> Cafe:
    """A café with a dish, a category, a place and a table of such names."""
    place = {"name": ARABIC, "address": f"Quay {secrets.token_hex(4)}"}
    made = answer(api.post("/locations/create/", {**owner.claim, "location": place}))
    cafe = Cafe(api, owner, made["id"])
    cafe.menu = {
        name: cafe.offer(category, {"name": name, "price": "2.40", "description": WORD})
        for name, category in ((WORD, ARABIC), (ARABIC, NICKNAME))
    }
    return cafe


@pytest.fixture
def code(named: Cafe) -> str:
    """A table at which two guests have ordered and called."""
    code = named.open(ARABIC)
    for guest, dish in ((NICKNAME, ARABIC), (ARABIC, WORD)):
        named.place(code, (dish, 2, WORD), guest=guest)
        named.line(code, dish, guest=guest, note=ARABIC)
    named.call(code, "waiter")
    return code


def guests(page: Page, code: str) -> Iterator[str]:
    guest = Guest(page, code).arrive()
    for view in ("Menu", "Cart", "Orders", "Service"):
        guest.look(view)
        yield view
    guest.look("Menu")
    sheet = guest.open_sheet(WORD)
    yield "dish"
    sheet.get_by_role("button", name="Close", exact=True).click()
    expect(sheet).to_have_count(0)
    Payer(guest).open().part("What I choose")
    yield "pay"


def panels(page: Page) -> Iterator[str]:
    staff = Staff(page).arrive()
    for view in ("Orders", "All day", "Tables", "Done"):
        staff.look(view)
        yield view
    staff.look("Tables")
    page.get_by_role("list", name="Open tables").get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "table"


def setups(page: Page) -> Iterator[str]:
    page.goto("/locations/setup/")
    dish = page.get_by_role("link", name=re.compile(WORD[:20])).first
    expect(dish).to_be_visible()
    yield "menu"
    dish.click()
    expect(page.get_by_label("Name", exact=True)).to_be_visible()
    yield "product"
    for part in ("Staff", "Place"):
        page.get_by_role("link", name=part, exact=True).click()
        yield part


def test_long_names_on_a_guests_phone(open_window: Open, code: str) -> None:
    page = open_window(NARROW)
    names_are_well(page, guests(page, code), *NAMES)


def test_long_names_from_right_to_left(open_window: Open, code: str) -> None:
    page = open_window(NARROW, language="ar")
    page.goto(f"/t/{code}/")
    expect(page.locator("li.dish").first).to_be_visible()
    names_are_well(page, ["menu"], *NAMES)


@pytest.mark.usefixtures("code")
def test_long_names_at_the_panel(open_window: Open, named: Cafe) -> None:
    page = open_window(NARROW, signed_in=named.login)
    names_are_well(page, panels(page), *NAMES)


@pytest.mark.usefixtures("code")
def test_long_names_on_the_set_up_page(open_window: Open, named: Cafe) -> None:
    page = open_window(NARROW, signed_in=named.login)
    names_are_well(page, setups(page), *NAMES)
