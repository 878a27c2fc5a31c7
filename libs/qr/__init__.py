"""QR codes, drawn as SVG."""

from __future__ import annotations

import io

import segno


def qr_svg(value: str) -> bytes:
    """SVG of a QR code: error level H, quiet zone of 4 modules, 1 unit per module, black on white
    whatever is behind it. The time to draw grows with the square of the value's length.

    Raises ValueError for text that is empty, too long, or that the QR code's byte mode (ISO 8859-1)
    or kanji mode cannot hold (ISO/IEC 18004).
    """
    drawing = io.BytesIO()
    _code(value).save(drawing, kind="svg", border=4, light="#fff", xmldecl=True, nl=False)
    return drawing.getvalue()


def _code(value: str) -> segno.QRCode:
    """UnicodeError and DataOverflowError are ValueErrors."""
    if not value:
        raise ValueError("empty")
    if all(ord(character) < 256 for character in value):
        return segno.make_qr(value, error="h", boost_error=False, encoding="iso-8859-1")
    code = segno.make_qr(value, error="h", boost_error=False, encoding="shift-jis")
    if code.mode != "kanji":
        raise ValueError("neither ISO 8859-1 nor kanji")
    return code
