"""Draws what stands for Aisle on a start screen (libs/pages): `python -m tools.icons`.

The same lines as in icon.svg and icon-maskable.svg, as PNG, since browsers take no SVG to install a
page. Run by hand when the mark changes; the files are in the repository.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence

from tools.stack.plan import ROOT

HOME = ROOT / "libs/pages/static/pages"
GROUND, INK = (0x0D, 0x6B, 0x4D), (0xFF, 0xFF, 0xFF)
UNITS = 32  # a side of the drawing
Segment = tuple[float, float, float, float]
Drawing = tuple[Sequence[Segment], float, float]  # lines, their width, the radius of the corners
PLAIN: Drawing = (
    [(8, 25, 14, 8), (24, 25, 18, 8), (16, 25, 16, 22), (16, 17, 16, 14.5), (16, 10.5, 16, 9)],
    2.6,
    8,
)
MASKABLE: Drawing = (
    [
        *((11, 22.5, 15, 11), (21, 22.5, 17, 11), (16, 22.5, 16, 20.5)),
        *((16, 17, 16, 15.2), (16, 12.7, 16, 11.6)),
    ],
    2,
    0,
)
FILES = {
    "icon-192.png": (192, PLAIN),
    "icon-512.png": (512, PLAIN),
    "icon-maskable-192.png": (192, MASKABLE),
    "icon-maskable-512.png": (512, MASKABLE),
    "apple-touch-icon.png": (180, MASKABLE),
}


def distance(x: float, y: float, segment: Segment) -> float:
    """From a point to a line between two points."""
    ax, ay, bx, by = segment
    dx, dy = bx - ax, by - ay
    along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    return math.hypot(x - ax - along * dx, y - ay - along * dy)


def corner(x: float, y: float, radius: float) -> float:
    """How far a point is outside of the square with round corners; below 0 inside."""
    half = UNITS / 2
    dx, dy = (max(0.0, abs(at - half) - half + radius) for at in (x, y))
    return math.hypot(dx, dy) - radius


def pixel(x: float, y: float, unit: float, drawing: Drawing) -> bytes:
    """Red, green, blue and opacity at a point; edges are as soft as a pixel is large."""
    lines, width, radius = drawing
    ink = _covered(min(distance(x, y, line) for line in lines) - width / 2, unit)
    ground = _covered(corner(x, y, radius), unit) if radius else 1.0
    colour = (round(of + (to - of) * ink) for of, to in zip(GROUND, INK, strict=True))
    return bytes((*colour, round(255 * ground)))


def _covered(outside: float, unit: float) -> float:
    return min(1.0, max(0.0, 0.5 - outside * unit))


def png(size: int, drawing: Drawing) -> bytes:
    """The drawing as a file."""
    unit = size / UNITS
    rows = bytearray()
    for row in range(size):
        points = ((column + 0.5) / unit for column in range(size))
        rows += b"\0" + b"".join(pixel(x, (row + 0.5) / unit, unit, drawing) for x in points)
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    """Write all of them."""
    for name, (size, drawing) in FILES.items():
        (HOME / name).write_bytes(png(size, drawing))


if __name__ == "__main__":
    main()
