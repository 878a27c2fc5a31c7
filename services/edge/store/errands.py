"""What the store has done elsewhere once its own write has committed."""

from __future__ import annotations

from kit.errands import Refused, handler
from kit.models import Errand
from peers.products import products_peer

NEVER = ("product_not_found", "product_unavailable")


@handler("products.move")
def products_move(errand: Errand) -> None:
    """Tell products what was refilled or taken out. A product that is gone has no stock."""
    body = {
        "key": errand.key,
        "kind": "restock",
        "reference": "store",
        "lines": [errand.payload],
    }
    answer = products_peer().post("/internal/stock/move/", body, idempotent=True)
    data = answer.data if isinstance(answer.data, dict) else {}
    if answer.status in (404, 422):
        raise Refused(str(data.get("reason", answer.status)))
    answer.response()
