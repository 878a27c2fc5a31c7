"""HTTP adapter of the fees, in the `problem` envelope."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.errors import BadRequest, NotFound
from kit.fields import Id
from ninja import Router, Schema
from payments import Forged
from payments.events import Captured, Paid

from visits import fees
from visits.models import Fee, Visit

router = Router()


class Proof(Schema):
    razorpay_order_id: Any = None
    razorpay_payment_id: Any = None
    razorpay_signature: Any = None


@router.post("/visits/fee/webhook/", response={200: dict, **failures(400)})
def webhook(request: HttpRequest) -> HttpResponse:
    """What the provider says."""
    try:
        event = fees.provider().parse_webhook(body=request.body, headers=request.headers)
    except Forged as forged:
        raise BadRequest("invalid_signature") from forged
    taken = isinstance(event, Captured | Paid) and fees.fee_credit(
        order_id=event.order_id, payment_id=event.payment_id, amount_minor=event.amount_minor
    )
    return answer(request, {"status": "ok" if taken else "ignored"})


@router.post("/visits/{visit_id}/fee/", response={201: dict, **failures(404, 503)})
def create(request: HttpRequest, visit_id: Id) -> HttpResponse:
    """A fee for a visit, and where to pay it."""
    visit = Visit.objects.filter(pk=visit_id).first()
    if visit is None:
        raise NotFound("visit_not_found")
    fee, checkout = fees.fee_open(visit=visit)
    return answer(request, {**_json(fee), "url": checkout and checkout.url}, 201)


@router.get("/visits/{visit_id}/fee/", response={200: dict, **failures(404)})
def read(request: HttpRequest, visit_id: Id) -> HttpResponse:
    """A visit's fee."""
    return answer(request, _json(_fee(visit_id)))


@router.post("/visits/{visit_id}/fee/verify/", response={200: dict, **failures(400, 404)})
def verify(request: HttpRequest, visit_id: Id, proof: Proof) -> HttpResponse:
    """What the payer's browser brings back."""
    fee, payment_id = _fee(visit_id), proof.razorpay_payment_id
    try:
        fees.provider().verify(
            order_id=proof.razorpay_order_id,
            payment_id=payment_id,
            signature=proof.razorpay_signature,
        )
    except Forged as forged:
        raise BadRequest("verification_failed") from forged
    if proof.razorpay_order_id != fee.order_id:
        raise BadRequest("verification_failed")
    fees.fee_credit(order_id=proof.razorpay_order_id, payment_id=payment_id)
    return answer(request, _json(_fee(visit_id)))


def _fee(visit_id: int) -> Fee:
    fee = Fee.objects.filter(visit_id=visit_id).first()
    if fee is None:
        raise NotFound("fee_not_found")
    return fee


def _json(fee: Fee) -> dict[str, Any]:
    return {"order_id": fee.order_id, "payment_id": fee.payment_id, "credits": fee.credits}
