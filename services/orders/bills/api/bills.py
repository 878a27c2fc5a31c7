"""Bills over HTTP: what is on them, who pays what, and what is taken off."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer, ready
from kit.errors import Forbidden
from kit.fields import Id
from kit.idempotency import once, request_key
from kit.openapi import allows
from ninja import Router
from orders import access, paces, selectors

from bills.actions import adjusting, paying
from bills.actions.paying import Payer
from bills.schemas.bills import (
    BillAnswer,
    BillPaymentAnswer,
    DiscountIn,
    PayIn,
    RevertIn,
    TakeIn,
    VoidIn,
)
from bills.selectors.bills import bill_get, payment_shown

router = Router()

CHANGED: dict[Any, Any] = {200: BillAnswer, **failures(400, 403, 404, 409, 422, 503)}


@router.get(
    "/orders/bills/get/{session_code}/",
    response={200: BillAnswer, **failures(400, 403, 404, 429, 503)},
    openapi_extra=access.GUARDED,
)
@allows("everybody")
def get_bill(request: HttpRequest, session_code: str) -> HttpResponse:
    """What is on the bill of a session, what of it is paid, and what is left. Staff see all of each
    payment. That of a closed session is for who took part, and for staff.
    """
    code = access.known_code(session_code)
    if not access.sees_all(request, code):
        raise Forbidden("incorrect_credentials")
    for_staff = access.is_staff(request, selectors.session_location(code))
    return answer(request, bill_get(code, for_staff=for_staff))


@router.post(
    "/orders/bills/pay/{session_code}/",
    response={
        201: BillPaymentAnswer,
        200: BillPaymentAnswer,
        **failures(400, 403, 404, 409, 422, 429, 503),
    },
    openapi_extra=access.GUARDED,
)
@allows("everybody")
def pay(request: HttpRequest, session_code: str, body: PayIn) -> HttpResponse:
    """Open a payment on a guest's phone: it waits for its money for some minutes, and nobody else
    pays what it is about to pay. With an `Idempotency-Key` a repeat gets the same payment.
    """
    return access.at_session(access.known_code(session_code), partial(_pay, request, body))


def _pay(request: HttpRequest, body: PayIn, code: str) -> HttpResponse:
    paces.require(request, paces.CHANGES, code)
    access.require_joined(request, code)
    payer = Payer(guest_id=access.guest_phone(request, code), guest=body.guest)
    payment, is_new = paying.bill_pay(
        code=code,
        wanted=body.wanted(),
        payer=payer,
        key=_key(request, code, payer),
        asked=body.asked(),
    )
    return answer(request, payment_shown(payment), 201 if is_new else 200)


def _key(request: HttpRequest, code: str, payer: Payer) -> str | None:
    """The request's key as that of this phone at this table."""
    key = request_key(request)
    if key is None:
        return None
    return hashlib.sha256(f"{code} {payer.guest_id} {key}".encode()).hexdigest()


@router.post(
    "/orders/bills/take/{session_code}/",
    auth=signed_in,
    response={200: BillPaymentAnswer, **failures(400, 403, 404, 409, 422, 503)},
)
@allows("waiter")
def take(request: Any, session_code: str, body: TakeIn) -> HttpResponse:
    """Staff have taken cash, or money by a card: it counts at once, and there is a receipt."""
    code = _of_staff(request, session_code)

    def write() -> bytes:
        payment = paying.bill_take(
            code=code,
            wanted=body.wanted(),
            kind=body.kind,
            given=body.given,
            user_id=request.auth.user_id,
        )
        return orjson.dumps(payment_shown(payment))

    return ready(request, *once(request, f"take {request.auth.user_id} {code}", write=write))


@router.post("/orders/bills/discount/{session_code}/", auth=signed_in, response=CHANGED)
@allows("waiter")
def discount(request: Any, session_code: str, body: DiscountIn) -> HttpResponse:
    """Take an amount or a percentage off the bill, or off some of its orders, and say why."""
    code = _of_staff(request, session_code)
    change = partial(
        adjusting.bill_discount,
        orders=None if body.orders is None else frozenset(body.orders),
        amount=body.amount,
        percent=body.percent,
        reason=body.reason,
    )
    return _changed_once(request, "discount", code, change)


@router.post("/orders/bills/void/{session_code}/", auth=signed_in, response=CHANGED)
@allows("waiter")
def void(request: Any, session_code: str, body: VoidIn) -> HttpResponse:
    """So many of an order need not be paid, and why: it was sent back, or never came."""
    code = _of_staff(request, session_code)
    change = partial(
        adjusting.order_void,
        order_id=body.order_id,
        quantity=body.quantity,
        reason=body.reason,
    )
    return _changed_once(request, "void", code, change)


@router.post(
    "/orders/bills/revert/{session_code}/{adjustment_id}/", auth=signed_in, response=CHANGED
)
@allows("waiter")
def revert(request: Any, session_code: str, adjustment_id: Id, body: RevertIn) -> HttpResponse:
    """Put back what was taken off, and say why."""
    code = _of_staff(request, session_code)
    change = partial(adjusting.adjustment_revert, adjustment_id=adjustment_id, reason=body.reason)
    return _changed_once(request, "revert", code, change)


def _of_staff(request: Any, session_code: str) -> str:
    """The code, for the staff of its place; raises 403, 404."""
    code = access.known_code(session_code)
    access.require_staff(request.auth, selectors.session_location(code))
    return code


def _changed_once(
    request: Any, what: str, code: str, change: Callable[..., object]
) -> HttpResponse:
    """Change a bill as who asks, and answer it; a repeat with the same key changes nothing."""
    user_id = request.auth.user_id

    def write() -> bytes:
        change(code=code, user_id=user_id)
        return orjson.dumps(bill_get(code, for_staff=True))

    return ready(request, *once(request, f"{what} {user_id} {code}", write=write))
