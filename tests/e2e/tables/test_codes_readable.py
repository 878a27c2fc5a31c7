"""QR codes stay dark on light, whatever colours the device forces."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Staff
from tools.browser.window import TABLET

LIGHT, DARK = 200, 80  # of 255
EDGE = 2  # pixels of a screenshot that may show what is beside a picture
QUIET = 3  # modules of light around a code that are looked at, of the four of ISO/IEC 18004
FINDER = "1011101"  # a line through the middle of a corner's mark


def gray(png: bytes) -> list[list[int]]:
    """The brightness of each pixel, 0 to 255, of a screenshot (8 bits, RGB or RGBA)."""
    width, height = struct.unpack(">II", png[16:24])
    channels = {2: 3, 6: 4}[png[25]]
    parts, at = b"", 8
    while at < len(png):
        [length] = struct.unpack(">I", png[at : at + 4])
        parts += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    raw, stride = zlib.decompress(parts), width * channels
    above, rows = bytearray(stride), []
    for y in range(height):
        start = y * (stride + 1)
        above = unfiltered(raw[start], raw[start + 1 : start + 1 + stride], above, channels)
        rows.append([sum(above[x : x + 3]) // 3 for x in range(0, stride, channels)])
    return rows


def unfiltered(kind: int, line: bytes, above: bytearray, size: int) -> bytearray:
    """A line of a PNG without its filter (PNG specification, 9.2)."""
    found = bytearray(line)
    for x in range(len(found)):
        left = found[x - size] if x >= size else 0
        corner = above[x - size] if x >= size else 0
        guess = (0, left, above[x], (left + above[x]) // 2, _paeth(left, above[x], corner))[kind]
        found[x] = (found[x] + guess) & 0xFF
    return found


def _paeth(left: int, above: int, corner: int) -> int:
    near = left + above - corner
    return min((left, above, corner), key=lambda each: abs(near - each))


def check_code(image: Locator) -> None:
    """The corner marks are dark on light, and so is the quiet zone around them."""
    rows = [row[EDGE:-EDGE] for row in gray(image.screenshot())[EDGE:-EDGE]]
    dark = [[x for x, value in enumerate(row) if value < DARK] for row in rows]
    left, right = min(row[0] for row in dark if row), max(row[-1] for row in dark if row)
    top = next(y for y, row in enumerate(dark) if row)
    first = rows[top][left:]
    module = next(x for x, value in enumerate(first) if value > LIGHT) / len(FINDER)
    middle = rows[round(top + 3.5 * module)]
    line = [middle[round(left + (at + 0.5) * module)] for at in range(-QUIET, len(FINDER))]
    read = "".join("0" if value > LIGHT else "1" if value < DARK else "?" for value in line)
    assert read == "0" * QUIET + FINDER
    assert all(value > LIGHT for row in rows for value in row[: left - 1])
    assert all(value > LIGHT for row in rows for value in row[right + 2 :])


@pytest.fixture
def code(open_window: Open, cafe: Cafe, table: str) -> Locator:
    """The picture in the dialog of a table that is shown to a guest."""
    page = open_window(TABLET, signed_in=cafe.login)
    staff = Staff(page).arrive()
    staff.table("Table 2").click()
    page.get_by_role("button", name="QR code", exact=True).click()
    image = page.get_by_role("dialog", name="Table 2: QR code").get_by_role("img").last
    expect(image).to_be_visible()
    return image


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_in_each_pair_of_colours(code: Locator, scheme: Any, forced: Any) -> None:
    code.page.emulate_media(color_scheme=scheme, forced_colors=forced)
    check_code(code)


def test_on_the_printed_sheet(open_window: Open, cafe: Cafe, table: str) -> None:
    page: Page = open_window(TABLET, signed_in=cafe.login)
    staff = Staff(page).arrive()
    expect(staff.table("Table 2")).to_be_visible()
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name=re.compile("Print all codes")).click()
    page.get_by_role("dialog").get_by_role("button", name="Print", exact=True).click()
    expect(page.locator(".print-ticket img")).to_have_count(1)
    page.emulate_media(media="print", color_scheme="dark", forced_colors="active")
    check_code(page.locator(".print-ticket img"))
