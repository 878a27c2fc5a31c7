"""Tickets as bytes of ESC/POS, by python-escpos.

The library takes 20 MB, so it is loaded when the first ticket is printed: by the worker alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from printing.face import Row

STYLES: dict[str, dict[str, Any]] = {
    "plain": {"normal_textsize": True, "bold": False, "invert": False, "align": "left"},
    "bold": {"normal_textsize": True, "bold": True, "invert": False, "align": "left"},
    "big": {
        "double_width": True,
        "double_height": True,
        "bold": True,
        "invert": False,
        "align": "left",
    },
    "mark": {"normal_textsize": True, "bold": True, "invert": True, "align": "center"},
}


def encoded(rows: Iterable[Row], code_page: str) -> bytes:
    """What a printer is sent for a ticket: its rows, and a cut."""
    from escpos.printer import Dummy

    printer = Dummy()
    printer.hw("INIT")
    printer.charcode(code_page.upper())
    style = ""
    for row in rows:
        if row.style != style:
            style = row.style
            printer.set(**STYLES[style])
        printer.text(f"{row.text}\n")
    printer.set(**STYLES["plain"])
    printer.cut()
    sent: bytes = printer.output
    return sent
