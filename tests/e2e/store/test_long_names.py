"""What people name: words of 100 letters break, and names in another script turn nothing around
them, on the phone of a visitor, at the reviewers' console and at the desk.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, NARROW, WORD, isolated, stays_whole
from tests.e2e.logins import signed_in
from tests.e2e.looks import fits_across
from tests.e2e.store.desk import operator
from tests.e2e.store.reviewing import Floor, floor, people
from tests.e2e.store.visiting import complete
from tests.integration.store.shop import Customer, Json, Played, Shop

__all__ = ["floor", "people"]

REPORTS = 6


class Names:
    """Names that nobody else has, of at most 100 letters as that of a machine may be: of one long
    word, and in Arabic.
    """

    def __init__(self) -> None:
        self.made: list[str] = []

    def long(self) -> str:
        return self._kept(f"{WORD[:92]}{secrets.token_hex(4)}")

    def arabic(self) -> str:
        return self._kept(f"{secrets.randbelow(10**9)} {ARABIC}")

    def turning(self, page: Page) -> list[str]:
        """Those that turn what is around them in this page unless isolated: what is written like
        the page turns nothing.
        """
        to_left = page.locator("html").get_attribute("dir") == "rtl"
        return [each for each in self.made if to_left or ARABIC in each]

    def _kept(self, name: str) -> str:
        self.made.append(name)
        return name


@pytest.fixture
def names() -> Names:
    return Names()


class Looks:
    """What somebody sees, in windows of these languages."""

    def __init__(
        self, open_window: Open, login: dict[str, Any], names: Names, *languages: str
    ) -> None:
        self.names = names
        self.pages = [
            open_window(NARROW, signed_in=login, language=each) for each in languages or ["en"]
        ]
        self.broken: list[str] = []

    def at(self, address: str, sign: str, *clicks: str) -> None:
        """Turn to an address, press what is to be pressed there, and wait for what shows that all
        is there; then look at it.
        """
        for page in self.pages:
            page.goto(address)
            for each in clicks:
                page.locator(each).first.click()
            expect(page.locator(sign).first).to_be_visible()
            self._look(page, f"{address} {' '.join(clicks)}")
            if clicks:
                page.keyboard.press("Escape")

    def _look(self, page: Page, about: str) -> None:
        turning = self.names.turning(page)
        for test in (fits_across, lambda page: isolated(page, *turning), stays_whole):
            try:
                test(page)
            except AssertionError as problem:
                self.broken.append(f"{about}: {problem}")

    def are_well(self) -> None:
        assert not self.broken, "\n\n".join(self.broken)


# ---- A visitor ------------------------------------------------------------------------------


@pytest.fixture
def named(shop: Shop, names: Names) -> Iterator[Played]:
    """A rack of such a name, with such goods, in an empty store."""
    shop.opens()
    shop.let_all_out()
    rack = shop.rack(2, name=names.arabic(), goods=(names.long(), names.arabic()))
    yield rack
    shop.let_all_out()
    shop.retire(rack)


def takes_both(customer: Customer, rack: Played) -> str:
    """Comes in and takes one of each; the id of the visit."""
    visit = customer.enters()
    for scale_id in rack.rack.shelves:
        rack.rack.take(scale_id, 1)
        rack.tells()
    return visit


def test_a_visitors_phone(open_window: Open, shop: Shop, names: Names, named: Played) -> None:
    customer = shop.customer(shop.api.register(names.arabic()))
    looks = Looks(open_window, signed_in(customer.user), names, "en", "ar")
    visit = takes_both(customer, named)
    looks.at("/store/#", ".line + .line")
    tickets: list[Json] = list(customer.leaves().values())
    looks.at(f"/store/#visit/{visit}", ".receipt tbody tr + tr")
    complete(shop, tickets)
    contest = ".receipt ~ .row .button:first-child"
    looks.at(f"/store/#visit/{visit}", "dialog .taken li + li", contest)
    looks.at("/store/#visits", ".person bdi")
    looks.are_well()


def test_a_long_username(open_window: Open, shop: Shop, names: Names) -> None:
    user = shop.api.register(names.long())
    looks = Looks(open_window, signed_in(user), names, "en", "ar")
    for page, part in (("/store/#visits", ".person"), ("/store/review/", ".entrance p")):
        looks.at(page, part)
    looks.are_well()


# ---- Reviewers ------------------------------------------------------------------------------


@pytest.fixture
def reviewed(floor: Floor, names: Names) -> tuple[Json, Json]:
    """Ann's ticket, filmed and contested, and Bob's, which another reviewer has."""
    floor.racks.append(floor.rack)
    floor.rack = floor.shop.rack(2, goods=(names.long(), names.arabic()))
    floor.rival = floor.shop.staff("reviewer", names.arabic())
    of_ann, of_bob = floor.contested(("001", 3), ("002", 2))
    for called in (names.long(), names.arabic()):
        floor.films(of_ann, name=called)
    floor.step(of_bob, "start", by=floor.rival)
    floor.step(of_ann, "start")
    return of_ann, of_bob


def test_the_reviewers_console(
    open_window: Open, floor: Floor, names: Names, reviewed: tuple[Json, Json]
) -> None:
    mine, anothers = (f"/store/review/#/ticket/{each['id']}" for each in reviewed)
    looks = Looks(open_window, floor.login(), names)
    looks.at("/store/review/#/", ".acts .badge[data-state=warn]", ".chips .chip:nth-child(3)")
    looks.at(anothers, ".ticket > .banner[data-state=warn]")
    looks.at(mine, ".clip .chip + .chip")
    for page in looks.pages:
        page.locator("#seek").fill(ARABIC)
    looks.at(mine, ".plan + .field + .plan")
    looks.at(mine, "dialog[open]", ".event", ".events .acts .button:last-child")
    looks.are_well()


def test_what_a_customer_contests(open_window: Open, floor: Floor, names: Names) -> None:
    floor.racks.append(floor.rack)
    floor.rack = floor.shop.rack(2, goods=(names.long(), names.arabic()))
    ticket = floor.visit(("001", 1), ("002", 1))
    complete(floor.shop, [ticket])
    units = [{"product_id": each["product_id"], "quantity": 0} for each in ticket["lines"]]
    told = {"message": f"{WORD} {ARABIC}", "lines": units}
    floor.shop.call(floor.ann.user, "POST", f"/edge/visits/{ticket['visit_id']}/contest/", told)
    looks = Looks(open_window, floor.login(), names)
    looks.at("/store/review/#/", ".reasons")
    looks.at(f"/store/review/#/ticket/{ticket['id']}", ".contest li + li")
    visitor = Looks(open_window, signed_in(floor.ann.user), names)
    visitor.at(f"/store/#visit/{ticket['visit_id']}", "blockquote")
    looks.are_well()
    visitor.are_well()


# ---- The desk -------------------------------------------------------------------------------


@pytest.fixture
def hardware(shop: Shop, names: Names, named: Played) -> Iterator[list[str]]:
    """A camera with a clip and a scanner of such names, as what the desk and the API call them."""
    made = []
    maker = {"company": WORD[:100], "model_number": ARABIC}
    for kind, about in (
        ("camera", {"name": names.long(), "tag": "In-store"}),
        ("scanner", {"name": names.arabic(), "tag": "Exit"}),
    ):
        row = shop.operates("POST", f"/edge/{kind}s/", {**about, **maker})
        made.append(f"{kind}/{row['id']}")
    camera = made[0].removeprefix("camera/")
    span = {"start_time": "2026-01-01T10:00:00Z", "end_time": "2026-01-01T10:05:00Z"}
    clip = {**span, "camera_id": camera, "path_local": f"elsewhere/{camera}.mp4"}
    shop.operates("POST", "/edge/videos/", clip)
    yield made
    for each in made:
        shop.operates("DELETE", f"/edge/{each.replace('/', 's/')}/")


@pytest.fixture
def silent(shop: Shop, names: Names) -> Iterator[Played]:
    rack = shop.rack(1, told=False, name=names.long(), goods=(names.long(),))
    yield rack
    shop.retire(rack)


def sold(shop: Shop, rack: Played) -> None:
    """Somebody has bought one of each; then something is moved while nobody is inside."""
    customer = shop.customer()
    takes_both(customer, rack)
    complete(shop, list(customer.leaves().values()))
    rack.rack.take("001")
    rack.tells()


def test_the_desk_of_now(
    open_window: Open, shop: Shop, names: Names, named: Played, silent: Played
) -> None:
    sold(shop, named)
    looks = Looks(open_window, operator(shop), names)
    looks.at("/store/desk/#/now", ".alerts li")
    looks.at("/store/desk/#/machines", ".things .thing")
    for each in (named, silent):
        machine = f"/store/desk/#/machine/{each.rack.machine_id}"
        looks.at(machine, ".shelf bdi")
        looks.at(machine, ".shelf-form bdi", ".shelf .button")
        for page in looks.pages:
            page.locator(".shelf-form [type=search]").fill(WORD[:40])
        looks.at(machine, ".found li")
    for number in range(1, 1 + REPORTS):
        sign = f".chips .chip[aria-pressed=true]:nth-child({number})"
        looks.at("/store/desk/#/reports", sign, f".chips .chip:nth-child({number})")
    looks.are_well()


def test_the_desk_of_hardware(
    open_window: Open, shop: Shop, names: Names, hardware: list[str]
) -> None:
    looks = Looks(open_window, operator(shop), names)
    looks.at("/store/desk/#/gates", ".things .thing")
    for each in hardware:
        looks.at(f"/store/desk/#/{each}", ".view form")
        looks.at(f"/store/desk/#/{each}", "dialog[open]", ".view .danger")
    looks.at("/store/desk/#/clips", ".rows bdi")
    looks.are_well()
