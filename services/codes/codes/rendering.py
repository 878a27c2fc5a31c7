"""A value as a QR code, drawn as SVG."""

from __future__ import annotations

import io

import segno
from kit.errors import BadRequest


def qr_svg(value: str) -> bytes:
    """SVG of a QR code: error level H, quiet zone of 4 modules, 1 unit per module, black, no
    background.

    Raises 400 `erroneous_value` for text that the QR code's byte mode (ISO 8859-1) or kanji mode
    cannot hold, or that is too long: 1273 bytes at this level (ISO/IEC 18004).
    """
    try:
        code = _code(value)
    except (segno.DataOverflowError, ValueError) as unfit:
        raise BadRequest("erroneous_value") from unfit
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=4, xmldecl=True, nl=False)
    return drawing.getvalue()


def _code(value: str) -> segno.QRCode:
    """Raises ValueError (UnicodeError is one) for what neither mode holds."""
    if not value:
        raise ValueError("empty")
    if all(ord(character) < 256 for character in value):
        return segno.make_qr(value, error="h", boost_error=False, encoding="iso-8859-1")
    code = segno.make_qr(value, error="h", boost_error=False, encoding="shift-jis")
    if code.mode != "kanji":
        raise ValueError("neither ISO 8859-1 nor kanji")
    return code
