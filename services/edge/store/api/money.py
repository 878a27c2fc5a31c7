"""HTTP adapter of receipts: contesting and paying them, deposits."""

from __future__ import annotations

from typing import Any

from charges.money import Proof
from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.fields import uuid_of
from kit.idempotency import request_key
from kit.openapi import allows
from kit.paging import page
from ninja import Query, Router

from store import access, refusals
from store.actions.checkout import receipt_checkout
from store.actions.contests import visit_contest
from store.actions.deposits import deposit_open, payment_cancel
from store.actions.payments import charges
from store.api.writing import written
from store.models import Payment
from store.schemas import money as schemas
from store.schemas.visits import VisitOut
from store.selectors.payments import payment_find, payments_find
from store.selectors.receipts import receipt_find
from store.selectors.visits import visit_find, visit_rows
from store.wire.money import outcome_object, payment_object

router = Router()


@router.post(
    "/edge/visits/{visit_id}/contest/",
    auth=access.anybody,
    response={200: VisitOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("only_oneself")
def contest(request: Any, visit_id: str, body: schemas.ContestIn) -> HttpResponse:
    """Say that the receipt of one's visit is wrong: it is reviewed again, and never raised."""
    visitor = request.auth.user_id
    id = visit_find(uuid_of(visit_id, refusals.visit_not_found), user_id=visitor).pk
    lines = {line.product_id: line.quantity for line in body.lines or []}

    def write() -> dict[str, Any]:
        visit = visit_contest(visit_id=id, message=body.message, lines=lines, by=visitor)
        return visit_rows([visit])[0]

    return written(request, f"contest {id}", write)


@router.post(
    "/edge/receipts/{receipt_id}/checkout/",
    auth=access.anybody,
    response={
        201: schemas.StorePaymentOut,
        200: schemas.StorePaymentOut,
        **failures(400, 401, 403, 404, 409, 422, 503),
    },
)
@allows("only_oneself")
def checkout(request: Any, receipt_id: str) -> HttpResponse:
    """Open a payment of what a receipt leaves to be paid; the same key again is the same one."""
    payer = request.auth.user_id
    receipt = receipt_find(receipt_id, user_id=payer)
    payment, is_new = receipt_checkout(receipt=receipt, user_id=payer, key=request_key(request))
    return _opened(request, payment, is_new=is_new)


@router.post(
    "/edge/deposits/",
    auth=access.anybody,
    response={
        201: schemas.StorePaymentOut,
        200: schemas.StorePaymentOut,
        **failures(400, 401, 403, 409, 503),
    },
)
@allows("signed_in")
def deposit(request: Any) -> HttpResponse:
    """Promise a deposit, which the next entry takes; the same key again is the same one."""
    payment, is_new = deposit_open(user_id=request.auth.user_id, key=request_key(request))
    return _opened(request, payment, is_new=is_new)


def _opened(request: Any, payment: Payment, *, is_new: bool) -> HttpResponse:
    return answer(request, payment_object(payment), 201 if is_new else 200)


@router.get(
    "/edge/payments/",
    auth=access.anybody,
    response={200: schemas.StorePaymentsOut, **failures(400, 401, 403, 503)},
)
@allows("signed_in")
def payments(request: Any, asked: Query[schemas.StorePaymentsIn]) -> HttpResponse:
    """Payments, newest first: one's own; reviewers see all of them."""
    own = access.only_own(request.auth)
    found = payments_find(user_id=own, status=asked.status, refund=asked.refund)
    return answer(
        request, page(request, asked, found, lambda some: [payment_object(each) for each in some])
    )


@router.get(
    "/edge/payments/{payment_id}/",
    auth=access.anybody,
    response={200: schemas.StorePaymentOut, **failures(401, 403, 404, 503)},
)
@allows("oneself")
def payment(request: Any, payment_id: str) -> HttpResponse:
    """One payment, for its payer and reviewers."""
    found = payment_find(payment_id, user_id=access.only_own(request.auth))
    return answer(request, payment_object(found))


@router.post(
    "/edge/payments/{payment_id}/verify/",
    auth=access.anybody,
    response={200: schemas.StoreOutcomeOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("only_oneself")
def verify(request: Any, payment_id: str, body: schemas.StoreProofIn) -> HttpResponse:
    """What the payer's browser brings back from the provider: its signature is what counts."""
    own = payment_find(payment_id, user_id=request.auth.user_id)
    proof = Proof(body.razorpay_order_id, body.razorpay_payment_id, body.razorpay_signature)
    return answer(request, outcome_object(charges.prove(payment=own, proof=proof)))


@router.post(
    "/edge/payments/{payment_id}/cancel/",
    auth=access.anybody,
    response={200: schemas.StorePaymentOut, **failures(401, 403, 404, 409, 503)},
)
@allows("only_oneself")
def cancel(request: Any, payment_id: str) -> HttpResponse:
    """Give a payment up, or a deposit that is not used yet."""
    own = payment_find(payment_id, user_id=request.auth.user_id)
    return answer(request, payment_object(payment_cancel(payment=own)))
