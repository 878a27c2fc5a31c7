"""Deposits: what somebody promises before they come in. The receipt takes what it costs, and the
rest goes back.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from charges import refusals as payment_refusals
from charges import states as payment_states
from charges.money import Money
from charges.provider import is_configured, provider
from charges.rows import payment_move
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from kit.clock import Clock
from kit.errors import Unavailable
from kit.inserts import row_insert
from kit.polled import polled
from kit.steps import step
from payments import Declined, PaymentError, Unknown

from store import refusals, states
from store.actions.checkout import payment_of_key
from store.actions.locking import payment_lock
from store.actions.payments import charges
from store.models import Payment, Visit

KEPT = timedelta(days=3)  # a promise that nobody has used: providers let go of it after days
OURS = Q(kind=states.DEPOSIT, visit=None)


def deposits_are_on() -> bool:
    """Whether this store asks for deposits."""
    return settings.STORE_DEPOSIT > 0 and is_configured()


def deposit_open(*, user_id: int, key: str | None) -> tuple[Payment, bool]:
    """Open a deposit; whether it is a new one. The key of an earlier one gets that as it is now.

    Raises 409 `deposits_off` where none are asked for, 409 `Payment in progress` while somebody has
    one that waits or is not used yet, and 503 when the provider makes no order.
    """
    if not deposits_are_on():
        raise refusals.deposits_off()
    earlier = payment_of_key(user_id, kind=states.DEPOSIT, key=key)
    if earlier is not None:
        return earlier, False
    payment = Payment(
        kind=states.DEPOSIT,
        user_id=user_id,
        amount=settings.STORE_DEPOSIT,
        currency=settings.CURRENCY,
        checkout_key=key,
        expires_at=timezone.now() + settings.PAYMENT_LIFE,
    )
    if not row_insert(payment):
        raise _in_progress(user_id)
    step("payment written")
    order_id = charges.order_make(payment=payment)
    return charges.open(payment=payment, order_id=order_id), True


def _in_progress(user_id: int) -> Exception:
    waits = Q(status__in=payment_states.OPEN) | Q(status=payment_states.AUTHORISED)
    found = Payment.objects.filter(OURS, waits, user_id=user_id).first()
    if found is None:  # it was over in this moment, or its key is being used
        return payment_refusals.checkout_running()
    return payment_refusals.payment_in_progress(found.payment_id)


def deposit_take(visit: Visit) -> None:
    """Have a customer's visit that has just begun, on a locked store, take their deposit. In
    `strict` nobody comes in without one where they are asked for: 403 `deposit_required`.
    """
    if visit.role != states.CUSTOMER:
        return
    usable = Q(status=payment_states.AUTHORISED) | Q(status=payment_states.PAID)
    waiting = Payment.objects.select_for_update(no_key=True).filter(
        OURS, usable, user_id=visit.user_id
    )
    deposit = waiting.order_by("pk").first()
    if deposit is not None:
        deposit.visit = visit
        deposit.save(update_fields=["visit"])
    elif deposits_are_on() and settings.AUTH_MODE == "strict":
        raise refusals.deposit_required()


def deposit_capture(*, payment_id: UUID) -> None:
    """Take the money of a deposit whose receipt is there; again it does nothing. One that the
    provider has let go of has failed, and its receipt is left to be paid. Raises 503.
    """
    payment = Payment.objects.get(payment_id=payment_id)
    if payment.status != payment_states.AUTHORISED:
        return
    try:
        taken = provider().capture_payment(
            payment_id=payment.provider_payment_id or "",
            amount_minor=payment.amount,
            currency=payment.currency,
        )
    except (Declined, Unknown):
        _fail(payment)
        return
    except PaymentError as failed:
        raise Unavailable("payment_provider_unavailable") from failed
    step("deposit captured")
    charges.receive(payment=payment, money=Money(taken.id, taken.amount_minor, taken.currency))


@transaction.atomic
def _fail(payment: Payment) -> None:
    payment = payment_lock(payment.pk)
    if payment.status == payment_states.AUTHORISED:
        charges.close(payment=payment, to=payment_states.FAILED)


@transaction.atomic
def payment_cancel(*, payment: Payment) -> Payment:
    """Give an open payment up, or a deposit that is not used yet; one that is over stays as it is.
    Raises 409 `Payment is already paid`, 409 `deposit_in_use` for that of a visit.
    """
    payment = payment_lock(payment.pk)
    if payment.status != payment_states.AUTHORISED:
        return charges.cancel(payment=payment)
    if payment.visit is not None:
        raise refusals.deposit_in_use()
    payment_move(payment, to=payment_states.CANCELLED)
    return payment


@polled
def _unused() -> QuerySet[Payment]:
    """Promises that nobody has used for days."""
    old = Q(status=payment_states.AUTHORISED, created_at__lte=Clock() - KEPT)
    return Payment.objects.filter(OURS & old)


def deposit_lapse_next() -> bool:
    """End a promise that nobody has used; False when there is none."""
    return _unused.any() and _lapse()


@transaction.atomic
def _lapse() -> bool:
    found = _unused().values_list("pk", flat=True).first()
    if found is None:
        return False
    payment = payment_lock(found)
    if payment.visit is None and payment.status == payment_states.AUTHORISED:
        payment_move(payment, to=payment_states.LAPSED)
    return True
