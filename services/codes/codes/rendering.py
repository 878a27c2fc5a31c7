"""A value as a QR code, drawn by as many threads as may."""

from __future__ import annotations

import qr
from django.conf import settings
from kit.cache import per_process
from kit.errors import BadRequest

from codes.turns import Turns

LONGEST = 300  # characters


def qr_svg(value: str) -> bytes:
    """SVG of a QR code (see the library `qr`).

    Raises 400 `erroneous_value` for text that a QR code cannot hold or of more than 300 characters:
    a link to a table has a hundred, and the time to draw grows with the square of the length.
    Raises 503 when too many are drawn.
    """
    if len(value) > LONGEST:
        raise BadRequest("erroneous_value")
    with _turns().turn():
        try:
            return qr.qr_svg(value)
        except ValueError as unfit:
            raise BadRequest("erroneous_value") from unfit


@per_process
def _turns() -> Turns:
    """Half of the request threads may draw, and one is always left for issuing codes."""
    half = max(1, settings.HTTP_THREADS // 2)
    return Turns(half, max(0, settings.HTTP_THREADS - half - 1))
