"""What staff decide about, and what products says of it; asked before a transaction begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from kit.errors import BadRequest, NotFound, Unavailable
from peers.products import Product

from trolleys import catalogue, refusals
from trolleys.models import Cart, CartLine, Session
from trolleys.models.carts import LINES
from trolleys.models.columns import NO_PLACE
from trolleys.scanned import barcodes_unknown
from trolleys.selectors.carts import beside_known, cart_lines
from trolleys.wire.carts import line_object


def line_place(line_id: int) -> int:
    """The location whose staff decide about a line; raises 404 `Not found`."""
    line = CartLine.objects.filter(pk=line_id).select_related("cart__session").first()
    if line is None:
        raise refusals.not_found()
    return NO_PLACE if line.cart.session is None else line.cart.session.location_id


def line_ask(line_id: int) -> Callable[[], None]:
    """Have the line's product at hand for the decision; while products is down it is decided by
    what the line remembers.
    """

    def ask() -> None:
        ids = CartLine.objects.filter(pk=line_id).values_list("product_id", flat=True)
        with suppress(Unavailable):
            catalogue.products_seen(list(ids))

    return ask


def line_shown(cart: Cart, line: CartLine) -> dict[str, Any]:
    """The line as carts show it, by what is known of its product."""
    return line_object(line, beside_known(cart, [line]))


def products_scanned(session: Session, barcodes: Sequence[str]) -> dict[str, Product | None]:
    """What those barcodes mean that stand on no line of the session's cart, at its place. Raises
    400 for more of them than a cart has lines, 503 while products is down.
    """
    cart = Cart.objects.get(session=session)
    unknown = barcodes_unknown(cart_lines(cart), barcodes)
    if len(unknown) > LINES:
        raise BadRequest("erroneous_value", f"barcodes: at most {LINES} different ones")
    return {each: _product(each, session.location_id) for each in unknown}


def _product(barcode: str, location_id: int) -> Product | None:
    try:
        return catalogue.product_by_barcode(barcode, location_id)
    except NotFound:
        return None
