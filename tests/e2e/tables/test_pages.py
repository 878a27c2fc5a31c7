"""Every state of every page, by the rules of accessibility, in light and dark, on both devices.

With AISLE_SHOTS=directory each of them is kept as a picture there: `python -m tools.screenshots`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import IN_FULL, SHOTS, fits_across
from tests.e2e.people import Guest, Staff
from tests.e2e.tables import scenes
from tests.e2e.tables.scenes_paying import paying
from tests.e2e.watch import Watch
from tests.support.api import Api
from tests.support.stack import Stack
from tools.browser.window import PHONE, TABLET, Device

Walk = Callable[[Page, Cafe], Iterator[str]]
# Each walk with the device that it is made for, and whether somebody is signed in.
WALKS: dict[str, tuple[Walk, Device, bool]] = {
    "guest": (scenes.guest, PHONE, False),
    "paying": (paying, PHONE, False),
    "lost-guest": (scenes.lost_guest, PHONE, False),
    "panel": (scenes.panel, TABLET, True),
    "setup": (scenes.setup, TABLET, True),
    "signed-out": (scenes.signed_out, TABLET, False),
}
# More tables for the README's picture: dishes with quantity and note.
LATER = {
    "Table 3": [("Breakfast for two", 1, "one egg hard-boiled"), ("Cappuccino", 2, "")],
    "Table 6": [("Falafel plate", 1, ""), ("Still water 0.5 l", 1, "")],
    "Terrace 2": [("Cold brew tonic", 2, ""), ("Banana bread", 1, "")],
}


@pytest.fixture
def lively_cafe(api: Api) -> Cafe:
    """A café with the demo's menu that nobody else changes."""
    return Cafe.opened(api, api.register(), whole=True)


def looks() -> list[tuple[str, Device, str]]:
    """The walks in the dark on the device that they are made for; in all four ways for pictures,
    and in full size (`make faults`).
    """
    return [
        (walk, device, theme)
        for walk, (_, made_for, _) in WALKS.items()
        for device in (PHONE, TABLET)
        for theme in ("light", "dark")
        if IN_FULL or (theme == "dark" and device == made_for)
    ]


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"{name}.png"))


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("walk", "device", "theme"), looks(), ids=str)
def test_every_state(
    open_window: Open, lively_cafe: Cafe, watch: Watch, walk: str, device: Device, theme: str
) -> None:
    watch.allow("net::ERR_INTERNET_DISCONNECTED", "status of 404", "WebSocket connection to")
    steps, _, wants_login = WALKS[walk]
    signed_in = lively_cafe.login if wants_login else None
    page = open_window(device, dark=theme == "dark", signed_in=signed_in)
    broken = []
    for state in steps(page, lively_cafe):
        shoot(page, f"{walk}-{state}-{device.name}-{theme}")
        try:
            fits_across(page)
            axe(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


def pictures_of_the_readme(open_window: Open, lively_cafe: Cafe, stack: Stack) -> None:
    lively_cafe.show_pictures()
    codes = scenes.busy(lively_cafe) + [lively_cafe.open(name) for name in LATER]
    for code, lines in zip(codes[4:], LATER.values(), strict=True):
        lively_cafe.place(code, *lines)
    for code, minutes in zip(codes, (11, 6, 5, 4, 3, 2, 0), strict=True):
        grow_old(stack, code, minutes)
    guest = Guest(open_window(PHONE, sharpness=2), codes[3]).arrive()
    guest.add("Cheesecake", name="Ines")
    expect(guest.page.get_by_role("link", name=re.compile("^Look at the cart"))).to_be_visible()
    shoot(guest.page, "readme-guest")
    page = open_window(TABLET, signed_in=lively_cafe.login)
    Staff(page).arrive().card("Terrace 1").wait_for()
    page.mouse.click(5, 5)  # from then on the page may sound
    expect(page.get_by_role("button", name="Sound on")).to_be_visible()
    shoot(page, "readme-panel")


if SHOTS:
    test_pictures_of_the_readme = pictures_of_the_readme


def grow_old(stack: Stack, code: str, minutes: int) -> None:
    """A table's orders came so many minutes ago."""
    stack.sql(
        "orders",
        "UPDATE orders_order o SET created_at = o.created_at - make_interval(mins => %s)"
        " FROM orders_ordersession s WHERE s.id = o.session_id AND s.code = %s",
        minutes,
        code,
    )
