"""How a cart is written for a request: what others know is asked first, then the cart is locked and
changed, once per Idempotency-Key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import orjson
from django.db import transaction
from django.http import HttpRequest
from kit.addresses import client_address
from kit.idempotency import Outcome, once

from trolleys import catalogue, names, refusals
from trolleys.actions.audits import Author
from trolleys.actions.cart_locks import cart_lock
from trolleys.actions.sessions import sign_if_refused
from trolleys.clients import Product
from trolleys.models import Cart, CartLine
from trolleys.owners import Owner
from trolleys.schemas.carts import AddIn
from trolleys.selectors import carts as selectors
from trolleys.wire.carts import line_object

T = TypeVar("T")


def cart_write(
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
            return write(cart_lock(owner), prepared)

    def attempt(anew: bool) -> Outcome:
        scope = f"cart/{call} {owner.scope}"
        return once(request, scope, prepare=partial(prepare, anew), write=locked)

    with sign_if_refused(owner.session_id):
        return catalogue.with_latest(attempt)


def products_asked(owner: Owner, product_id: int | None, anew: bool = False) -> Product | None:
    """A product, None for one that does not exist; products was asked for it and for those of the
    whole cart, and verification for what their sellers are called.
    """
    wanted = [] if product_id is None else [product_id]
    seen = catalogue.products_seen([*selectors.cart_peek(owner).product_ids, *wanted], anew=anew)
    names.sellers(product.seller_id for product in seen.values() if product is not None)
    return None if product_id is None else seen[product_id]


def product_wanted(owner: Owner, body: AddIn, *, anew: bool) -> Product:
    """The product that is to be added; as products_asked. Raises 404 for what this trolley does not
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


def author_of(request: HttpRequest, cart: Cart) -> Author:
    return Author.holder(cart, client_address(request))


def line_json(cart: Cart, line: CartLine) -> bytes:
    return orjson.dumps(line_object(line, selectors.beside_known(cart, [line])))
