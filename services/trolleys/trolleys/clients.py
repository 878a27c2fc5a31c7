"""What trolleys alone asks of products. While it is down, each call raises 503
`products_service_unavailable`.
"""

from __future__ import annotations

from urllib.parse import quote

from kit.errors import Unavailable
from peers.products import NONSENSE, UNAVAILABLE, Product, product_read, products_peer

MISSING = {"success": False, "reason": "product_not_found"}


def barcode_ask(barcode: str, location_id: int | None) -> Product | None:
    """The product with this barcode at a location, or anywhere; None where there is none."""
    query = {} if location_id is None else {"location_id": location_id}
    answer = products_peer().get(f"/products/barcode/{quote(barcode, safe='')}/", query)
    if answer.status == 404 and answer.data == MISSING:
        return None
    try:
        return product_read(answer.response())
    except NONSENSE as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
