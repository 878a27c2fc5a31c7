"""Payments of bills over HTTP."""

from __future__ import annotations

from typing import Any

import orjson
from charges.money import Proof
from charges.webhooks import webhook_take
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer, ready
from kit.idempotency import once
from kit.openapi import allows
from ninja import Router
from orders import access

from bills import wire
from bills.actions import refunds
from bills.actions.payments import charges
from bills.schemas.bills import (
    BillPaymentAnswer,
    OutcomeAnswer,
    ProofIn,
    RefundIn,
    TakenAnswer,
)
from bills.selectors.bills import payment_get, payment_place, payment_shown

router = Router()


@router.post(
    "/orders/payments/webhook/razorpay/", response={200: TakenAnswer, **failures(400, 503)}
)
@allows("everybody")
def razorpay_webhook(request: HttpRequest) -> HttpResponse:
    """What the provider says; its signature is its credentials."""
    taken = webhook_take(body=request.body, headers=request.headers)
    return answer(request, {"status": "ok" if taken else "ignored"})


@router.get(
    "/orders/payments/get/{payment_id}/", response={200: BillPaymentAnswer, **failures(404, 503)}
)
@allows("everybody")
def get_payment(request: HttpRequest, payment_id: str) -> HttpResponse:
    """A payment. Its id is told to its payer and to the place's staff, and lets in who knows it."""
    return answer(request, wire.payment_object(payment_get(payment_id)))


@router.post(
    "/orders/payments/verify/{payment_id}/",
    response={200: OutcomeAnswer, **failures(400, 404, 409, 503)},
)
@allows("everybody")
def verify_payment(request: HttpRequest, payment_id: str, body: ProofIn) -> HttpResponse:
    """What the payer's browser brings back from the provider: its signature is what counts."""
    proof = Proof(body.razorpay_order_id, body.razorpay_payment_id, body.razorpay_signature)
    payment = charges.prove(payment=payment_get(payment_id), proof=proof)
    return answer(request, wire.outcome_object(payment))


@router.post(
    "/orders/payments/cancel/{payment_id}/",
    response={200: BillPaymentAnswer, **failures(404, 409, 503)},
)
@allows("everybody")
def cancel_payment(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Give a payment up: others may pay that. One that is over stays as it is."""
    payment = charges.cancel(payment=payment_get(payment_id))
    return answer(request, payment_shown(payment))


@router.post(
    "/orders/payments/refund/{payment_id}/",
    auth=signed_in,
    response={200: BillPaymentAnswer, **failures(400, 403, 404, 409, 422, 503)},
)
@allows("waiter")
def refund_payment(request: Any, payment_id: str, body: RefundIn) -> HttpResponse:
    """Give money of a payment back, by default all of it: cash and cards at the table, what came
    from a phone by the provider.
    """
    pk, location_id = payment_place(payment_id)
    access.require_staff(request.auth, location_id)

    def write() -> bytes:
        payment = refunds.payment_refund(
            payment_id=pk,
            amount=body.amount,
            tip=body.tip,
            note=body.reason,
            user_id=request.auth.user_id,
        )
        return orjson.dumps(payment_shown(payment))

    return ready(request, *once(request, f"refund {request.auth.user_id} {pk}", write=write))
