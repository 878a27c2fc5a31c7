"""How a cart is written for a request: what others know is asked first, then the cart is locked and
changed, once per Idempotency-Key.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import orjson
from django.db import transaction
from django.http import HttpRequest
from kit.addresses import client_address
from kit.cache import Cache
from kit.errors import ApiError
from kit.idempotency import Outcome, once
from peers.products import Product

from trolleys import catalogue, names, refusals
from trolleys.actions.audits import Author
from trolleys.actions.cart_locks import cart_lock, lines_to_change
from trolleys.actions.sessions import sign_if_refused
from trolleys.models import Cart, CartLine
from trolleys.models.columns import NO_PLACE
from trolleys.owners import Owner
from trolleys.schemas.carts import AddIn
from trolleys.selectors import carts as selectors
from trolleys.wire.carts import line_object

T = TypeVar("T")
Lines = list[CartLine]

PLACES = 20_000  # sessions in one process
_places: Cache[uuid.UUID, int] = Cache(PLACES)  # a session stays at its location


class _Unasked(Exception):
    """In the cart are products of which nothing is known that counts: their ids."""

    def __init__(self, ids: list[int]) -> None:
        super().__init__(ids)
        self.ids = ids


def cart_write(
    request: Any,
    call: str,
    prepare: Callable[[bool], T],
    write: Callable[[Cart, Lines, T], Outcome],
) -> Outcome:
    """A write of the caller's cart, locked, once per Idempotency-Key. A refusal because of our copy
    of a product is made only after `prepare(True)` has asked products anew. What is refused is a
    sign of life all the same.

    The feed of products keeps what is in carts known. Only who meets something else asks for it,
    outside of the transaction, and begins again.
    """
    owner: Owner = request.auth

    def locked(prepared: T, *, final: bool) -> Outcome:
        with transaction.atomic():
            cart = cart_lock(owner)
            lines = lines_to_change(cart)
            unasked = catalogue.products_unasked(line.product_id for line in lines)
            if unasked and not final:
                raise _Unasked(unasked)
            return write(cart, lines, prepared)

    def attempt(anew: bool) -> Outcome:
        run = partial(once, request, f"cart/{call} {owner.scope}", prepare=partial(prepare, anew))
        try:
            return run(write=partial(locked, final=False))
        except _Unasked as found:
            catalogue.products_seen(found.ids)
        return run(write=partial(locked, final=True))

    with sign_if_refused(owner.session_id):
        return catalogue.with_latest(attempt)


@contextmanager
def _session_first(owner: Owner) -> Iterator[None]:
    """A session that is over is told so before anything that is wrong with what it asks for."""
    try:
        yield
    except ApiError:
        selectors.cart_peek(owner)
        raise


def products_asked(owner: Owner, product_id: int | None, anew: bool = False) -> Product | None:
    """A product, None for one that does not exist; products was asked for it, with `anew` also for
    those of the whole cart, and verification for what their sellers are called.
    """
    with _session_first(owner):
        wanted = [] if product_id is None else [product_id]
        in_cart = selectors.cart_peek(owner).product_ids if anew else []
        seen = catalogue.products_seen([*in_cart, *wanted], anew=anew)
        names.sellers(product.seller_id for product in seen.values() if product is not None)
        return None if product_id is None else seen[product_id]


def product_wanted(owner: Owner, body: AddIn, *, anew: bool) -> Product:
    """The product that is to be added; verification was asked for what its seller is called. Raises
    404 for what this trolley does not sell.
    """
    if (body.product_id is None) == (body.barcode is None):
        raise refusals.either_product_or_barcode()
    with _session_first(owner):
        place = _place(owner)
        if body.barcode is not None:
            product = catalogue.product_by_barcode(body.barcode, place, anew=anew)
        else:
            product = catalogue.product_get(body.product_id or 0, place, anew=anew)
        names.sellers([product.seller_id])
        return product


def _place(owner: Owner) -> int:
    """The location whose products go into a cart; NO_PLACE for all."""
    if owner.session_id is None:
        return NO_PLACE
    place = _places.get(owner.session_id)
    if place is None:
        place = selectors.cart_peek(owner).location_id
        _places.put(owner.session_id, place)
    return place


def author_of(request: HttpRequest, cart: Cart) -> Author:
    return Author.holder(cart, client_address(request))


def line_json(cart: Cart, line: CartLine) -> bytes:
    return orjson.dumps(line_object(line, selectors.beside_known(cart, [line])))
