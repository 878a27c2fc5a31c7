"""HTTP adapter of carts: of a session by `session_id`, of a user by the Bearer token."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from kit.addresses import client_address
from kit.api import failures
from kit.envelopes import answer, done, ready
from kit.errors import ApiError
from kit.idempotency import Outcome, once
from kit.openapi import allows
from ninja import Router

from trolleys import catalogue, names, refusals
from trolleys.actions import carts as actions
from trolleys.actions.cart_telling import beside_known
from trolleys.actions.carts import Author
from trolleys.actions.sessions import session_sign
from trolleys.clients import Product
from trolleys.models import Cart, CartLine
from trolleys.owners import Owner, shopper
from trolleys.schemas import carts as schemas
from trolleys.selectors import carts as selectors
from trolleys.wire.carts import line_object

router = Router()

READS = failures(400, 401, 404, 503)
WRITES = failures(400, 401, 404, 409, 422, 503)
T = TypeVar("T")


@router.get("/api/cart/", auth=shopper, response={200: schemas.CartRead, **READS})
@allows("guests")
def read(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """The cart with all its lines beside their products as they are now. While products is down, as
    its lines remember them, and a warning says so.
    """
    cart, warnings = selectors.cart_read(request.auth)
    return answer(request, cart, message="Cart retrieved successfully", warnings=warnings)


@router.get("/api/cart/summary/", auth=shopper, response={200: schemas.SummaryAnswer, **READS})
@allows("guests")
def summary(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """How many units, and what they cost together."""
    shown = selectors.cart_summary(request.auth)
    return answer(request, shown, message="Cart summary retrieved successfully")


@router.get("/api/cart/validate/", auth=shopper, response={200: schemas.ValidityAnswer, **READS})
@allows("guests")
def validate(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """What would keep the cart from being paid; `codes` say the same as `issues`."""
    found = selectors.cart_validated(request.auth)
    message = "Cart is valid" if found["valid"] else "Cart has validation issues"
    return answer(request, found, message=message)


@router.get("/api/cart/audit-logs/", auth=shopper, response={200: schemas.AuditAnswer, **READS})
@allows("guests")
def audit_logs(request: Any, session_id: schemas.SessionId = None) -> HttpResponse:
    """The last 50 changes of the cart, in the order in which they happened."""
    rows = selectors.cart_audit(request.auth)
    return answer(request, rows, message="Audit logs retrieved successfully")


@router.post(
    "/api/cart/add/",
    auth=shopper,
    response={200: schemas.LineAnswer, 201: schemas.LineAnswer, **WRITES},
)
@allows("guests")
def add(request: Any, body: schemas.AddIn) -> HttpResponse:
    """Put units of a product into the cart, by its id or by its barcode: 201 a new line, 200 more
    of the one that is there.
    """

    def prepare(anew: bool) -> Product:
        return _wanted(request.auth, body, anew=anew)

    def write(cart: Cart, product: Product) -> Outcome:
        by = _author(request, cart)
        line, new = actions.line_add(cart=cart, product=product, quantity=body.quantity, by=by)
        return Outcome(_line_json(cart, line), 201 if new else 200)

    added = _write(request, "add", prepare, write)
    new = added.status == 201
    message = "Item added to cart successfully" if new else "Cart item quantity updated"
    return ready(request, *added, message=message)


@router.patch("/api/cart/update/", auth=shopper, response={200: schemas.LineAnswer, **WRITES})
@allows("guests")
def update(request: Any, body: schemas.UpdateIn) -> HttpResponse:
    """Let a line have exactly this quantity; 0 keeps it for later."""

    def prepare(anew: bool) -> Product | None:
        return _asked(request.auth, body.product_id, anew=anew)

    def write(cart: Cart, product: Product | None) -> Outcome:
        line = actions.line_set(
            cart=cart,
            product_id=body.product_id,
            product=product,
            quantity=body.quantity,
            by=_author(request, cart),
        )
        return Outcome(_line_json(cart, line))

    updated = _write(request, "update", prepare, write)
    return ready(request, *updated, message="Cart item updated successfully")


@router.delete("/api/cart/remove/", auth=shopper, response={200: schemas.Said, **WRITES})
@allows("guests")
def remove(request: Any, body: schemas.RemoveIn) -> HttpResponse:
    """Take a line out of the cart."""

    def write(cart: Cart, _: object) -> Outcome:
        by = _author(request, cart)
        actions.line_remove(cart=cart, product_id=body.product_id, by=by)
        return Outcome(b"")

    _write(request, "remove", partial(_asked, request.auth, body.product_id), write)
    return done(request, message="Item removed from cart successfully")


@router.delete("/api/cart/clear/", auth=shopper, response={200: schemas.ClearedAnswer, **WRITES})
@allows("guests")
def clear(request: Any) -> HttpResponse:
    """Take all lines out of the cart; `session_id` in the body or in the query."""

    def write(cart: Cart, _: object) -> Outcome:
        removed = actions.cart_empty(cart=cart, by=_author(request, cart))
        return Outcome(orjson.dumps({"items_removed": removed}))

    cleared = _write(request, "clear", partial(_asked, request.auth, None), write)
    return ready(request, *cleared, message="Cart cleared successfully")


@router.post("/api/cart/refresh/", auth=shopper, response={200: schemas.CartAnswer, **WRITES})
@allows("guests")
def refresh(request: Any) -> HttpResponse:
    """Take today's prices into the cart; `session_id` in the body."""

    def write(cart: Cart, _: object) -> Outcome:
        actions.cart_refresh(cart=cart, by=_author(request, cart))
        return Outcome(orjson.dumps(selectors.cart_known(cart)))

    refreshed = _write(request, "refresh", partial(_asked, request.auth, None), write)
    return ready(request, *refreshed, message="Cart prices updated")


