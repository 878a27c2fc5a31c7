"""Cash: staff take the money, or give it back, and say so."""

from __future__ import annotations

from charges.money import Money
from django.db import transaction
from kit.steps import step
from kit.tokens import Caller
from refunds.states import DONE

from trolleys import payment_refusals as refusals
from trolleys import states
from trolleys.actions.charging import charges
from trolleys.actions.payments import payment_lock
from trolleys.actions.refunds import engine
from trolleys.actions.waits import waiting_tell
from trolleys.models import Payment, StaffDecision

RECEIVED, GIVEN_BACK = ACTIONS = ("received", "refunded")


def cash_receive(*, payment: Payment, by: Caller) -> Payment:
    """Staff have taken the money: it is credited as any other, and so once."""
    with transaction.atomic():
        payment = _locked(payment)
        if charges.book(payment=payment, money=Money(f"cash_{payment.payment_id}")):
            _decided(payment, by, RECEIVED)
            waiting_tell(payment.session or payment.cart)
    step("cash received")
    return payment


@transaction.atomic
def cash_give_back(*, payment: Payment, by: Caller) -> Payment:
    """Staff have given back what was due; said again, nothing changes. Raises 409
    `No refund is due`.
    """
    payment = _locked(payment)
    refunds = list(payment.refunds.all())
    if not refunds:
        raise refusals.nothing_to_give_back()
    for refund in refunds:
        if refund.state != DONE:
            engine.end(refund=refund, state=DONE)
            _decided(payment, by, GIVEN_BACK)
    return payment_lock(payment.pk)


def _locked(payment: Payment) -> Payment:
    """The payment, locked; raises 409 for one that is not made in cash."""
    if payment.provider != states.CASH:
        raise refusals.not_cash()
    return payment_lock(payment.pk)


def _decided(payment: Payment, by: Caller, action: str) -> None:
    """Who it was, for good."""
    StaffDecision.objects.create(
        kind="cash",
        session=payment.session,
        cart_id=payment.cart_id,
        user_id=by.user_id,
        user_name=by.username,
        details={"payment_id": str(payment.payment_id), "action": action},
    )
