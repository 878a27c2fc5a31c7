"""Guests pay on their phones, staff take money at the table. Nobody pays more than is left: what a
payment is about to pay is taken off that before anybody is asked for money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charges import refusals as payment_refusals
from charges import states as payment_states
from charges.provider import require_configured
from charges.rows import payment_move
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kit.errors import BadRequest
from kit.steps import step
from orders.actions.sessions import session_lock
from orders.amounts import major
from orders.models import OrderSession

from bills import refusals, states
from bills.accounts import Account, account_of, pending_of
from bills.actions.locking import book_lock
from bills.actions.payments import charges
from bills.actions.receipts import sale_receipt
from bills.actions.telling import bill_tell
from bills.models import Payment, PaymentItem
from bills.parts import Wanted, amount_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays: a phone with its number and nickname, or staff who take the money."""

    guest_id: int | None = None
    guest: str = ""
    staff_id: int | None = None

    def columns(self) -> dict[str, Any]:
        """The columns that it gives a payment."""
        return {"guest_id": self.guest_id, "guest": self.guest, "staff_id": self.staff_id}


def bill_pay(
    *, code: str, wanted: Wanted, payer: Payer, key: str | None, asked: Mapping[str, Any]
) -> tuple[Payment, bool]:
    """Open a payment on a guest's phone; whether it is a new one. The `key` of an earlier one gets
    that as it is now; `asked` is the request that goes with it.

    Raises 404 `session_not_found`, 400 `session_closed` for one that was merged into another, 404
    `order_not_found`, 409 `not_taken_online`, `nothing_to_pay`, `already_paid`, `too_much` and
    `bill_changed`, 422 `idempotency_key_reused`, and 503 without a provider or when it makes no
    order: then nothing has changed, and the key is free.
    """
    payment, is_new = _begun(code, wanted, payer, key, dict(asked))
    if not is_new:
        return payment, False
    step("payment written")
    order_id = charges.order_make(payment=payment)
    return charges.open(payment=payment, order_id=order_id), True


@transaction.atomic
def _begun(
    code: str, wanted: Wanted, payer: Payer, key: str | None, asked: dict[str, Any]
) -> tuple[Payment, bool]:
    session = _payable(code)
    earlier = _of_key(key, asked)
    if earlier is not None:
        return earlier, False
    require_configured()
    _give_up_own(session, payer)
    book = book_lock(session.location_id)
    if not book.pays_online:
        raise refusals.not_taken_online()
    payment = _write(
        account_of(session, book), wanted, payer, kind=states.ONLINE, key=key, asked=asked
    )
    bill_tell(session)
    return payment, True


@transaction.atomic
def bill_take(
    *, code: str, wanted: Wanted, kind: str, user_id: int, given: int | None = None
) -> Payment:
    """Staff have taken money for a bill: cash, of which so much was `given`, or by a card.

    Raises as bill_pay does but for what is about phones, and 400 `too_little_given`.
    """
    session = _payable(code)
    book = book_lock(session.location_id)
    payer = Payer(staff_id=user_id)
    payment = _write(account_of(session, book), wanted, payer, kind=kind, given=given)
    sale_receipt(payment)
    bill_tell(session)
    return payment


def _give_up_own(session: OrderSession, payer: Payer) -> None:
    """A phone pays one thing at a time: what it has opened before, and left, is given up. Money
    that comes for that all the same goes back.
    """
    if payer.guest_id is None:
        return
    own = Payment.objects.select_for_update(no_key=True).filter(
        session=session, guest_id=payer.guest_id, status=payment_states.CREATED
    )
    for payment in own.order_by("pk"):
        payment_move(payment, to=payment_states.CANCELLED)
    session.pending = major(pending_of(session))


def _payable(code: str) -> OrderSession:
    """The session of this code, locked; one that was merged is paid with the other."""
    session = session_lock("session_not_found", code=code)
    if session.merged_into_id is not None:
        raise BadRequest("session_closed")
    return session


def _of_key(key: str | None, asked: Mapping[str, Any]) -> Payment | None:
    """What this key has opened before; raises 409 while that is still being done."""
    payment = None if key is None else Payment.objects.filter(checkout_key=key).first()
    if payment is None:
        return None
    if payment.asked != asked:
        raise refusals.key_reused()
    if payment.status == payment_states.OPENING:
        raise payment_refusals.checkout_running()
    return payment


def _write(
    account: Account,
    wanted: Wanted,
    payer: Payer,
    *,
    kind: str,
    given: int | None = None,
    key: str | None = None,
    asked: dict[str, Any] | None = None,
) -> Payment:
    """The row of a payment with its items; one at the table is paid by that."""
    amount, items = amount_of(account, wanted)
    if given is not None and given < amount + wanted.tip:
        raise refusals.too_little_given(amount + wanted.tip)
    payment = Payment(
        session=account.session,
        kind=kind,
        part=wanted.part,
        amount=amount,
        tip=wanted.tip,
        shares=wanted.shares,
        shares_of=wanted.shares_of,
        given=given,
        checkout_key=key,
        asked=asked or {},
        **payer.columns(),
    )
    _begin(payment)
    rows = [PaymentItem(payment=payment, order_id=id, amount=part) for id, part in items.items()]
    PaymentItem.objects.bulk_create(rows)
    return payment


def _begin(payment: Payment) -> None:
    """Store it: waiting for its provider, or as paid."""
    now, online = timezone.now(), payment.kind == states.ONLINE
    payment.currency = settings.CURRENCY
    payment.expires_at = now + settings.PAYMENT_LIFE
    payment.status = payment_states.OPENING if online else payment_states.PAID
    payment.paid_at = None if online else now
    payment.save(force_insert=True)
