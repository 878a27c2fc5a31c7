"""The moves of a payment, each of which locks its session, its cart and its row, and tells the
listeners.

What holds stock and sells nothing gives it back after the commit, by an errand if it cannot be done
at once.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial

from charges import refusals as charge_refusals
from django.db import transaction
from django.db.models.functions import Now
from kit.errands import errand_add
from kit.errors import Unavailable
from kit.steps import step

from trolleys import ledger, life, states
from trolleys.actions.locks import session_lock_on_trolley
from trolleys.actions.sessions import session_busy
from trolleys.actions.telling import session_tell
from trolleys.actions.waits import waiting_tell
from trolleys.models import Cart, Payment, Session
from trolleys.selectors.waiting import waits_until
from trolleys.wire.payments import payment_object


def payment_lock(pk: int) -> Payment:
    """The payment with its session's trolley, its session and its cart, all locked in the order of
    trolleys.models. Raises 404 for one that is gone.
    """
    head = Payment.objects.filter(pk=pk).select_related("session").first()
    if head is None:
        raise charge_refusals.payment_not_found()
    session = None
    if head.session is not None:
        session, _ = session_lock_on_trolley(head.session.session_id)
    cart = Cart.objects.select_for_update(no_key=True).get(pk=head.cart_id)
    payment = Payment.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if payment is None:
        raise charge_refusals.payment_not_found()
    payment.session = session
    payment.cart = cart
    cart.session = session
    return payment


def payment_tell(payment: Payment) -> None:
    """Tell who follows the session what the payment is like now."""
    if payment.session is not None:
        session_tell(payment.session, "payment.changed", payment_object(payment))


def payment_keep(payment: Payment, *, until: datetime | None = None) -> None:
    """Keep a locked payment's session alive until then; by default as long as anything else asks
    for, and then its life begins anew.
    """
    session = payment.session
    if session is not None and session.state == states.ACTIVE:
        ends = until or waits_until(session)
        Session.objects.filter(pk=session.pk).update(**life.busy(ends))


def payment_busy(payment: Payment) -> None:
    """The same as anybody may see it: after a payment was opened, or came to nothing."""
    session = payment.session
    if session is not None and session.state == states.ACTIVE:
        session_busy(session, until=waits_until(session))
    if payment.provider == states.CASH:
        waiting_tell(session or payment.cart)


def hold_give_back(*, payment_id: uuid.UUID) -> None:
    """In the transaction after which a hold is no longer needed: give it back once that has
    committed, by an errand if products does not answer now.
    """
    errand_add("stock.release", {"payment": str(payment_id)}, key=str(payment_id))
    transaction.on_commit(partial(hold_release_soon, payment_id))


def hold_release_soon(payment_id: uuid.UUID) -> None:
    step("closed")
    try:
        hold_release(payment_id=payment_id)
    except Unavailable:
        return  # the errand does it
    step("hold released")


def hold_release(*, payment_id: uuid.UUID) -> None:
    """Give the hold of a payment back, unless that was done. Raises 503 while products is down."""
    released = Payment.objects.filter(payment_id=payment_id, released_at__isnull=False)
    if not released.exists():
        ledger.units_release(key=str(payment_id))
        Payment.objects.filter(payment_id=payment_id).update(released_at=Now())
