"""Every state of the console by the rules of accessibility: on both devices, light and dark, in
German, at 200 %, by the keyboard alone; and the weight of the first look.

With AISLE_SHOTS=directory each state is kept as a picture there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, press, reachable, sampled
from tests.e2e.store.reviewing import Console, Floor, floor, people
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tools.browser.window import PHONE, TABLET, Device

__all__ = ["floor", "people"]

MOST_BYTES = 100_000  # of the first look, without images
LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-german-dark": (PHONE, {"language": "de", "dark": True}),
    "tablet-light": (TABLET, {}),
    "phone-light": (PHONE, {}),
    "phone-zoomed": (PHONE_ZOOMED, {"language": "de"}),
    "tablet-german-dark": (TABLET, {"language": "de", "dark": True}),
}
WHOLE = {"phone-german-dark"}  # also looked at with what is enlarged


class Walk:
    """Goes through the states, in whatever language they are: found by their elements."""

    def __init__(self, page: Page, floor: Floor) -> None:
        self.page, self.floor = page, floor
        self.of_ann, self.of_bob = floor.contested(("001", 3), ("002", 1))
        self.odd = floor.odd()
        floor.films(self.of_ann)
        floor.films(self.of_ann, is_there=False)

    def states(self) -> Iterator[str]:
        yield from self._queue()
        yield from self._ticket()
        yield from self._dialogs()
        yield from self._done()

    def _queue(self) -> Iterator[str]:
        self.floor.step(self.odd, "start", by=self.floor.rival)
        self.page.goto("/store/review/")
        self._wait("li.ticket-row")
        yield "queue"
        self.page.locator(".chips .chip").nth(2).click()
        self._wait(".badge[data-state=warn]")
        yield "all"
        self.page.locator(".chips .chip").nth(1).click()
        self._wait(".queue [role=status]")
        yield "none"
        self._go(self.odd)
        self._wait(".ticket > .banner[data-state=warn]")
        yield "anothers"
        self._go(self.of_bob)
        self._wait(".plan li")
        yield "waiting"

    def _ticket(self) -> Iterator[str]:
        self._go(self.of_ann)
        self._wait("video")
        self.page.locator(".bar .primary").click()
        self._wait(".events .acts")
        self.page.locator(".plan .button").last.click()
        self.page.locator("#seek").fill("R-")
        self._wait(".plan + .field + .plan")
        yield "ticket"
        self.page.locator(".clip .chip[aria-pressed=false]").click()
        self._wait(".missing")
        yield "missing"

    def _dialogs(self) -> Iterator[str]:
        self.page.locator(".events .acts .button").last.click()
        self._wait("dialog[open]")
        yield "split"
        self.page.keyboard.press("Escape")
        self.page.locator(".top .short").first.click()
        self._wait("dialog .keys")
        yield "keys"
        self.page.keyboard.press("Escape")

    def _done(self) -> Iterator[str]:
        self.page.locator(".bar .primary").click()
        self._wait(".finished")
        yield "next"
        self._go(self.of_ann)
        self._wait(".ticket > .banner[data-state=good]")
        yield "complete"
        self.page.locator(".bar .button").last.click()
        self._wait("dialog[open]")
        yield "reopen"
        self.page.keyboard.press("Escape")
        self.page.goto("/store/review/#/")
        self.page.locator(".chips .chip").last.click()
        self._wait("li.ticket-row")
        yield "done"

    def _go(self, ticket: dict[str, Any]) -> None:
        self.page.goto(f"/store/review/#/ticket/{ticket['id']}")
        expect(self.page.locator("article.ticket h2")).to_have_text(ticket["TktID"])

    def _wait(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_visible()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("look", sampled(LOOKS, 2))
def test_every_state(open_window: Open, floor: Floor, watch: Watch, look: str) -> None:
    watch.allow("404")  # footage that is gone
    device, options = LOOKS[look]
    page = open_window(device, signed_in=floor.login(), **options)
    broken = []
    for state in Walk(page, floor).states():
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{look}-{state}.png"), full_page=True)
        try:
            fits_across(page)
            axe(page)
            if device is PHONE_ZOOMED:
                reachable(page)
            if look in WHOLE:
                stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


@pytest.mark.parametrize("dark", [False, True])
def test_who_is_not_let_in(open_window: Open, floor: Floor, dark: bool) -> None:
    for login in (floor.login(floor.shop.operator, "operator"), None):
        page = open_window(PHONE, signed_in=login, dark=dark, language="de")
        page.goto("/store/review/")
        expect(page.locator(".entrance h2").first).to_be_visible()
        fits_across(page)
        axe(page)


def test_the_first_look_is_light(open_window: Open, floor: Floor) -> None:
    ticket = floor.odd()
    page = open_window(PHONE, signed_in=floor.login())
    weight = Weight(page)
    Console(page).arrive()
    expect(Console(page).row(ticket)).to_be_visible()
    assert weight.total <= MOST_BYTES, weight.table()


def test_by_tab_and_enter_alone(open_window: Open, floor: Floor) -> None:
    of_ann, of_bob = floor.contested(("001", 2))
    console = Console(open_window(TABLET, signed_in=floor.login())).arrive()
    press(console.page, console.row(of_ann).get_by_role("button", name="Take"))
    console.shows(of_ann)
    press(console.page, console.button("Split…"))
    press(console.page, console.page.get_by_role("button", name="1 unit", exact=True))
    expect(console.total).to_have_text("€1.25")
    press(console.page, console.button("Accept"))
    console.shows(of_bob)
