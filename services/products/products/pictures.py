"""A picture that somebody has sent, made anew in the sizes and formats that pages ask for.

Nothing here asks the database or knows of requests. What comes out was drawn by us from the pixels:
no metadata, and nothing that was hidden behind or between them.
"""

from __future__ import annotations

import hashlib
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from kit.errors import BadRequest, Unavailable
from kit.pictures import WIDTHS
from PIL import Image, ImageOps, features

from suite.registry import UPLOAD_LIMIT

LARGEST = UPLOAD_LIMIT  # bytes of a file
PIXELS = 12_000_000  # of a picture: up to 190 MB while a WebP is read, 90 MB for a PNG
JPEG_PIXELS = 24_000_000  # phones take 12; it is read in a smaller size at once
SIDE = 12_000  # pixels at most, and
SMALLEST = 16  # at least
KINDS = ("JPEG", "PNG", "WEBP", *(("AVIF",) if features.check("avif") else ()))
MANY = ("PNG", "WEBP", "AVIF")  # may move; a JPEG has smaller views of the same beside the first
PATIENCE = 10.0  # seconds in which the picture before has to be ready
# By the end of a file's name: Pillow's format, and how it is written.
SAVED: dict[str, tuple[str, dict[str, Any]]] = {
    "webp": ("WEBP", {"quality": 76, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}
# What Pillow raises for a file that is broken, or made so.
BROKEN = (
    *(OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError),
    *(ZeroDivisionError, EOFError, struct.error, MemoryError, RuntimeError),
)

Image.init()  # all formats are known before one is asked for
Image.MAX_IMAGE_PIXELS = None  # `_require_sound` asks for the same, without a warning
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture's files by name: `<key>-<width>.<end>`, where `key` names just these pixels."""

    key: str
    files: dict[str, bytes]


def drawn(content: bytes) -> Drawn:
    """The picture of a file in all widths and formats, upright, never larger than it was.

    Raises 400 `not_a_picture` for what is none of KINDS, broken, or moves, `picture_too_large` for
    too many bytes or pixels, and 503 where others wait already: pictures are drawn one at a time.
    """
    if len(content) > LARGEST:
        raise BadRequest("picture_too_large", "at most 5 MB")
    with _alone():
        try:
            return _files(_upright(content))
        except BROKEN as broken:
            raise BadRequest("not_a_picture") from broken


@contextmanager
def _alone() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Unavailable("unavailable", "pictures of others are being drawn")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _upright(content: bytes) -> Image.Image:
    """The pixels as they are to be seen, on white, at most as wide as the widest of WIDTHS."""
    with Image.open(BytesIO(content), formats=KINDS) as opened:
        _require_sound(opened)
        opened.draft("RGB", _within(opened.size, 2 * WIDTHS[-1]))  # a JPEG is read smaller at once
        opened.thumbnail((2 * WIDTHS[-1], 2 * WIDTHS[-1]), reducing_gap=3.0)
        layer = ImageOps.exif_transpose(opened).convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    paper.thumbnail((WIDTHS[-1], 2 * WIDTHS[-1]))
    return paper


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """A size in the same proportions, neither side longer than this."""
    factor = side / max(size)
    return max(1, int(size[0] * factor)), max(1, int(size[1] * factor))


def _require_sound(opened: Image.Image) -> None:
    """By what the head of the file says, before anything of it is decoded."""
    width, height = opened.size
    most = JPEG_PIXELS if opened.format == "JPEG" else PIXELS
    if max(width, height) > SIDE or width * height > most:
        raise BadRequest("picture_too_large", f"at most {most // 1_000_000} million pixels")
    if min(width, height) < SMALLEST:
        raise BadRequest("not_a_picture", "at least 16 pixels on each side")
    if opened.format in MANY and getattr(opened, "n_frames", 1) > 1:
        raise BadRequest("not_a_picture", "it moves")


def _files(picture: Image.Image) -> Drawn:
    files = {}
    for width in WIDTHS:
        size = picture.copy()
        size.thumbnail((width, 2 * width), reducing_gap=3.0)
        for end, (kind, options) in SAVED.items():
            written = BytesIO()
            size.save(written, kind, **options)
            files[f"{width}.{end}"] = written.getvalue()
    key = hashlib.sha256(picture.tobytes() + repr(picture.size).encode()).hexdigest()[:32]
    return Drawn(key, {f"{key}-{name}": content for name, content in files.items()})
