"""HTTP adapter of payments."""

from __future__ import annotations

from typing import Any

from charges.money import Proof
from charges.webhooks import webhook_take
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import token_user
from kit.envelopes import answer
from kit.openapi import allows
from kit.paging import PageOut, page
from ninja import Query, Router

from trolleys import access
from trolleys.actions.cancelling import payment_cancel
from trolleys.actions.cash import GIVEN_BACK, cash_give_back, cash_receive
from trolleys.actions.charging import charges
from trolleys.actions.sessions import session_seen
from trolleys.actions.settle import payment_settle_soon
from trolleys.models import Payment
from trolleys.schemas.payments import (
    CashIn,
    OutcomeOut,
    PayerIn,
    PaymentOut,
    PaymentsIn,
    ProofIn,
    WebhookOut,
)
from trolleys.selectors.payments import payment_get_text, payment_visible, payments_find
from trolleys.wire.payments import outcome_object, payment_object, payment_row

router = Router()


@router.post("/api/payments/webhook/razorpay/", response={200: WebhookOut, **failures(400, 413)})
@allows("everybody")
def razorpay_webhook(request: HttpRequest) -> HttpResponse:
    """What the provider says; its signature is its credentials."""
    taken = webhook_take(body=request.body, headers=request.headers)
    return answer(request, {"status": "ok" if taken else "ignored"})


@router.get(
    "/api/payments/", auth=token_user, response={200: PageOut, **failures(400, 401, 403, 503)}
)
@allows("waiter")
def find(request: Any, asked: Query[PaymentsIn]) -> HttpResponse:
    """Payments of a place, newest first, for its staff: to see what is due. Without `location_id`
    operators and administrators see all of them, others those without a place.
    """
    place = access.staff_scope(request.auth, asked.location_id)
    rows = payments_find(place, status=asked.status, refund=asked.refund)
    found = page(request, asked, rows, lambda some: [payment_row(each) for each in some])
    return answer(request, found)


@router.get(
    "/api/payments/{payment_id}/", response={200: PaymentOut, **failures(400, 401, 404, 503)}
)
@allows("people")
def read(request: HttpRequest, payment_id: str, asked: Query[PayerIn]) -> HttpResponse:
    """A payment, for who knows its session (`session_id`) or owns it, and for staff."""
    payment = _visible(request, payment_id, asked.session_id, staff=True)
    return answer(request, payment_object(payment))


@router.post(
    "/api/payments/{payment_id}/verify/",
    response={200: OutcomeOut, **failures(400, 401, 404, 409, 503)},
)
@allows("people")
def verify(request: HttpRequest, payment_id: str, body: ProofIn) -> HttpResponse:
    """What the payer's browser brings back: the payment is credited, and settled if products
    answers.
    """
    payment = _own(request, payment_id, body)
    proof = Proof(body.razorpay_order_id, body.razorpay_payment_id, body.razorpay_signature)
    credited = charges.prove(payment=payment, proof=proof)
    return answer(request, outcome_object(payment_settle_soon(payment=credited)))


@router.post(
    "/api/payments/{payment_id}/cancel/",
    response={200: PaymentOut, **failures(400, 401, 404, 409, 503)},
)
@allows("people")
def cancel(request: HttpRequest, payment_id: str, body: PayerIn | None = None) -> HttpResponse:
    """Give a payment up; the cart can be changed again."""
    payment = _own(request, payment_id, body or PayerIn())
    return answer(request, payment_object(payment_cancel(payment=payment)))


@router.post(
    "/api/payments/{payment_id}/cash/",
    auth=token_user,
    response={200: OutcomeOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("waiter")
def cash(request: Any, payment_id: str, body: CashIn) -> HttpResponse:
    """Staff have received cash for a payment, or given it back."""
    payment = payment_get_text(payment_id)
    access.require_staff(request.auth, payment.location_id)
    if body.action == GIVEN_BACK:
        done = cash_give_back(payment=payment, by=request.auth)
    else:
        done = payment_settle_soon(payment=cash_receive(payment=payment, by=request.auth))
    return answer(request, outcome_object(done))


def _own(request: HttpRequest, payment_id: str, payer: PayerIn) -> Payment:
    """The caller's own payment; raises 404 for everybody else."""
    return _visible(request, payment_id, payer.session_id)


def _visible(
    request: HttpRequest, payment_id: str, session_id: str | None, *, staff: bool = False
) -> Payment:
    """The payment, for who may see it; a sign of life of the session that asks for its own."""
    caller = access.bearer_user(request)
    payment = payment_visible(payment_id, session_id, caller, staff=staff)
    if session_id is not None and payment.session is not None:
        session_seen(payment.session.session_id)
    return payment
