"""The worker that reads codes reads pictures as cameras take them, and never misreads one."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page
from testing.scale import scaled

from tests.e2e.common.codes import BARCODES, PICTURES, barcode, square
from tests.e2e.conftest import Open
from tools.browser.window import PHONE

#: What the worker answers for each picture, which it is shown in as many frames as it has turns.
READ = """async ([formats, pictures]) => {
  const home = '/locations/static/pages';
  const { TURNS } = await import(`${home}/bars.js`);
  const worker = new Worker(`${home}/decoder.js`, { type: 'module' });
  const ask = ({ grey, width, height }, turn) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    const pixels = new Uint8ClampedArray(grey.length * 4);
    for (let at = 0; at < pixels.length; at++) pixels[at] = at % 4 === 3 ? 255 : grey[at >> 2];
    worker.postMessage({ pixels: pixels.buffer, width, height, formats, turn }, [pixels.buffer]);
  });
  const answers = [];
  for (const picture of pictures) {
    const frame = drawn(picture);
    let found = null;
    for (let turn = 0; turn < TURNS && !found; turn++) found = await ask(frame, turn);
    answers.push(found);
  }
  worker.terminate();
  return answers;
}"""
Spoiling = dict[str, tuple[float, float]]
CLEAN: Spoiling = {"module": (2, 4), "blur": (0.5, 0.5), "noise": (0.02, 0.02)}
SPOILT: dict[str, Spoiling] = {
    "blurred": {"module": (2.5, 3.5), "blur": (1, 1.8), "noise": (0.02, 0.02)},
    "small": {"module": (1.5, 1.9), "blur": (0.5, 0.5), "noise": (0.02, 0.02)},
    "faint": {"black": (0.4, 0.4), "white": (0.6, 0.6), "blur": (0.6, 0.6), "noise": (0.03, 0.03)},
    "noisy": {"noise": (0.1, 0.15), "blur": (0.6, 0.6)},
    "glossy": {"gloss": (0.3, 1), "blur": (0.6, 0.6), "noise": (0.02, 0.02)},
    "flat": {"flat": (0.25, 0.4), "blur": (0.6, 0.6), "noise": (0.02, 0.02)},
    "dark": {"lamp": (0.15, 0.3), "blur": (0.6, 0.6), "noise": (0.03, 0.03)},
}


@pytest.fixture
def page(open_window: Open) -> Page:
    """A page that can draw the pictures, with the policy of ours."""
    page = open_window(PHONE)
    page.goto("/locations/setup/")
    page.evaluate(PICTURES)
    return page


def pictures(chance: Random, spoiling: Spoiling, count: int) -> list[dict[str, Any]]:
    """Pictures of barcodes at every angle, some more and some less spoilt."""
    found = []
    for number in range(count):
        how = {name: chance.uniform(*limits) for name, limits in spoiling.items()}
        place = {"x": chance.uniform(-30, 30), "y": chance.uniform(-30, 30)}
        code = barcode(chance, BARCODES[number % len(BARCODES)])
        angle = chance.uniform(0, 360)
        found.append({**how, **place, "code": code, "angle": angle, "seed": chance.getrandbits(30)})
    return found


def read(page: Page, shown: list[dict[str, Any]]) -> float:
    """The share of barcodes that were read; fails where one was read as another."""
    answers = page.evaluate(READ, [BARCODES, shown])
    both = [(each["code"], one["text"]) for each, one in zip(shown, answers, strict=True) if one]
    assert [text for _, text in both] == [as_ean(code) for code, _ in both]
    return len(both) / len(shown)


def as_ean(code: str) -> str:
    """A UPC-A is an EAN-13 that begins with 0: the worker knows no difference."""
    return code.zfill(13) if len(code) == 12 else code


@pytest.mark.timeout(600)
def test_clean_barcodes_are_read_at_every_angle(page: Page) -> None:
    share = read(page, pictures(Random(1), CLEAN, scaled(200)))
    assert share >= 0.95


@pytest.mark.timeout(600)
def test_spoilt_barcodes_are_mostly_read_and_never_misread(page: Page) -> None:
    count = scaled(50)
    shares = {how: read(page, pictures(Random(2), SPOILT[how], count)) for how in SPOILT}
    assert sum(shares.values()) / len(shares) >= 0.6, shares


def test_where_there_is_no_code_none_is_read(page: Page) -> None:
    blank = {"noise": 0.3, "blur": 0.3}
    unfit = {"code": "4006381333932", "angle": 10}  # its check digit is 1
    shown = [*({**blank, "seed": seed} for seed in range(scaled(30))), unfit]
    every = [*BARCODES, "qr_code"]
    assert page.evaluate(READ, [every, shown]) == [None] * len(shown)


def test_qr_codes_are_read_at_every_angle(page: Page) -> None:
    text = "aisle:receipt:Zürich-0815"
    matrix, chance = square(text), Random(3)
    shown = [
        {"matrix": matrix, "module": 4, "angle": chance.uniform(0, 360), "blur": 0.7, "seed": seed}
        for seed in range(scaled(60))
    ]
    answers = page.evaluate(READ, [["qr_code"], shown])
    assert answers == [{"format": "qr_code", "text": text}] * len(shown)
