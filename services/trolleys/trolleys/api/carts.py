"""HTTP adapter of carts: of a session by `session_id`, of a user by the Bearer token."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer, done, ready
from kit.idempotency import Outcome
from kit.openapi import allows
from ninja import Router
from peers.products import Product

from trolleys.actions import carts as actions
from trolleys.actions.cart_locks import cart_seen
from trolleys.actions.cart_sums import cart_summary
from trolleys.cart_writes import (
    Lines,
    author_of,
    cart_write,
    line_json,
    product_wanted,
    products_asked,
)
from trolleys.models import Cart
from trolleys.owners import shopper
from trolleys.schemas import carts as schemas
from trolleys.selectors import carts as selectors

router = Router()

READS = failures(400, 401, 404, 503)
WRITES = failures(400, 401, 404, 409, 422, 503)


@router.get("/api/cart/", auth=shopper, response={200: schemas.CartRead, **READS})
@allows("everybody")
def read(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """The cart with all its lines beside their products as they are now. While products is down, as
    its lines remember them, and a warning says so.
    """
    cart, warnings = selectors.cart_read(cart_seen(request.auth))
    return answer(request, cart, message="Cart retrieved successfully", warnings=warnings)


@router.get("/api/cart/summary/", auth=shopper, response={200: schemas.SummaryAnswer, **READS})
@allows("everybody")
def summary(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """How many units, and what they cost together."""
    shown = cart_summary(request.auth)
    return answer(request, shown, message="Cart summary retrieved successfully")


@router.get("/api/cart/validate/", auth=shopper, response={200: schemas.ValidityAnswer, **READS})
@allows("everybody")
def validate(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """What would keep the cart from being paid; `codes` say the same as `issues`."""
    found, warnings = selectors.cart_validated(cart_seen(request.auth))
    message = "Cart is valid" if found["valid"] else "Cart has validation issues"
    return answer(request, found, message=message, warnings=warnings or None)


@router.get("/api/cart/audit-logs/", auth=shopper, response={200: schemas.AuditAnswer, **READS})
@allows("everybody")
def audit_logs(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """The last 50 changes of the cart, in the order in which they happened."""
    rows = selectors.cart_audit(cart_seen(request.auth))
    return answer(request, rows, message="Audit logs retrieved successfully")


@router.post(
    "/api/cart/add/",
    auth=shopper,
    response={200: schemas.LineAnswer, 201: schemas.LineAnswer, **WRITES},
)
@allows("everybody")
def add(request: Any, body: schemas.AddIn) -> HttpResponse:
    """Put units of a product into the cart, by its id or by its barcode: 201 a new line, 200 more
    of the one that is there.
    """

    def prepare(anew: bool) -> Product:
        return product_wanted(request.auth, body, anew=anew)

    def write(cart: Cart, lines: Lines, product: Product) -> Outcome:
        by, quantity = author_of(request, cart), body.quantity
        line, new = actions.line_add(
            cart=cart, lines=lines, product=product, quantity=quantity, by=by
        )
        return Outcome(line_json(cart, line), 201 if new else 200)

    added = cart_write(request, "add", prepare, write)
    new = added.status == 201
    message = "Item added to cart successfully" if new else "Cart item quantity updated"
    return ready(request, *added, message=message)


@router.patch("/api/cart/update/", auth=shopper, response={200: schemas.LineAnswer, **WRITES})
@allows("everybody")
def update(request: Any, body: schemas.UpdateIn) -> HttpResponse:
    """Let a line have exactly this quantity; 0 keeps it for later."""

    def prepare(anew: bool) -> Product | None:
        return products_asked(request.auth, body.product_id, anew=anew)

    def write(cart: Cart, lines: Lines, product: Product | None) -> Outcome:
        wanted = {"product_id": body.product_id, "quantity": body.quantity}
        by = author_of(request, cart)
        line = actions.line_set(cart=cart, lines=lines, product=product, by=by, **wanted)
        return Outcome(line_json(cart, line))

    updated = cart_write(request, "update", prepare, write)
    return ready(request, *updated, message="Cart item updated successfully")


@router.delete("/api/cart/remove/", auth=shopper, response={200: schemas.Said, **WRITES})
@allows("everybody")
def remove(request: Any, body: schemas.RemoveIn) -> HttpResponse:
    """Take a line out of the cart."""

    def write(cart: Cart, lines: Lines, _: object) -> Outcome:
        by = author_of(request, cart)
        actions.line_remove(cart=cart, lines=lines, product_id=body.product_id, by=by)
        return Outcome(b"")

    cart_write(request, "remove", partial(products_asked, request.auth, body.product_id), write)
    return done(request, message="Item removed from cart successfully")


@router.delete("/api/cart/clear/", auth=shopper, response={200: schemas.ClearedAnswer, **WRITES})
@allows("everybody")
def clear(
    request: Any, session_id: schemas.SessionId = None, body: schemas.OfIn | None = None
) -> HttpResponse:
    """Take all lines out of the cart; `session_id` in the body or in the query."""

    def write(cart: Cart, lines: Lines, _: object) -> Outcome:
        removed = actions.cart_empty(cart=cart, lines=lines, by=author_of(request, cart))
        return Outcome(orjson.dumps({"items_removed": removed}))

    cleared = cart_write(request, "clear", partial(products_asked, request.auth, None), write)
    return ready(request, *cleared, message="Cart cleared successfully")


@router.post("/api/cart/refresh/", auth=shopper, response={200: schemas.CartAnswer, **WRITES})
@allows("everybody")
def refresh(request: Any, body: schemas.OfIn | None = None) -> HttpResponse:
    """Take today's prices into the cart, as products has them and no copy of ours; `session_id` in
    the body.
    """

    def prepare(_: bool) -> None:
        products_asked(request.auth, None, anew=True)

    def write(cart: Cart, lines: Lines, _: object) -> Outcome:
        actions.cart_refresh(cart=cart, lines=lines, by=author_of(request, cart))
        return Outcome(orjson.dumps(selectors.cart_known(cart)))

    refreshed = cart_write(request, "refresh", prepare, write)
    return ready(request, *refreshed, message="Cart prices updated")
