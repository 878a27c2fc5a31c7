"""Payments from their opening to their end. Verify, webhook and asking lead to one step, whichever
comes first; a payment id of the provider's counts once, ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kit.errors import Conflict
from kit.inserts import row_insert
from payments import Forged, Provider
from payments.events import Authorised, Failed, PaymentEvent

from charges import refusals, states
from charges.models import PaymentRow, ReceivedRow
from charges.money import Money, Proof
from charges.provider import provider_needed
from charges.rows import payment_move

log = logging.getLogger("charges")

Row = TypeVar("Row", bound=PaymentRow)


def _pass(_: object) -> None:
    """Nothing follows, and nobody looks at the steps."""


def _never(_: object) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Charges(Generic[Row]):
    """The payments of a service, which makes one of these.

    `minor` is the amount of a payment in the currency's minor unit. `lock` locks what a payment
    belongs to, then its row, by its primary key, and returns it; raises 404 for one that is gone.
    What follows in the same transaction: `credited` once it is paid, `closed` when it has come to
    nothing, `abandoned` when no order was made for it, `changed` to tell who follows it.
    `send_back` writes the refund of money that is not credited, with one of states.UNCREDITED.
    `promises` says which payments are only authorised until somebody captures them. `step` marks
    the places between two changes (a test ends the process there).
    """

    payments: type[Row]
    received: type[ReceivedRow]
    provider: Callable[[], Provider]
    minor: Callable[[Row], int]
    lock: Callable[[int], Row]
    credited: Callable[[Row], None]
    send_back: Callable[[Row, Money, str], None]
    closed: Callable[[Row], None] = _pass
    abandoned: Callable[[Row], None] = _pass
    changed: Callable[[Row], None] = _pass
    promises: Callable[[Row], bool] = _never
    step: Callable[[str], None] = _pass

    # ---- Opening ----------------------------------------------------------------------------

    def order_make(self, *, payment: Row, notes: Mapping[str, str] | None = None) -> str | None:
        """The id of the provider's order for a payment that is being opened. Raises 503, and then
        the payment has failed.
        """
        try:
            with provider_needed():
                order = self.provider().create_order(
                    amount_minor=self.minor(payment),
                    currency=payment.currency,
                    receipt=str(payment.payment_id),
                    capture=not self.promises(payment),
                    notes=notes,
                )
        except Exception:
            self.abandon(payment=payment)
            raise
        self.step("order made")
        return order.id

    @transaction.atomic
    def open(self, *, payment: Row, order_id: str | None) -> Row:
        """It waits for its money from now on; one that was given up meanwhile stays so."""
        payment = self.lock(payment.pk)
        if payment.status == states.OPENING:
            payment_move(payment, to=states.CREATED, provider_order_id=order_id)
            self.changed(payment)
        return payment

    @transaction.atomic
    def abandon(self, *, payment: Row) -> None:
        """No order was made: it has failed, and its key is free for another try."""
        payment = self.lock(payment.pk)
        if payment.status == states.OPENING:
            payment_move(payment, to=states.FAILED, checkout_key=None)
            self.abandoned(payment)

    # ---- Money ------------------------------------------------------------------------------

    def receive(self, *, payment: Row, money: Money) -> Row:
        """Credit money to the payment of its order, or send it back whole; the same money again
        changes nothing. Returns the payment as it is then.

        Raises 409 `Payment already used` for money that has come for another order.
        """
        with transaction.atomic():
            payment = self.lock(payment.pk)
            self.book(payment=payment, money=money)
        self.step("money received")
        return payment

    def book(self, *, payment: Row, money: Money) -> bool:
        """The same for a payment that is locked already; whether anything has changed."""
        if payment.status == states.OPENING:
            raise refusals.checkout_running()
        is_new = self._write_down(payment, money)
        if money.promised:
            return is_new and self._promise(payment, money)
        was_promised = payment.status == states.AUTHORISED and (
            payment.provider_payment_id == money.payment_id
        )
        if not (is_new or was_promised):
            return False
        self._book(payment, money, was_promised=was_promised)
        self.changed(payment)
        return True

    def prove(self, *, payment: Row, proof: Proof) -> Row:
        """Credit what a payer's browser says was paid: the provider's signature is all that counts,
        and it is not asked. Raises 400 `Verification failed` for anything but its own signature for
        this payment's order: then nothing changes.
        """
        if proof.order_id is None or proof.order_id != payment.provider_order_id:
            raise refusals.verification_failed()
        try:
            with provider_needed():
                self.provider().verify(
                    order_id=proof.order_id, payment_id=proof.payment_id, signature=proof.signature
                )
        except Forged:
            raise refusals.verification_failed() from None
        money = Money(str(proof.payment_id), promised=self.promises(payment))
        return self.receive(payment=payment, money=money)

    def reported(self, event: PaymentEvent) -> bool:
        """Do what a webhook says of a payment; whether it is of one of ours, and ours to act on."""
        payment = self.rows().filter(provider_order_id=event.order_id).first()
        if payment is None:
            return False
        if isinstance(event, Failed):
            self.end(payment=payment, to=states.FAILED)
            return True
        promised = isinstance(event, Authorised)
        if promised and not self.promises(payment):
            return False
        money = Money(event.payment_id, event.amount_minor, event.currency, promised)
        return self.received_once(payment=payment, money=money)

    def received_once(self, *, payment: Row, money: Money) -> bool:
        """The same as `receive` for who cannot be refused: False for money of another order."""
        try:
            self.receive(payment=payment, money=money)
        except Conflict as used:
            log.error("money of another order: %s", used)
            return False
        return True

    # ---- Ends -------------------------------------------------------------------------------

    @transaction.atomic
    def end(self, *, payment: Row, to: str) -> None:
        """One that waits has FAILED or LAPSED; one that is over stays as it is."""
        payment = self.lock(payment.pk)
        if payment.status == states.CREATED:
            self.close(payment=payment, to=to)

    def close(self, *, payment: Row, to: str) -> None:
        """A locked payment comes to nothing."""
        payment_move(payment, to=to)
        self.closed(payment)
        self.changed(payment)

    @transaction.atomic
    def cancel(self, *, payment: Row) -> Row:
        """Give an open payment up; one that is over stays as it is. Raises 409 `Payment is already
        paid`.
        """
        payment = self.lock(payment.pk)
        if payment.status == states.PAID:
            raise refusals.payment_paid()
        if payment.status in states.OPEN:
            self.close(payment=payment, to=states.CANCELLED)
        return payment

    # ---- How --------------------------------------------------------------------------------

    def _write_down(self, payment: Row, money: Money) -> bool:
        """Whether this money has not come before."""
        this: dict[str, Any] = {"provider_payment_id": money.payment_id, "payment": payment}
        row = self.received(**this, amount_minor=money.amount_minor, currency=money.currency)
        if row_insert(row):
            return True
        if not self.received._default_manager.filter(**this).exists():
            raise refusals.payment_used()
        return False

    def _promise(self, payment: Row, money: Money) -> bool:
        """A promise that nobody waits for lapses at the provider by itself."""
        if payment.status != states.CREATED or not self._is_right(payment, money):
            log.warning("a promise that nobody waits for")
            return False
        payment_move(payment, to=states.AUTHORISED, provider_payment_id=money.payment_id)
        self.changed(payment)
        return True

    def _book(self, payment: Row, money: Money, *, was_promised: bool) -> None:
        right = self._is_right(payment, money)
        if right and (was_promised or payment.status == states.CREATED):
            now, paid_by = timezone.now(), money.payment_id
            payment_move(payment, to=states.PAID, paid_at=now, provider_payment_id=paid_by)
            self.credited(payment)
            return
        late = states.LATE if payment.provider_payment_id is None else states.SURPLUS
        self.send_back(payment, money, late if right else states.WRONG_AMOUNT)
        if payment.status in (*states.CLOSED, states.REFUNDED):
            payment_move(payment, to=states.REFUND_DUE)

    def _is_right(self, payment: Row, money: Money) -> bool:
        return money.is_of(self.minor(payment), payment.currency)

    def rows(self) -> QuerySet[Row]:
        return self.payments._default_manager.all()
