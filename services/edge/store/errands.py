"""What the store has done elsewhere once its own write has committed."""

from __future__ import annotations

from uuid import UUID

from kit.errands import Refused, handler
from kit.models import Errand

from store import clients
from store.actions import deposits


@handler("products.move")
def products_move(errand: Errand) -> None:
    """Tell products what was refilled or taken out, sold or given back."""
    if not clients.stock_move(key=errand.key, **errand.payload):
        raise Refused("products does not know this product")


@handler("deposit.capture")
def take_deposit(errand: Errand) -> None:
    """Take the money of a deposit whose receipt is there."""
    deposits.deposit_capture(payment_id=UUID(errand.payload["payment"]))
