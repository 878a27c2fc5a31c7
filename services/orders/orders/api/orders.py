"""Placing and moving orders over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import ready
from kit.errors import malformed
from kit.fields import Id
from kit.idempotency import Outcome, once
from kit.openapi import allows
from ninja import Router
from peers.locations import Role

from orders import access, catalogue, paces, selectors, states
from orders.actions import orders
from orders.actions.orders import Line, order_limit
from orders.clients import Product
from orders.schemas.orders import (
    BatchAnswer,
    MoveIn,
    OrderAnswer,
    OrderIn,
    PlaceIn,
    RefuseIn,
    WantedIn,
)
from orders.schemas.sessions import SessionAnswer
from orders.units import OrderedUnits

router = Router()

MINIMAL = "return=minimal"


mover = access.staff_of("order_id", selectors.order_location, Role.KITCHEN)


@router.post(
    "/orders/create/",
    response={200: SessionAnswer | OrderAnswer, **failures(400, 403, 404, 409, 422, 429, 503)},
)
@allows("everybody")
def create_order(request: HttpRequest, body: OrderIn) -> HttpResponse:
    """Place an order. With `Prefer: return=minimal` (RFC 7240) the answer is the new order, else
    the whole session.
    """
    return access.at_session(access.known_code(body.session_code), partial(_create, request, body))


def _create(request: HttpRequest, body: OrderIn, code: str) -> HttpResponse:
    order = _order_once(request, code, body)
    if MINIMAL not in request.META.get("HTTP_PREFER", ""):
        return ready(request, paces.count_read(code, selectors.session_json(code)))
    response = ready(request, *order)
    response["Preference-Applied"] = MINIMAL
    return response


def _order_once(request: HttpRequest, code: str, body: OrderIn) -> Outcome:
    """The order's JSON; a repeat asks no other service and gets what was answered first."""
    location_id = selectors.session_location(code)
    phone = _guest(request, code, 1)
    room = partial(selectors.require_room, code, 1, order_limit(None))

    def prepare() -> list[Line]:
        product = catalogue.product_as_seen(location_id, body.seen(body.quantity), room)
        return [_line(body, product, body.guest, phone)]

    def write(lines: list[Line]) -> bytes:
        return orders.order_create(code=code, line=lines[0])

    units = OrderedUnits(request, f"order {code}", code, room)
    return units.order_once(prepare=prepare, write=write)


def _line(body: WantedIn, product: Product, guest: str, phone: int | None = None) -> Line:
    return Line(body.product_id, product, body.quantity, body.note, guest, guest_id=phone)


@router.post(
    "/orders/place/",
    response={200: BatchAnswer, **failures(400, 403, 404, 409, 422, 429, 503)},
    openapi_extra=access.OPTIONAL,
)
@allows("guests")
def place_orders(request: HttpRequest, body: PlaceIn) -> HttpResponse:
    """Place up to 50 orders as one batch, all or none. Who sends credentials has to be the
    location's staff and orders on behalf of a guest.
    """
    return access.at_session(access.known_code(body.session_code), partial(_place, request, body))


def _place(request: HttpRequest, body: PlaceIn, code: str) -> HttpResponse:
    location_id = selectors.session_location(code)
    staff_id = access.staff_if_claimed(request, location_id)
    phone = _guest(request, code, len(body.lines)) if staff_id is None else None
    room = partial(selectors.require_room, code, len(body.lines), order_limit(staff_id))
    prepare = partial(_lines, location_id, body, room, phone)

    def write(lines: list[Line]) -> bytes:
        return orders.orders_place(code=code, lines=lines, staff_id=staff_id)

    units = OrderedUnits(request, f"place {code} {staff_id or 'guest'}", code, room, staff_id)
    return ready(request, *units.order_once(prepare=prepare, write=write))


def _guest(request: HttpRequest, code: str, orders: int) -> int | None:
    """The phone that places so many orders, at its table's pace; None for one that has not joined
    where that is not asked.
    """
    paces.require(request, paces.ORDERS, code, cost=orders)
    access.require_joined(request, code)
    return access.guest_phone(request, code)


def _lines(
    location_id: int, body: PlaceIn, room: Callable[[], None], phone: int | None
) -> list[Line]:
    """What a batch orders, as it was seen."""
    shown = [each.seen(each.quantity) for each in body.lines]
    products = catalogue.products_as_seen(location_id, shown, room)
    return [
        _line(each, saw.of(products[each.product_id]), body.guest, phone)
        for each, saw in zip(body.lines, shown, strict=True)
    ]


@router.post(
    "/orders/move/{order_id}/",
    auth=mover,
    response={200: OrderAnswer, **failures(400, 403, 404, 409, 422, 503)},
)
@allows("staff")
def move_order(request: Any, order_id: Id, body: MoveIn) -> HttpResponse:
    """Move an order one step of the place forward or back, for the location's staff, or cancel it
    with a reason, which is no deed of the kitchen's, or so many of it, which are an order of their
    own then.
    """
    if body.state != states.CANCELLED:
        if body.quantity is not None:
            raise malformed("quantity: only some of what is cancelled")
        return ready(request, orders.order_move(**_move(request, order_id, body), to=body.state))
    access.require_staff(request.auth, selectors.order_location(order_id))
    if not body.reason:
        raise malformed("reason: cancelling needs one")
    return _cancel(request, order_id, body)


def _cancel(request: HttpRequest, order_id: int, body: MoveIn) -> HttpResponse:
    move = _move(request, order_id, body)
    if body.quantity is None:
        return ready(request, orders.order_move(**move, to=body.state))
    cancel = partial(orders.order_cancel_some, quantity=body.quantity, **move)
    return ready(request, *once(request, f"cancel {order_id}", write=cancel))


def _move(request: Any, order_id: int, body: MoveIn) -> dict[str, Any]:
    """What is asked of an order, and by whom."""
    return {
        "order_id": order_id,
        "expected": body.expected,
        "reason": body.reason,
        "user_id": request.auth.user_id,
    }


@router.post(
    "/orders/refuse/", auth=signed_in, response={200: BatchAnswer, **failures(400, 403, 404, 503)}
)
@allows("waiter")
def refuse_orders(request: Any, body: RefuseIn) -> HttpResponse:
    """Cancel with one reason all orders of a batch that can still be cancelled; for the location's
    staff. Again: the same.
    """
    code = access.known_code(body.session_code)
    access.require_staff(request.auth, selectors.session_location(code))
    user_id = request.auth.user_id
    refused = orders.orders_refuse(code=code, batch=body.batch, reason=body.reason, user_id=user_id)
    return ready(request, refused)
