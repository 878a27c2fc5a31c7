"""Codes for pictures.js, and films of its pictures for Chromium's camera."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from random import Random
from typing import Any

import segno
from playwright.sync_api import Page

PICTURES = Path(__file__).with_name("pictures.js").read_text()
LENGTHS = {"ean_13": 13, "ean_8": 8, "upc_a": 12}
BARCODES = list(LENGTHS)
GREY = """async (options) => {
  const { grey } = drawn(options);
  const url = new FileReader();
  await new Promise((done) => { url.onload = done; url.readAsDataURL(new Blob([grey])); });
  return url.result.split(",")[1];
}"""


def barcode(chance: Random, kind: str) -> str:
    """A number that has its check digit."""
    first = chance.choice("123456789") if kind == "ean_13" else ""  # else it would be a UPC-A
    digits = first + "".join(chance.choices("0123456789", k=LENGTHS[kind] - 1 - len(first)))
    weighed = sum(int(digit) * (1 if at % 2 else 3) for at, digit in enumerate(digits[::-1]))
    return f"{digits}{-weighed % 10}"


def square(text: str) -> list[list[int]]:
    """The modules of a QR code, 1 for a black one."""
    return [list(row) for row in segno.make(text, micro=False).matrix]


def film(page: Page, path: Path, pictures: list[dict[str, Any]], frames: int) -> None:
    """Write a film that shows each of the pictures for so many frames, ten of them a second."""
    size = {"width": 320, "height": 240}
    page.evaluate(PICTURES)
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W320 H240 F10:1 Ip A1:1 C420jpeg\n")
        for picture in pictures:
            grey = b64decode(page.evaluate(GREY, {**size, **picture}))
            file.write((b"FRAME\n" + grey + b"\x80" * (len(grey) // 2)) * frames)
