"""The phone's camera adds what it sees."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.axe import axe
from tests.e2e.common.codes import film
from tests.e2e.common.test_camera import CAMERA, FILM
from tests.e2e.common.test_kit import bare
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.trolleys.shopping import Shopper
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import TEA, Market
from tests.support.stack import Stack
from tools.browser.window import PHONE, launched, window

UNKNOWN = "96385074"
LOADED = (
    "() => performance.getEntriesByType('resource').map((each) => each.name)"
    ".filter((name) => /pages\\/(camera|vendor\\/zxing)/.test(name))"
)


def test_the_camera_adds_what_it_sees(
    browser: Browser,
    stack: Stack,
    watch: Watch,
    open_window: Open,
    market: Market,
    tmp_path: Path,
) -> None:
    watch.allow("status of 404")
    path = tmp_path / "codes.y4m"
    shown = [{"code": TEA, "module": 2}, {"code": UNKNOWN, "module": 2}]
    film(bare(open_window(PHONE)), path, shown, frames=40)
    with launched(browser.browser_type, *CAMERA, f"{FILM}={path}") as other:
        context = window(other, PHONE, stack.url)
        watch.over(context)
        ann = Shopper(context.new_page(), market.trolley()).arrive().start()
        assert ann.page.evaluate(LOADED) == []
        ann.button("Scan with the camera").click()
        told = ann.page.locator(".camera-told")
        expect(told).to_have_attribute("data-state", "good")
        expect(told).to_contain_text("Tea")
        axe(ann.page)
        fits_across(ann.page)
        expect(told).to_have_attribute("data-state", "bad")
        expect(told).to_contain_text(f"{UNKNOWN}: this is not known here.")
        ann.page.keyboard.press("Escape")
        expect(ann.line("Tea")).to_be_visible()
        assert ann.units(market)["Tea"] >= 1
        expect(ann.button("Scan with the camera")).to_be_focused()


def test_the_camera_closes_when_the_visit_ends(open_window: Open, market: Market) -> None:
    ann = Shopper(open_window(PHONE), market.trolley()).arrive().start()
    ann.button("Scan with the camera").click()
    expect(ann.page.get_by_role("dialog")).to_contain_text("Please type the number.")
    path = f"/api/trolleys/{ann.trolley_id}/force-unassign"
    assert market.post(path, {}, user=market.operator).status_code == 200
    expect(ann.page.get_by_role("dialog")).to_have_count(0)
    expect(ann.heading("The staff have ended this visit.")).to_be_visible()
