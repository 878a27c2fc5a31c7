"""Placing and moving orders over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import ready
from kit.errors import malformed
from kit.fields import Id
from kit.idempotency import Outcome, once
from ninja import Router

from orders import access, catalogue, selectors, states
from orders.actions import orders
from orders.actions.orders import Line
from orders.clients import Product
from orders.schemas import (
    BatchAnswer,
    MoveIn,
    OrderAnswer,
    OrderIn,
    PlaceIn,
    SessionAnswer,
    WantedIn,
)

router = Router()

MINIMAL = "return=minimal"


mover = access.staff_of("order_id", selectors.order_location)


@router.post(
    "/orders/create/", response={200: SessionAnswer | OrderAnswer, **failures(400, 404, 422, 503)}
)
def create_order(request: HttpRequest, body: OrderIn) -> HttpResponse:
    """Place an order. With `Prefer: return=minimal` (RFC 7240) the answer is the new order, else
    the whole session.
    """
    code = access.known_code(body.session_code)
    order = _order_once(request, code, body)
    if MINIMAL not in request.META.get("HTTP_PREFER", ""):
        return ready(request, selectors.session_json(code))
    response = ready(request, *order)
    response["Preference-Applied"] = MINIMAL
    return response


def _order_once(request: HttpRequest, code: str, body: OrderIn) -> Outcome:
    """The order's JSON; a repeat asks no other service and gets what was answered first."""
    location_id = selectors.session_location(code)

    def write(product: Product) -> bytes:
        return orders.order_create(code=code, line=_line(body, product, body.guest))

    prepare = partial(catalogue.product_for, location_id, body.product_id)
    return once(request, f"order {code}", prepare=prepare, write=write)


def _line(body: WantedIn, product: Product, guest: str) -> Line:
    return Line(body.product_id, product, body.quantity, body.note, guest)


@router.post(
    "/orders/place/",
    response={200: BatchAnswer, **failures(400, 403, 404, 422, 503)},
    openapi_extra={"security": [{}, {"Credentials": []}]},
)
def place_orders(request: HttpRequest, body: PlaceIn) -> HttpResponse:
    """Place up to 50 orders as one batch, all or none. Who sends credentials has to be the
    location's staff and orders on behalf of a guest.
    """
    code = access.known_code(body.session_code)
    location_id = selectors.session_location(code)
    staff_id = access.staff_if_claimed(request, location_id)

    def write(products: dict[int, Product]) -> bytes:
        lines = [_line(each, products[each.product_id], body.guest) for each in body.lines]
        return orders.orders_place(code=code, lines=lines, staff_id=staff_id)

    ids = [each.product_id for each in body.lines]
    prepare = partial(catalogue.products_for, location_id, ids)
    scope = f"place {code} {staff_id or 'guest'}"
    return ready(request, *once(request, scope, prepare=prepare, write=write))


@router.post(
    "/orders/move/{order_id}/",
    auth=mover,
    response={200: OrderAnswer, **failures(400, 403, 404, 409, 503)},
)
def move_order(request: Any, order_id: Id, body: MoveIn) -> HttpResponse:
    """Move an order one state forward or back, or cancel it with a reason; for the location's
    staff.
    """
    if body.state == states.CANCELLED and not body.reason:
        raise malformed("reason: cancelling needs one")
    data = orders.order_move(
        order_id=order_id,
        to=body.state,
        expected=body.expected,
        reason=body.reason,
        user_id=request.auth.user_id,
    )
    return ready(request, data)
