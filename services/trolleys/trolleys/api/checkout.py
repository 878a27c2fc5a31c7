"""HTTP adapter of checkout: of a trolley's cart and of a user's, one action."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from kit.addresses import client_address
from kit.api import failures
from kit.envelopes import answer
from kit.idempotency import request_key
from kit.openapi import allows
from ninja import Router

from trolleys.actions.checkout import Checkout, cart_checkout
from trolleys.actions.sessions import session_seen
from trolleys.owners import owner_of
from trolleys.schemas.payments import CheckoutIn, PaymentData, PaymentOut, SessionCheckoutIn
from trolleys.wire.payments import payment_object

router = Router()


def _answered(request: HttpRequest, session_id: str | None, provider: str) -> HttpResponse:
    """201 with a new payment; 200 with the one that this key has made before. What is refused is a
    sign of life all the same.
    """
    key = request_key(request)
    owner = owner_of(request, session_id)
    if owner.session_id is not None:
        session_seen(owner.session_id)
    asked = Checkout(owner=owner, provider=provider, key=key, ip=client_address(request))
    payment, is_new = cart_checkout(asked=asked)
    message = "Checkout started" if is_new else "Checkout was started before"
    return answer(request, payment_object(payment), 201 if is_new else 200, message=message)


@router.post(
    "/api/session/checkout/",
    response={
        200: PaymentOut,
        201: PaymentOut,
        **failures(400, 401, 404, 409, 422, 503),
    },
)
@allows("everybody")
def session_checkout(request: HttpRequest, body: SessionCheckoutIn) -> HttpResponse:
    """Make a payment of a session's cart."""
    return _answered(request, body.session_id, body.provider)


@router.post(
    "/api/cart/checkout/",
    response={
        200: PaymentData,
        201: PaymentData,
        **failures(400, 401, 404, 409, 422, 503),
    },
)
@allows("everybody")
def user_checkout(request: HttpRequest, body: CheckoutIn | None = None) -> HttpResponse:
    """Make a payment of the caller's cart, or of a session's."""
    asked = body or CheckoutIn()
    return _answered(request, asked.session_id, asked.provider)
