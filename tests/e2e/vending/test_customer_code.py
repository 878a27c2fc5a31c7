"""The code of the display: typed, pasted, filmed, wrong, over, taken, of another machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.common.codes import film, square
from tests.e2e.common.test_kit import bare
from tests.e2e.conftest import Open
from tests.e2e.vending.customer import Customer
from tests.e2e.vending.shop import Shop
from tests.e2e.watch import Watch
from tests.support.stack import Stack
from tools.browser.window import PHONE, launched, window

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
REFUSED = "status of 4"  # what the console says of a code that was not taken


@pytest.fixture
def ann(open_window: Open, shop: Shop) -> Customer:
    return Customer(open_window(PHONE), shop.machine()).arrive()


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 900_000 + 100_000:06}"


def test_wrong_ones(ann: Customer, watch: Watch) -> None:
    watch.allow(REFUSED)
    ann.field.fill("12")
    ann.button("Go on").click()
    ann.reads("The code has six digits.")
    code = ann.stand.code_of_now()
    ann.field.fill(wrong(code))
    ann.reads("No machine shows this code.")
    expect(ann.field).to_be_focused()
    for _ in range(10):
        with ann.page.expect_response("**/lock-by-code"):
            ann.field.fill(wrong(code))
    ann.reads("Too many wrong codes. Try again at")
    expect(ann.button("Go on")).to_have_attribute("aria-disabled", "true")
    assert not ann.stand.shown()["locked"]


def test_digits_of_any_script_and_what_is_pasted(ann: Customer) -> None:
    code = ann.stand.code_of_now()
    ann.field.fill(f"Code: {code[:3]} {code[3:]}".translate(ARABIC))
    ann.sees("How many?")


def test_the_code_is_over_while_it_is_typed(ann: Customer, shop: Shop, watch: Watch) -> None:
    watch.allow(REFUSED)
    stand = ann.stand
    before = stand.code_of_now()
    ann.field.press_sequentially(before[:4])
    shop.code_is_over(stand)
    ann.field.press_sequentially(before[4:])
    # Whether the page has heard meanwhile that the code is over is a matter of moments.
    ann.reads(re.compile(r"No machine shows this code\.|That code is over\."))
    ann.field.press_sequentially(before[:4])
    stand.played.act(lambda machine: machine.start(machine.send(type="fetch_display")))
    stand.played.until(lambda machine: machine.code != before, "another code")
    ann.reads("The display shows a new code now.")
    ann.field.press_sequentially(before[4:])
    ann.reads("That code is over. The display shows a new one: type that.")
    ann.lock()


def test_somebody_else_is_faster(ann: Customer, watch: Watch) -> None:
    watch.allow(REFUSED)
    code = ann.stand.code_of_now()
    other = ann.stand.customer(1)

    def beaten(route: Route) -> None:
        other.locks()
        route.continue_()

    ann.page.route("**/lock-by-code", beaten, times=1)
    ann.field.fill(code)
    ann.sees("Somebody else was faster")
    ann.reads("Nothing was charged. It is free at")


def test_who_comes_later_waits_until_it_is_free(ann: Customer) -> None:
    other = ann.stand.customer(1).locks()
    ann.sees("Somebody else is at this machine")
    assert other.try_unlock().status_code == 200
    ann.sees("Type the code on the display")
    ann.lock()


def test_the_code_of_another_machine(ann: Customer, shop: Shop) -> None:
    here, other = ann.stand, shop.machine(name="Platform 2")
    ann.field.fill(other.code_of_now())
    ann.page.wait_for_url(f"**/vend/{other.machine_id}")
    ann.reads("Platform 2")
    expect(ann.page.locator(".toast")).to_contain_text("That code is of the machine")
    ann.stand = other
    ann.sees("How many?")
    ann.pay()
    ann.sees("Here you are")
    ann.page.goto(f"/vend/{here.machine_id}")
    ann.field.fill(other.code_of_now())
    ann.sees("How many?")
    ann.pay()
    ann.sees("Here you are")
    assert other.played.machine.counted.units_out == 2


def test_said_before_anybody_pays(ann: Customer, shop: Shop, watch: Watch) -> None:
    watch.allow(REFUSED)
    shop.call("POST", ann.stand.path("/update-stock"), {"stock": 0})
    ann.sees("Sold out")
    shop.call("POST", ann.stand.path("/update-stock"), {"stock": 2})
    ann.sees("Type the code on the display")
    other = shop.machine(name="Next to it")
    shop.call("PATCH", ann.stand.path(""), {"in_service": False})
    ann.sees("Out of service")
    expect(ann.page.locator(".machines a", has_text="Next to it")).to_be_visible()
    assert other.stock
    ann.stand.leave()
    ann.sees("This machine is off line")
    ann.page.goto("/vend/NOPE")
    ann.sees("No such machine")


@pytest.fixture
def filmed(
    browser: Browser, stack: Stack, watch: Watch, open_window: Open, shop: Shop, tmp_path: Path
) -> Iterator[Customer]:
    """Before a machine whose display shows its code as a picture, to the phone's camera."""
    stand, path = shop.machine(), tmp_path / "display.y4m"
    shown = [{"matrix": square(stand.code_of_now()), "module": 4}]
    film(bare(open_window(PHONE)), path, shown, frames=10)
    with launched(
        browser.browser_type, *CAMERA, f"--use-file-for-fake-video-capture={path}"
    ) as other:
        context = window(other, PHONE, stack.url)
        watch.over(context)
        page: Page = context.new_page()
        yield Customer(page, stand).arrive()
        context.close()


def test_the_camera_reads_the_code(filmed: Customer) -> None:
    filmed.button("Use the camera").click()
    filmed.sees("How many?")