def _write(
    request: Any,
    call: str,
    prepare: Callable[[bool], T],
    write: Callable[[Cart, T], Outcome],
) -> Outcome:
    """A write of the caller's cart, locked, once per Idempotency-Key. A refusal because of our copy
    of a product is made only after `prepare(True)` has asked products anew. What is refused is a
    sign of life all the same.
    """
    owner: Owner = request.auth

    def locked(prepared: T) -> Outcome:
        with transaction.atomic():
            return write(actions.cart_lock(owner), prepared)

    def attempt(anew: bool) -> Outcome:
        scope = f"cart/{call} {owner.scope}"
        return once(request, scope, prepare=partial(prepare, anew), write=locked)

    try:
        return catalogue.with_latest(attempt)
    except ApiError:
        if owner.session_id is not None:
            with suppress(ApiError):
                session_sign(owner.session_id)
        raise


def _asked(owner: Owner, product_id: int | None, anew: bool = False) -> Product | None:
    """A product, None for one that does not exist; products was asked for it and for those of the
    whole cart, and verification for what their sellers are called.
    """
    wanted = [] if product_id is None else [product_id]
    seen = catalogue.products_seen([*selectors.cart_peek(owner).product_ids, *wanted], anew=anew)
    names.sellers(product.seller_id for product in seen.values() if product is not None)
    return None if product_id is None else seen[product_id]


def _wanted(owner: Owner, body: schemas.AddIn, *, anew: bool) -> Product:
    """The product that is to be added; as _asked. Raises 404 for what this trolley does not
    sell.
    """
    if (body.product_id is None) == (body.barcode is None):
        raise refusals.either_product_or_barcode()
    peek = selectors.cart_peek(owner)
    ids = list(peek.product_ids)
    if body.barcode is not None:
        product = catalogue.product_by_barcode(body.barcode, peek.location_id, anew=anew)
        ids.append(product.id)
        seen = catalogue.products_seen(ids)
    else:
        ids.append(body.product_id or 0)
        seen = catalogue.products_seen(ids, anew=anew)
        product = catalogue.require_sold(seen[ids[-1]], peek.location_id)
    names.sellers(each.seller_id for each in seen.values() if each is not None)
    return product


def _author(request: HttpRequest, cart: Cart) -> Author:
    return Author.holder(cart, client_address(request))


def _line_json(cart: Cart, line: CartLine) -> bytes:
    return orjson.dumps(line_object(line, beside_known(cart, [line])))
