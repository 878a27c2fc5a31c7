"""What follows once a payment is paid: its units are sold, the receipt is written, the cart
emptied, the session ended and the trolley free, and the listeners are told.

Each step looks at what is there and goes on, so all of it may be repeated. Whoever credits a
payment goes through it at once; an errand does where that one did not get to the end.
"""

from __future__ import annotations

from charges import states as payment_states
from charges.rows import payment_move
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kit.errors import Unavailable
from kit.steps import step

from trolleys import ledger, states
from trolleys.actions.audits import Author
from trolleys.actions.carts import cart_clear
from trolleys.actions.payments import (
    payment_busy,
    payment_keep,
    payment_lock,
    payment_tell,
)
from trolleys.actions.refunds import payment_refunded, refund_add, refund_left
from trolleys.actions.sessions import session_release
from trolleys.models import Payment, Receipt
from trolleys.wire.sessions import end_object

GUEST = "guest"


def payment_settle(*, payment: Payment) -> Payment:
    """Finish a payment that is paid, or have its money go back when the goods are gone; any other
    one stays as it is. Returns the payment as it is then.

    Raises 503 `Products service unavailable`: then it stays paid, and is to be settled later.
    """
    if payment.status != payment_states.PAID or payment.settled_at is not None:
        return payment
    key = str(payment.payment_id)
    sold = ledger.units_sell(key=key, reference=f"payment {key}", who=payment.user_name or GUEST)
    step("stock sold" if sold else "stock gone")
    settled = _sold(payment.pk) if sold else _gone(payment.pk)
    step("settled")
    return settled


def payment_settle_soon(*, payment: Payment) -> Payment:
    """The same; while products is down the payment is returned as it is."""
    try:
        return payment_settle(payment=payment)
    except Unavailable:
        return payment


@transaction.atomic
def payment_wait(*, payment: Payment) -> None:
    """Products is down: keep the session of a payment that is paid."""
    payment = payment_lock(payment.pk)
    if payment.status == payment_states.PAID and payment.settled_at is None:
        payment_keep(payment, until=timezone.now() + settings.PAYMENT_LIFE)


@transaction.atomic
def _sold(pk: int) -> Payment:
    """Receipt, cart, session and trolley in one transaction."""
    payment = payment_lock(pk)
    if payment.status != payment_states.PAID or payment.settled_at is not None:
        return payment
    session = payment.session
    receipt = Receipt.objects.create(
        payment=payment, trolley_id=session.trolley.trolley_id if session is not None else ""
    )
    payment_move(payment, settled_at=timezone.now())
    payment_refunded(payment)
    cart_clear(payment.cart, by=Author.holder(payment.cart), payment_id=payment.payment_id)
    payment_tell(payment)
    if session is not None and session.state != states.ENDED:
        session_release(
            session,
            by=states.BY_PAYMENT,
            receipt_id=receipt.receipt_id,
            answer=end_object(session, items_cleared=len(payment.lines)),
        )
    return payment


@transaction.atomic
def _gone(pk: int) -> Payment:
    """Somebody else has the goods: the money goes back, and the shopping goes on."""
    payment = payment_lock(pk)
    if payment.status != payment_states.PAID or payment.settled_at is not None:
        return payment
    payment_move(payment, to=payment_states.REFUND_DUE)
    paid_by = payment.provider_payment_id or ""
    refund_add(
        payment=payment,
        provider_payment_id=paid_by,
        amount=refund_left(payment, provider_payment_id=paid_by),
        reason=states.STOCK_GONE,
    )
    payment_refunded(payment)
    payment_busy(payment)
    payment_tell(payment)
    return payment
