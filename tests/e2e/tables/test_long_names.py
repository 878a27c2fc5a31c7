"""What people name: words of 120 letters break at the panel, at 100 % and at 200 %."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, WORD, stays_whole
from tests.e2e.looks import fits_across
from tests.e2e.people import Staff
from tests.support.api import Api, User, answer
from tools.browser.window import Device

#: Shows what is too wide, while a phone would zoom out of it.
NARROW = Device("narrow window", 360, 740, mobile=False)
NICKNAME = "Maximiliane-Friederike von Grünstein"


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


def panels(page: Page) -> Iterator[str]:
    staff = Staff(page).arrive()
    for view in ("Orders", "All day", "Tables", "Done"):
        staff.look(view)
        yield view


def looked_at(page: Page, states: Iterator[str]) -> None:
    broken = []
    for state in states:
        try:
            fits_across(page)
            stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


@pytest.mark.usefixtures("code")
def test_long_names_at_the_panel(open_window: Open, named: Cafe) -> None:
    page = open_window(NARROW, signed_in=named.login)
    looked_at(page, panels(page))
