"""The shared cart of a table over HTTP; whoever has the code may change it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import Done, failures
from kit.envelopes import done, ready
from kit.errors import Conflict
from kit.fields import Id
from kit.idempotency import Outcome, once
from kit.openapi import allows
from ninja import Router

from orders import access, catalogue, paces, seen, selectors
from orders.actions import cart
from orders.actions.cart import LineChange
from orders.actions.orders import Line, order_limit
from orders.actions.phones import Actor
from orders.clients import Product
from orders.models import CartLine
from orders.schemas.orders import (
    BatchAnswer,
    LineAnswer,
    LineChangeIn,
    LineIn,
    LineRemoveIn,
    SendIn,
)
from orders.seen import Key, Seen
from orders.units import OrderedUnits, again_when_lines_moved

router = Router()

Prepared = tuple[list[CartLine], dict[int, Product], dict[Key, Seen]]


@router.post(
    "/orders/cart/add/", response={200: LineAnswer, **failures(400, 403, 404, 409, 422, 429, 503)}
)
@allows("everybody")
def add_line(request: HttpRequest, body: LineIn) -> HttpResponse:
    """Put a line into the table's cart. It belongs to the phone whose `guest_key` comes along."""
    return access.at_session(access.known_code(body.session_code), partial(_add, request, body))


def _add(request: HttpRequest, body: LineIn, code: str) -> HttpResponse:
    location_id = _paced(request, code)

    def prepare() -> tuple[Product, int | None]:
        require_open = partial(selectors.require_room, code)
        product = catalogue.product_to_choose(location_id, body.seen(body.quantity), require_open)
        return product, access.guest_phone(request, code)

    def write(prepared: tuple[Product, int | None]) -> bytes:
        product, phone = prepared
        line = Line(body.product_id, product, body.quantity, body.note, body.guest)
        return cart.line_add(code=code, line=line, phone=phone)

    return ready(request, *once(request, f"line {code}", prepare=prepare, write=write))


@router.post(
    "/orders/cart/change/{line_id}/",
    response={200: LineAnswer | Done, **failures(400, 403, 404, 409, 422, 429, 503)},
)
@allows("everybody")
def change_line(request: HttpRequest, line_id: Id, body: LineChangeIn) -> HttpResponse:
    """Change the quantity or the note of a line, or both: relatively by `add`, or with what was
    seen in `expected` and `expected_note`. Below 1 the line is removed.
    """
    change = partial(_change, request, line_id, body)
    return access.at_session(access.known_code(body.session_code), change)


def _change(request: HttpRequest, line_id: int, body: LineChangeIn, code: str) -> HttpResponse:
    _paced(request, code)
    change = LineChange(body.add, body.quantity, body.expected, body.note, body.expected_note)

    def write() -> bytes:
        actor = _actor(request, body, code)
        return cart.line_change(code=code, line_id=line_id, change=change, actor=actor) or b""

    changed = once(request, f"change {code} {line_id}", write=write)
    return ready(request, *changed) if changed.payload else done(request)


@router.post(
    "/orders/cart/remove/{line_id}/",
    response={200: Done, **failures(400, 403, 404, 409, 422, 429, 503)},
)
@allows("everybody")
def remove_line(request: HttpRequest, line_id: Id, body: LineRemoveIn) -> HttpResponse:
    """Take a line out of the cart. Removing it again answers the same."""
    remove = partial(_remove, request, line_id, body)
    return access.at_session(access.known_code(body.session_code), remove)


def _remove(request: HttpRequest, line_id: int, body: LineRemoveIn, code: str) -> HttpResponse:
    _paced(request, code)

    def write() -> bytes:
        actor = _actor(request, body, code)
        cart.line_remove(code=code, line_id=line_id, expected=body.expected, actor=actor)
        return b""

    once(request, f"remove {code} {line_id}", write=write)
    return done(request)


@router.post(
    "/orders/cart/send/", response={200: BatchAnswer, **failures(400, 403, 404, 409, 422, 429, 503)}
)
@allows("everybody")
def send_cart(request: HttpRequest, body: SendIn) -> HttpResponse:
    """Order what is in the cart, or those of `lines` that still are, as one batch. All or nothing:
    a refusal leaves the cart as it was, but `product_changed` has brought its lines up to date. A
    repeat with the same key gets that refusal again; the guests' next tap has a new key.
    """
    return access.at_session(access.known_code(body.session_code), partial(_send, request, body))


def _send(request: HttpRequest, body: SendIn, code: str) -> HttpResponse:
    selectors.session_location(code)  # an unknown one has no cart
    access.require_joined(request, code)
    sent = again_when_lines_moved(partial(_sent_once, request, code, body))
    if sent.status == 409:
        raise seen.product_changed(orjson.loads(sent.payload))
    return ready(request, *sent)


def _sent_once(request: HttpRequest, code: str, body: SendIn) -> Outcome:
    """What became of the sending; 409 with the products that are not as they were seen."""
    scope = f"send {code}"
    units = OrderedUnits(request, scope, code, partial(selectors.require_room, code))
    prepare = partial(_to_send, request, code, body, units)
    with units:
        return once(request, scope, prepare=prepare, write=partial(_order, code, body.guest, units))


def _to_send(request: HttpRequest, code: str, body: SendIn, units: OrderedUnits) -> Prepared:
    """The lines that are to be sent, at the table's pace, their products, and what the sender's
    screen showed of these. Their units are taken, unless the guests have to look again first.
    """
    lines, saw = selectors.cart_lines(code, body.lines), body.seen_by_key()
    paces.require(request, paces.ORDERS, code, cost=len(lines))
    shown = [_shown(line, saw) for line in lines]
    room = partial(selectors.require_room, code, len(lines), order_limit(None))
    products = catalogue.products_beside(selectors.session_location(code), shown, room)
    if any(each.outdated(products[each.product_id]) for each in shown):
        seen.require_left(shown, products)
    else:
        _take(code, lines, products, units)
    return lines, products, saw


def _shown(line: CartLine, saw: dict[Key, Seen]) -> Seen:
    """What the sender saw of a line's product, and how many the line asks for."""
    own = cart.shown(line)
    return replace(saw.get(own.key, own), quantity=line.quantity, options=own.options)


def _take(
    code: str, lines: list[CartLine], products: dict[int, Product], units: OrderedUnits
) -> None:
    """Take the units of the lines; those whom another phone's sending was faster get to know that,
    and not that nothing is left.
    """
    try:
        units.take([cart.ordered(line=line, products=products) for line in lines])
    except Conflict:
        if not selectors.cart_lines(code, [line.id for line in lines]):
            raise Conflict("cart_empty") from None
        raise


def _order(code: str, guest: str, units: OrderedUnits, prepared: Prepared) -> Outcome:
    lines, products, saw = prepared
    sending = cart.cart_send(
        code=code, lines=lines, products=products, guest=guest, saw=saw, ordering=units.end
    )
    return Outcome(sending.json, 409 if sending.refused else 200)


def _paced(request: HttpRequest, code: str) -> int:
    """The location of the session whose cart is changed, at its pace, by a phone that may."""
    location_id = selectors.session_location(code)
    paces.require(request, paces.CHANGES, code)
    access.require_joined(request, code)
    return location_id


def _actor(request: HttpRequest, body: LineRemoveIn, code: str) -> Actor:
    """Who changes the cart."""
    return Actor(body.guest, access.guest_phone(request, code))
