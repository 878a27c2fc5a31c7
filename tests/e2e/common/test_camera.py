"""The dialog of the camera, before Chromium's own camera, which shows a film of ours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import axe
from tests.e2e.common.codes import film
from tests.e2e.common.test_kit import bare, run
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, fits_across
from tests.e2e.watch import Watch
from tests.support.stack import Stack
from tools.browser.window import PHONE, launched, window

KNOWN, UNKNOWN = "4006381333931", "96385074"
OPEN = """
globalThis.told = [];
globalThis.camera = await kit.openCamera({
  formats: ['ean_13', 'ean_8', 'upc_a'],
  onCode: ({ text }) => {
    told.push(text);
    const known = text.length === 13;
    return known ? { state: 'good', words: 'Added' } : { state: 'bad', words: 'Unknown' };
  },
});
"""
TRACK = "document.querySelector('.camera video').srcObject?.getVideoTracks()[0]"
#: The headless shell has no question whether a page may: the fake one says yes.
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
FILM = "--use-file-for-fake-video-capture"
HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def before_codes(
    browser: Browser, stack: Stack, watch: Watch, open_window: Open, tmp_path: Path
) -> Iterator[Page]:
    """A page whose camera sees one barcode for four seconds, then another one, and so on."""
    path = tmp_path / "codes.y4m"
    shown = [{"code": KNOWN, "module": 2}, {"code": UNKNOWN, "module": 2, "angle": 90}]
    film(bare(open_window(PHONE)), path, shown, frames=40)
    with launched(browser.browser_type, *CAMERA, f"{FILM}={path}") as other:
        context = window(other, PHONE, stack.url)
        watch.over(context)
        yield bare(context.new_page())


def test_the_camera_tells_each_code_until_it_is_closed(before_codes: Page) -> None:
    page = before_codes
    run(page, "camera", OPEN)
    shown = page.locator(".camera-told")
    expect(shown).to_have_attribute("data-state", "good")
    expect(shown).to_have_text("Added")
    axe(page)
    fits_across(page)
    expect(shown).to_have_attribute("data-state", "bad")
    told = page.evaluate("told")
    assert sorted(set(told)) == [KNOWN, UNKNOWN]
    assert all(one != other for one, other in pairwise(told)), told
    page.evaluate(f"globalThis.track = {TRACK}")
    page.evaluate(HIDE, True)
    assert page.evaluate("track.readyState") == "ended"
    page.evaluate(HIDE, False)
    becomes(page, f"{TRACK}?.readyState === 'live'")
    page.evaluate(f"globalThis.track = {TRACK}")
    page.evaluate("camera.close()")
    becomes(page, "track.readyState === 'ended'")  # the browser tells of the close a moment later


def test_without_a_camera_the_dialog_says_what_to_do(open_window: Open) -> None:
    page = bare(open_window(PHONE))
    run(page, "camera", OPEN)
    alert = page.get_by_role("alert").filter(has_text="camera")
    expect(alert).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    axe(page)
    words = run(
        page, "camera_stream", "return kit.noCamera(new DOMException('', 'NotAllowedError'))"
    )
    assert words.startswith("The camera is not allowed")
    insecure = "Object.defineProperty(globalThis, 'isSecureContext', { value: false });"
    words = run(page, "camera_stream", f"{insecure} return kit.noCamera(new kit.NoCamera())")
    assert words.startswith("The camera needs a secure connection")


@pytest.mark.parametrize(
    ("frames", "new"),
    [
        (["a", "a", "a"], [1]),
        (["a", None, "a"], [2]),
        (["a", "b", "a", "b"], []),
        (["a", "a", "b", "a", "b"], [1]),
        (["a", "a", "b", "b", "a", "a"], [1, 3, 5]),
        (["a", "a", *[None] * 13, "a", "a"], [1]),
        (["a", "a", *[None] * 14, "a", "a"], [1, 17]),
    ],
)
def test_a_code_is_told_once_until_it_was_gone(
    page: Page, frames: list[str | None], new: list[int]
) -> None:
    code = """const isNew = kit.newcomers({ frames: 2 });
      return argument.flatMap((text, at) => isNew(text, at * 100) ? [at] : []);"""
    assert run(page, "barcodes", code, frames) == new


def test_a_phone_that_looks_seldom_tells_a_code_once(page: Page) -> None:
    code = """const isNew = kit.newcomers({ frames: 2 });
      return argument.flatMap((text, at) => isNew(text, at * 3000) ? [at] : []);"""
    assert run(page, "barcodes", code, ["a", "a", "a", "b", "b", "b"]) == [1, 4]
    assert run(page, "barcodes", code, ["a", "a", None, "a", "a"]) == [1, 4]


@pytest.fixture
def page(open_window: Open) -> Page:
    return bare(open_window(PHONE))


@pytest.mark.parametrize(
    ("format_", "text", "formats", "expected"),
    [
        ("ean_13", "4006381333931", ["ean_13"], ["ean_13", "4006381333931"]),
        ("ean_13", "4006381333932", ["ean_13"], None),
        ("ean_13", "0036000291452", ["ean_13", "upc_a"], ["upc_a", "036000291452"]),
        ("upc_a", "036000291452", ["ean_13"], ["ean_13", "0036000291452"]),
        ("ean_8", "96385074", ["ean_13"], None),
        ("qr_code", "anything", ["ean_13"], None),
        ("qr_code", "anything", ["qr_code"], ["qr_code", "anything"]),
    ],
)
def test_a_code_is_right_and_as_it_was_asked_for(
    page: Page, format_: str, text: str, formats: list[str], expected: list[str] | None
) -> None:
    code = """const found = kit.asAsked(argument, argument.formats);
      return found && [found.format, found.text];"""
    asked = {"format": format_, "text": text, "formats": formats}
    assert run(page, "barcodes", code, asked) == expected
