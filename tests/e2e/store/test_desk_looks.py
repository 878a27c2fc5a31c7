"""Every state of the desk, by the rules of accessibility: in the dark, in German, at 200 %, on a
tablet and a phone; how light it is.

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
from tests.e2e.logins import signed_in
from tests.e2e.looks import (
    PHONE_ZOOMED,
    SHOTS,
    TABLET_ZOOMED,
    fits_across,
    reachable,
    sampled,
)
from tests.e2e.store.desk import Desk, operator
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tests.integration.store.shop import Played, Shop
from tests.support.api import Api
from tools.browser.window import PHONE, TABLET, Device

MOST_BYTES = 100_000  # of the first load, without images
LONG = "Getränkekühlregal-Nordwestgebäude-Untergeschoss-Hintereingang"
LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-german-dark": (PHONE, {"language": "de", "dark": True}),
    "tablet-light": (TABLET, {}),
    "phone-light": (PHONE, {}),
    "tablet-german-dark": (TABLET, {"language": "de", "dark": True}),
    "phone-zoomed": (PHONE_ZOOMED, {"language": "de"}),
    "tablet-zoomed": (TABLET_ZOOMED, {}),
}
WHOLE = {"phone-german-dark"}  # also looked at with what is enlarged
PARTS = {
    "machines": ".things",
    "new": "form input",
    "gates": ".things",
    "scanner/new": "form input",
    "clips": ".rows",
    "sessions": "tbody tr",
}


class World:
    """A store in which there is something of each kind."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        shop.let_all_out()
        shop.opens()
        self.rack = self._rack()
        self.camera = self._camera()
        for number in range(2):
            customer = shop.customer()
            customer.enters()
            self.rack.rack.take("001")
            self.rack.tells()
            if not number:
                customer.leaves()
        self.silent = shop.rack(1, told=False)

    def _rack(self) -> Played:
        rack = self.shop.rack(3)
        path = f"/edge/machines/{rack.rack.machine_id}/"
        self.shop.operates("PATCH", path, {"display_name": LONG})
        self.shop.operates("DELETE", f"{path}scales/003/")
        rack.rack.take("002")
        rack.tells()  # of nobody: an alert
        return rack

    def _camera(self) -> str:
        about = {"tag": "In-store", "machines": [self.rack.rack.machine_id], "company": "Acme"}
        camera = str(self.shop.operates("POST", "/edge/cameras/", about)["id"])
        span = {"start_time": "2026-01-01T10:00:00Z", "end_time": "2026-01-01T10:05:00Z"}
        clip = {**span, "camera_id": camera, "path_local": f"elsewhere/{camera}.mp4"}
        self.shop.operates("POST", "/edge/videos/", clip)
        return camera

    def ends(self) -> None:
        self.shop.let_all_out()
        self.shop.retire(self.rack, self.silent)

    # ---- States, found by their elements in whatever language ---------------------------------

    def states(self, page: Page) -> Iterator[str]:
        desk = Desk(page)
        yield from self._now(desk)
        yield from self._machine(desk)
        for part, sign in PARTS.items():
            page.goto(f"/store/desk/#/{part}")
            expect(page.locator(f".view {sign}").first).to_be_visible()
            yield part.replace("/", "-")
        page.goto(f"/store/desk/#/camera/{self.camera}")
        expect(page.locator(".view fieldset, .view form").first).to_be_visible()
        yield "camera"
        yield from self._reports(page)

    def _now(self, desk: Desk) -> Iterator[str]:
        page = desk.page
        page.goto("/store/desk/")
        for card in (".inside li", ".alerts li"):
            expect(page.locator(card).first).to_be_visible()
        yield "now"
        page.locator(".modes button").last.click()
        expect(desk.dialog).to_be_visible()
        yield "mode-asks"
        page.keyboard.press("Escape")
        page.locator(".inside li button").first.click()
        expect(desk.dialog).to_be_visible()
        yield "let-out"
        page.keyboard.press("Escape")

    def _machine(self, desk: Desk) -> Iterator[str]:
        page = desk.page
        page.goto(f"/store/desk/#/machine/{self.rack.rack.machine_id}")
        expect(page.locator(".shelf")).to_have_count(3)
        yield "machine"
        page.locator(".shelf button").first.click()
        page.locator(".shelf-form input").first.fill(self.rack.rack.machine_id)
        expect(page.locator(".found li").first).to_be_visible()
        yield "product-search"
        page.locator(".shelf-form input[name=unit]").fill("0")
        page.locator(".shelf-form button[type=submit]").click()
        expect(page.locator(".shelf-form .problem:not([hidden])").first).to_be_visible()
        yield "refused"
        page.locator(".keys > div > .button").click()
        expect(page.locator(".keys code")).to_be_visible()
        yield "key"

    def _reports(self, page: Page) -> Iterator[str]:
        page.goto("/store/desk/#/reports")
        expect(page.locator(".figures")).to_be_visible()
        for number in range(page.locator(".view > .chips .chip").count()):
            page.locator(".view > .chips .chip").nth(number).click()
            expect(page.locator(".view > .chips .chip").nth(number)).to_have_attribute(
                "aria-pressed", "true"
            )
            expect(
                page.locator(".view .figures, .view [role=status], .view .chart").first
            ).to_be_visible()
            yield f"report-{number}"


