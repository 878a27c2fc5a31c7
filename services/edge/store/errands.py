"""What the store has done elsewhere once its own write has committed."""

from __future__ import annotations

from kit.errands import Refused, handler
from kit.models import Errand

from store import clients


@handler("products.move")
def products_move(errand: Errand) -> None:
    """Tell products what was refilled or taken out."""
    if not clients.stock_move(key=errand.key, **errand.payload):
        raise Refused("products does not know this product")
