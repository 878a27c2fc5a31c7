"""The shared cart of a table over HTTP; whoever has the code may change it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from kit.api import Done, failures
from kit.envelopes import done, ready
from kit.fields import Id
from kit.idempotency import once
from ninja import Router

from orders import access, catalogue, selectors
from orders.actions import cart
from orders.actions.orders import Line
from orders.clients import Product
from orders.schemas import (
    BatchAnswer,
    LineAnswer,
    LineChangeIn,
    LineIn,
    LineRemoveIn,
    SendIn,
)

router = Router()


@router.post("/orders/cart/add/", response={200: LineAnswer, **failures(400, 404, 422, 503)})
def add_line(request: HttpRequest, body: LineIn) -> HttpResponse:
    """Put a line into the table's cart."""
    code = access.known_code(body.session_code)
    location_id = selectors.session_location(code)

    def write(product: Product) -> bytes:
        line = Line(body.product_id, product, body.quantity, body.note, body.guest)
        return cart.line_add(code=code, line=line)

    prepare = partial(catalogue.product_for, location_id, body.product_id)
    return ready(request, *once(request, f"line {code}", prepare=prepare, write=write))


@router.post(
    "/orders/cart/change/{line_id}/", response={200: LineAnswer, **failures(400, 404, 503)}
)
def change_line(request: HttpRequest, line_id: Id, body: LineChangeIn) -> HttpResponse:
    """Change the quantity or the note of a line, or both."""
    code = access.known_code(body.session_code)
    changed = cart.line_change(code=code, line_id=line_id, quantity=body.quantity, note=body.note)
    return ready(request, changed)


@router.post("/orders/cart/remove/{line_id}/", response={200: Done, **failures(400, 404, 503)})
def remove_line(request: HttpRequest, line_id: Id, body: LineRemoveIn) -> HttpResponse:
    """Take a line out of the cart. Removing it again answers the same."""
    cart.line_remove(code=access.known_code(body.session_code), line_id=line_id)
    return done(request)


@router.post("/orders/cart/send/", response={200: BatchAnswer, **failures(400, 404, 409, 422, 503)})
def send_cart(request: HttpRequest, body: SendIn) -> HttpResponse:
    """Order what is in the cart, or those of `lines` that still are, as one batch. All or nothing:
    a refusal leaves the cart as it was.
    """
    code = access.known_code(body.session_code)
    location_id = selectors.session_location(code)

    def prepare() -> tuple[list[int], dict[int, Product]]:
        lines = selectors.cart_products(code, body.lines)
        return list(lines), catalogue.products_for(location_id, lines.values())

    def write(prepared: tuple[list[int], dict[int, Product]]) -> bytes:
        line_ids, products = prepared
        return cart.cart_send(code=code, line_ids=line_ids, products=products, guest=body.guest)

    return ready(request, *once(request, f"send {code}", prepare=prepare, write=write))
