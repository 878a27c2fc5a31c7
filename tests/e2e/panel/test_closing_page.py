"""The drawer and closing the day: counted to the cent, closed once, kept as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import SHOTS, fits_across, reachable, sampled
from tests.e2e.tables.bills import take
from tests.e2e.tables.days import Takings, day_of
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET, Device

CLOSE = "**/orders/closings/close/**"
ROLL = ViewportSize(width=280, height=1200)  # CSS pixels within the margins of 80 mm
LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-german-dark": (PHONE, {"language": "de", "dark": True}),
    "tablet": (TABLET, {}),
    "phone": (PHONE, {}),
}


class Drawer(Takings):
    """Somebody at the drawer."""

    def expects(self, amount: str) -> None:
        expect(self.page.locator(".expected")).to_have_text(amount)

    def move(self, amount: str, what_for: str, button: str) -> None:
        self.page.get_by_label("Amount", exact=True).fill(amount)
        self.page.get_by_label("What for").fill(what_for)
        self.page.get_by_role("button", name=button, exact=True).click()

    def count(self, counted: str, left: str) -> None:
        self.page.get_by_label("Counted in the drawer").fill(counted)
        self.page.get_by_label("What stays in the drawer for the next day").fill(left)

    def close(self) -> None:
        self.page.get_by_role("button", name="Close the day").click()
        agreed = self.page.get_by_role("dialog").get_by_role("button", name="Close the day")
        agreed.click()

    def is_closed(self, number: int) -> None:
        expect(self.page.get_by_role("heading", name=f"Closing no. {number}")).to_be_visible()


@pytest.fixture
def day(cafe: Cafe) -> Cafe:
    day_of(cafe)
    return cafe


@pytest.fixture
def drawer(open_window: Open, day: Cafe) -> Drawer:
    return at_drawer(open_window(PHONE, signed_in=day.login), day)


def at_drawer(page: Page, cafe: Cafe) -> Drawer:
    drawer = Drawer(page, cafe)
    drawer.open("/drawer")
    return drawer


def closings(cafe: Cafe) -> list[dict[str, Any]]:
    return list(cafe.staff_get(f"/orders/closings/find/?location_id={cafe.location_id}"))


def picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"closing-{name}.png"), full_page=True)


def test_a_day_is_closed_with_what_was_counted(drawer: Drawer) -> None:
    drawer.expects("€15.20")
    drawer.move("100", "float", "Put in")
    drawer.expects("€115.20")
    drawer.move("7,50", "flowers", "Take out")
    drawer.expects("€107.70")
    drawer.count("106.50", "100")
    expect(drawer.page.locator(".difference")).to_have_text("€1.20 too little.")
    expect(drawer.page.get_by_text("€6.50 is taken out of the drawer.")).to_be_visible()
    drawer.page.get_by_label("Note").fill("a glass broke")
    drawer.close()
    drawer.is_closed(1)
    page = drawer.page
    for words in ("€1.20 too little.", "3 receipts: no. 1 to 3", "a glass broke", "flowers"):
        expect(page.get_by_text(words)).to_be_visible()
    (closing,) = closings(drawer.cafe)
    assert (closing["counted"], closing["difference"], closing["left"]) == (
        *("106.50", "-1.20", "100.00"),
    )
    expect(page.get_by_text(closing["digest"])).to_be_visible()
    assert drawer.rows("What was paid")[1] == ["Cash", "1", "€13.70", "€1.50"]
    drawer.open("/drawer")
    drawer.expects("€100.00")


def test_coins_and_notes_are_counted_by_number(drawer: Drawer) -> None:
    page = drawer.page
    page.get_by_text("Count coins and notes").click()
    for coin, number in (("€10.00", 1), ("€2.00", 2), ("€0.20", 6)):
        page.get_by_role("textbox", name=coin, exact=False).first.fill(str(number))
    expect(page.get_by_text("Together €15.20")).to_be_visible()
    expect(page.get_by_label("Counted in the drawer")).to_have_value("15.20")
    expect(page.locator(".difference")).to_have_text("The drawer is right to the cent.")


def test_no_more_leaves_or_stays_than_is_there(drawer: Drawer, watch: Watch) -> None:
    watch.allow("status of 409")
    drawer.move("15.21", "bank", "Take out")
    expect(drawer.page.get_by_text("There is not as much: €15.20.")).to_be_visible()
    drawer.count("10", "10.01")
    drawer.page.get_by_role("button", name="Close the day").click()
    expect(drawer.page.get_by_text("No more can stay than was counted.")).to_be_visible()
    assert not closings(drawer.cafe)


def test_what_is_paid_meanwhile_is_told_and_the_count_stays(drawer: Drawer, watch: Watch) -> None:
    watch.allow("status of 409")
    drawer.expects("€15.20")
    drawer.count("15.20", "0")
    table = drawer.cafe.open("Table 3")
    drawer.cafe.order(table, "Espresso")
    take(drawer.cafe, table, "cash")
    drawer.close()
    expect(drawer.page.get_by_text("Something was paid or moved meanwhile.")).to_be_visible()
    drawer.expects("€17.60")
    expect(drawer.page.get_by_label("Counted in the drawer")).to_have_value("15.20")
    expect(drawer.page.locator(".difference")).to_have_text("€2.40 too little.")
    drawer.count("17.60", "0")
    drawer.close()
    drawer.is_closed(1)


def test_of_two_who_close_at_once_one_is_told(
    drawer: Drawer, open_window: Open, watch: Watch
) -> None:
    watch.allow("status of 409")
    cafe = drawer.cafe
    other = at_drawer(open_window(TABLET, signed_in=cafe.login), cafe)
    for each in (drawer, other):
        each.expects("€15.20")
        each.count("15.20", "5")
    drawer.close()
    drawer.is_closed(1)
    other.close()
    expect(other.page.get_by_text("Something was paid or moved meanwhile.")).to_be_visible()
    other.expects("€5.00")
    assert len(closings(cafe)) == 1


def test_a_lost_answer_closes_the_day_once(drawer: Drawer, watch: Watch) -> None:
    watch.allow("ERR_FAILED", "net::ERR")
    keys: list[str] = []

    def lose(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
            return
        assert route.fetch().status == 200
        route.abort()

    drawer.page.route(CLOSE, lose)
    drawer.count("15.20", "0")
    drawer.close()
    drawer.is_closed(1)
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(closings(drawer.cafe)) == 1


def test_closed_days_come_a_hundred_at_a_time(day: Cafe, open_window: Open) -> None:
    """The service answers as it would of a place that has closed 101 days."""
    day.staff(f"/orders/closings/close/{day.location_id}/", counted="15.20", left="0")
    (first,) = closings(day)
    page = open_window(PHONE, signed_in=day.login)

    def answer(route: Route) -> None:
        offset = int(route.request.url.rsplit("offset=", 1)[1])
        numbers = list(range(101, 0, -1))[offset : offset + 100]
        found = [{**first, "number": number} for number in numbers]
        route.fulfill(json={"success": True, "response": found})

    page.route("**/orders/closings/find/**", answer)
    days = Takings(page, day).open("/days")
    expect(page.locator(".view li")).to_have_count(100)
    page.get_by_role("button", name="More").click()
    expect(page.locator(".view li")).to_have_count(101)
    page.locator(".view li a").last.click()
    expect(page.get_by_role("heading", name="Closing no. 1", exact=True)).to_be_visible()
    days.open("/days/77")
    expect(page.get_by_role("heading", name="Closing no. 77")).to_be_visible()
    days.open("/days/102")
    expect(page.get_by_text("There is no closed day with this number.")).to_be_visible()


@pytest.mark.parametrize("look", sampled(LOOKS, 2))
def test_every_look(day: Cafe, open_window: Open, look: str) -> None:
    device, options = LOOKS[look]
    for amount in ("250", "-99.99"):
        path = f"/orders/drawer/move/{day.location_id}/"
        day.staff(path, amount=amount, reason="Wechselgeld" * 10 + " von der Bank")
    page = open_window(device, signed_in=day.login, **options)
    at_drawer(page, day)
    page.locator("summary").click()
    page.locator("[name=counted]").fill("1,2,3")
    page.locator("[name=left]").fill("0")
    page.locator("form").last.locator("[type=submit]").click()
    page.locator(".problem:visible").wait_for()
    looks(page, f"{look}-drawer")
    day.staff(f"/orders/closings/close/{day.location_id}/", counted="165.21", left="0")
    for view in ("/days", "/days/1"):
        Takings(page, day).open(view)
        page.locator(".view li, .closing").first.wait_for()
        looks(page, f"{look}{view.replace('/', '-')}")
    page.emulate_media(media="print")
    page.set_viewport_size(ROLL)
    expect(page.locator("header")).to_be_hidden()
    fits_across(page)
    picture(page, f"{look}-roll")


def looks(page: Page, name: str) -> None:
    """All of it is reached, lies well, and is read by everybody."""
    fits_across(page)
    reachable(page)
    axe(page)
    picture(page, name)
