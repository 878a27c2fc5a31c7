"""What the scanner of a trolley has read goes into the cart of whoever has the trolley.

A frame of a trolley that comes again gets its first result and changes nothing (devices.repeats).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from devices.repeats import frame_once
from django.db import transaction
from kit.errors import ApiError
from peers.products import Product

from trolleys import catalogue, names, refusals
from trolleys.actions.audits import Author
from trolleys.actions.cart_locks import cart_lock, lines_to_change
from trolleys.actions.carts import line_add
from trolleys.actions.sessions import session_seen
from trolleys.owners import Owner
from trolleys.selectors.scanners import Visit, session_on_device
from trolleys.wire.carts import subtotal
from trolleys.wire.values import money

LONGEST = 64  # characters of a barcode, as products has them

Result = dict[str, Any]


def product_ask(*, barcode: str, visit: Visit, anew: bool) -> Product:
    """The product of a barcode, at most two seconds old, or with `anew` as it is now; what the cart
    is shown beside is asked for as well. Asks products and verification, and no database.

    Raises 404 `Product not found or unavailable`, and 503.
    """
    if not (0 < len(barcode) <= LONGEST and barcode.isascii() and barcode.isprintable()):
        raise refusals.product_not_found()
    product = catalogue.product_by_barcode(barcode, visit.location_id)
    if anew:
        product = catalogue.product_get(product.id, visit.location_id, anew=True)
    catalogue.products_seen(visit.product_ids)
    names.sellers({product.seller_id, *visit.seller_ids})
    return product


def barcode_scan(
    *,
    device_id: int,
    frame_id: str,
    visit: Visit | None,
    product: Product | ApiError | None,
    final: bool,
) -> Result | None:
    """Put one unit of what was scanned into the cart, as `add` does. `product` is what was asked,
    or why there is none; it is None, as `visit`, for a trolley that nobody had then.

    Returns `{"ok":True,"name","quantity","total_items","subtotal"}`, with the line's quantity and
    the cart's sums, or `{"ok":False,"error":text}`: the frame's result for good. None is for who
    would be refused by an old copy of the product and has not asked anew (not `final`).
    """

    def change() -> Result:
        try:
            return _unit_add(device_id, visit, product)
        except ApiError as refusal:
            if final or refusal.reason not in catalogue.LIFTED:
                raise
            raise _Outdated from None

    try:
        result = frame_result(device_id=device_id, frame_id=frame_id, change=change)
    except _Outdated:
        return None
    if visit is not None and not result["ok"]:
        session_seen(visit.session_id)  # the sign of life went with what is undone
    return result


class _Outdated(Exception):
    """A refusal that another look at the product may lift; the frame has no result yet."""


def frame_result(*, device_id: int, frame_id: str, change: Callable[[], Result | None]) -> Result:
    """The result of a frame, whose change is made once: what `change` returns, `{"ok":True}` where
    that is None, and for a refusal, which has changed nothing, `{"ok":False,"error":text}`.
    """

    def write() -> Result:
        try:
            with transaction.atomic():
                return change() or {"ok": True}
        except ApiError as refusal:
            return {"ok": False, "error": text_of(refusal)}

    result: Result = frame_once(device_id=device_id, frame_id=frame_id, write=write)
    return result


def text_of(refusal: ApiError) -> str:
    """A refusal in the words of the API: what is wrong with a field, where it says so."""
    for texts in (refusal.errors or {}).values():
        if texts:
            return texts[0]
    return refusal.title or str(refusal)


def _unit_add(device_id: int, visit: Visit | None, product: Product | ApiError | None) -> Result:
    session = session_on_device(device_id)
    if session is None or visit is None or product is None:
        raise refusals.no_open_session()
    if session.session_id != visit.session_id:  # somebody else has it by now, who scanned nothing
        raise refusals.no_open_session()
    cart = cart_lock(Owner(session_id=session.session_id))
    if isinstance(product, ApiError):
        raise product
    lines, by = lines_to_change(cart), Author.holder(cart)
    line, _ = line_add(cart=cart, lines=lines, product=product, quantity=1, by=by)
    units = sum(each.quantity for each in lines)
    sums = {"total_items": units, "subtotal": money(subtotal(lines))}
    return {"ok": True, "name": line.name, "quantity": line.quantity, **sums}
