"""A value as a QR code, drawn as SVG."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from kit.cache import per_process
from kit.errors import BadRequest

from codes.turns import Turns

LONGEST = 300  # characters


def qr_svg(value: str) -> bytes:
    """SVG of a QR code: error level H, quiet zone of 4 modules, 1 unit per module, black on white
    whatever is behind it.

    Raises 400 `erroneous_value` for text that the QR code's byte mode (ISO 8859-1) or kanji mode
    cannot hold (ISO/IEC 18004), or of more than 300 characters: a link to a table has a hundred,
    and the time to draw grows with the square of the length. Raises 503 when too many are drawn.
    """
    if len(value) > LONGEST:
        raise BadRequest("erroneous_value")
    with _turns().turn():
        return _drawn(value)


@per_process
def _turns() -> Turns:
    """Half of the request threads may draw, and one is always left for issuing codes."""
    half = max(1, settings.HTTP_THREADS // 2)
    return Turns(half, max(0, settings.HTTP_THREADS - half - 1))


def _drawn(value: str) -> bytes:
    try:
        code = _code(value)
    except (segno.DataOverflowError, ValueError) as unfit:
        raise BadRequest("erroneous_value") from unfit
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=4, light="#fff", xmldecl=True, nl=False)
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
