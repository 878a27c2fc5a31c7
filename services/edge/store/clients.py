"""What the store alone asks of products. While it is down, each call raises 503
`products_service_unavailable`.
"""

from __future__ import annotations

from peers.products import products_peer


def stock_move(
    *, key: str, product_id: int, change: int, kind: str = "restock", reference: str = "store"
) -> bool:
    """Write down that so many units came (below 0: went): refilled or taken out, sold, given back.
    Again with the same key it does nothing. False for a product that is gone, which has no stock.
    """
    body = {
        "key": key,
        "kind": kind,
        "reference": reference,
        "lines": [{"product_id": product_id, "change": change}],
    }
    answer = products_peer().post("/internal/stock/move/", body, idempotent=True)
    if answer.status in (404, 422):
        return False
    answer.response()
    return True
