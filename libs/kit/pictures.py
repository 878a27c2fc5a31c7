"""The addresses of pictures that somebody has sent: `/products/pictures/16/<key>-640.jpg`. Services
keep them in their rows, and `picture.js` of the pages makes `<picture>` of any of them.
"""

from __future__ import annotations

import re

PREFIX = "/products/pictures/"
WIDTHS = (320, 640, 1280)  # pixels
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}  # by the end of a file's name
NAME = re.compile(rf"([0-9a-f]{{32}})-({'|'.join(map(str, WIDTHS))})\.({'|'.join(TYPES)})")
ADDRESS = re.compile(rf"{PREFIX}([1-9][0-9]{{0,18}})/{NAME.pattern}")


def picture_of(address: str | None) -> tuple[int, str] | None:
    """The location and the key in an address; None for what is no picture of ours."""
    found = ADDRESS.fullmatch(address or "")
    return (int(found[1]), found[2]) if found else None
