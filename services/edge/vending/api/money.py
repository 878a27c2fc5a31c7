"""HTTP adapter of orders, payments, triggers and the provider's webhook."""

from __future__ import annotations

from charges.webhooks import webhook_take
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Router

from vending import sale_refusals as refusals
from vending.actions.orders import Wish, order_open
from vending.actions.proofs import Proof, proof_receive
from vending.actions.triggers import Trigger, dispense_trigger
from vending.schemas.money import (
    MessageOut,
    MetadataIn,
    OrderIn,
    OrderOut,
    PaymentVerifiedOut,
    ProofIn,
    TriggeredOut,
    TriggerIn,
    WebhookOut,
)
from vending.schemas.refused import DetailOut, DuplicateOut, FaultOut
from vending.wire.orders import order_object, units_object

router = Router()


@router.post(
    "/create-order/", response={200: OrderOut, **failures(400, 403, 404, 409, 413, 500, 503)}
)
@allows("everybody")
def create_order(request: HttpRequest, body: OrderIn) -> HttpResponse:
    """An order of the provider for a transaction of who has locked a machine."""
    opened = order_open(wish=_wish(body))
    shown = order_object(opened.order, opened.checkout)
    if body.quantity is not None:
        shown |= units_object(opened.quantity, opened.unit_price)
    return answer(request, shown)


@router.post(
    "/verify-payment/",
    response={200: PaymentVerifiedOut, 500: MessageOut, **failures(400, 413, 503)},
)
@allows("everybody")
def verify_payment(request: HttpRequest, body: ProofIn) -> HttpResponse:
    """What a customer's browser brings back from the provider: its signature is what counts."""
    proof_receive(proof=_proof(body))
    return answer(request, {"message": "Payment verified"})


@router.post("/api/razorpay-webhook/", response={200: WebhookOut, **failures(400, 413, 503)})
@allows("everybody")
def razorpay_webhook(request: HttpRequest) -> HttpResponse:
    """What the provider says; its signature is its credentials."""
    taken = webhook_take(body=request.body, headers=request.headers)
    return answer(request, {"status": "ok" if taken else "ignored"})


@router.post(
    "/api/machine/{machine_id}/trigger-dispense/",
    response={
        200: TriggeredOut,
        409: DetailOut | DuplicateOut | FaultOut,
        **failures(400, 402, 403, 404, 413, 503),
    },
)
@allows("everybody")
def trigger_dispense(request: HttpRequest, machine_id: str, body: TriggerIn) -> HttpResponse:
    """Have a machine dispense what its customer has paid."""
    trigger = Trigger(
        machine_id=machine_id,
        client_id=body.client_id,
        access_code=body.access_code,
        transaction_id=body.transaction_id,
        quantity=body.quantity,
        amount=body.amount,
    )
    proof = _proof(body) if body.razorpay_signature is not None else None
    dispense_trigger(trigger=trigger, proof=proof)
    return answer(request, {"status": "dispatch_sent"})


def _wish(body: OrderIn) -> Wish:
    """The machine may be named in two places, which have to agree."""
    metadata = body.metadata or MetadataIn()
    if body.machine_id and metadata.machine_id not in ("", body.machine_id):
        raise refusals.machines_differ()
    return Wish(
        machine_id=body.machine_id or metadata.machine_id,
        client_id=metadata.client_id,
        transaction_id=metadata.transaction_id,
        amount=body.amount,
        quantity=body.quantity,
    )


def _proof(body: ProofIn) -> Proof:
    return Proof(body.razorpay_order_id, body.razorpay_payment_id, body.razorpay_signature)