@pytest.fixture
def world(shop: Shop) -> Iterator[World]:
    made = World(shop)
    yield made
    made.ends()


def looked_at(page: Page, look: str, device: Device, states: Iterator[str]) -> None:
    broken = []
    for state in states:
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{look}-{state}.png"), full_page=True)
        try:
            fits_across(page)
            axe(page)
            if device in (PHONE_ZOOMED, TABLET_ZOOMED):
                reachable(page)
            if look in WHOLE:
                stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("look", sampled(LOOKS, 2))
def test_every_state(open_window: Open, shop: Shop, world: World, look: str) -> None:
    device, options = LOOKS[look]
    page = open_window(device, signed_in=operator(shop), **options)
    looked_at(page, look, device, world.states(page))


def without_a_store(desk: Desk, watch: Watch) -> Iterator[str]:
    """Nothing there, nobody signed in, nobody of the staff, no connection."""
    page = desk.page
    watch.allow("net::ERR_", "WebSocket connection to")
    desk.arrive()
    expect(page.locator(".guide")).to_be_visible()
    yield "nothing"
    for part in ("machines", "reports"):
        page.locator(f".tabs a[href$='/{part}']").click()
        expect(page.locator(".view .card, .view .figures").first).to_be_visible()
        yield f"nothing-{part}"
    page.locator(".tabs a[href$='/now']").click()
    page.context.set_offline(True)
    expect(page.locator(".top .status")).to_have_attribute("data-kind", "offline")
    yield "offline"
    page.locator(".tabs a[href$='/gates']").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "unloaded"
    page.context.set_offline(False)


@pytest.mark.parametrize("look", sampled(LOOKS, 1))
def test_states_without_anything(
    open_window: Open, shop: Shop, api: Api, watch: Watch, look: str
) -> None:
    for machine in shop.listed("/edge/machines/", shop.operator):
        shop.operates("DELETE", f"/edge/machines/{machine['machine_id']}/")
    device, options = LOOKS[look]
    page = open_window(device, signed_in=operator(shop), **options)
    looked_at(page, look, device, without_a_store(Desk(page), watch))
    for name, login in (("entry", None), ("stranger", signed_in(api.register()))):
        page = open_window(device, signed_in=login, **options)
        page.goto("/store/desk/")
        expect(page.locator(".entrance")).to_be_visible()
        looked_at(page, look, device, iter([name]))


def test_the_first_look_is_light(open_window: Open, shop: Shop) -> None:
    page = open_window(PHONE, signed_in=operator(shop))
    weight = Weight(page)
    Desk(page).arrive()
    assert weight.total <= MOST_BYTES, weight.table()
