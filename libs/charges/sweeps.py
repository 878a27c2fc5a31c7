"""Payments whose time is over, as the worker finds them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from kit.clock import Clock
from kit.polled import Polled
from payments import Payment, PaymentError

from charges import states
from charges.engine import Charges
from charges.models import PaymentRow
from charges.money import Money

log = logging.getLogger("charges")

LEASE = timedelta(seconds=30)  # longer than asking takes: then another worker may ask
OPENING_LIFE = timedelta(seconds=30)  # longer than any process takes to have an order made

Row = TypeVar("Row", bound=PaymentRow)


@dataclass(frozen=True)
class Sweeps(Generic[Row]):
    """What the worker of a service does about its payments; any number may run."""

    charges: Charges[Row]

    def abandon_next(self) -> bool:
        """Give up a payment whose process has died while it was being opened; False when there is
        none.
        """
        payment = self._dead().first() if self._dead_ones.any() else None
        if payment is None:
            return False
        self.charges.abandon(payment=payment)
        return True

    def expire_next(self) -> bool:
        """End the payment whose time has been over longest, once the provider was asked: its money
        may have come without a word to us. False when there is none.
        """
        payment = self._take() if self._overdue_ones.any() else None
        if payment is None:
            return False
        self.charges.step("expiry taken")
        if payment.provider_order_id is not None:
            self._ask(payment, payment.provider_order_id)
        self.charges.end(payment=payment, to=states.LAPSED)
        return True

    def _ask(self, payment: Row, order_id: str) -> None:
        """Credit what the provider has taken for the order."""
        try:
            attempts = self.charges.provider().fetch_order_payments(order_id)
        except PaymentError as failed:
            log.warning("expires without an answer: %s", failed)
            return
        for attempt in attempts:
            if attempt.status == "captured" or self._is_promise(payment, attempt):
                promised = attempt.status != "captured"
                money = Money(attempt.id, attempt.amount_minor, attempt.currency, promised)
                self.charges.received_once(payment=payment, money=money)

    def _is_promise(self, payment: Row, attempt: Payment) -> bool:
        return attempt.status == "authorized" and self.charges.promises(payment)

    @cached_property
    def _overdue_ones(self) -> Polled[[], Row]:
        return Polled(self._overdue)

    @cached_property
    def _dead_ones(self) -> Polled[[], Row]:
        return Polled(self._dead)

    def _overdue(self) -> QuerySet[Row]:
        """Payments that nobody has asked for lately, the one that is over longest first."""
        free = Q(asked_at=None) | Q(asked_at__lte=Clock() - LEASE)
        overdue = self.charges.rows().filter(free, status=states.CREATED, expires_at__lte=Clock())
        return overdue.order_by("expires_at")

    def _dead(self) -> QuerySet[Row]:
        """Payments that are being opened since longer than any process would."""
        dead = Q(status=states.OPENING, created_at__lte=Clock() - OPENING_LIFE)
        return self.charges.rows().filter(dead)

    @transaction.atomic
    def _take(self) -> Row | None:
        """Lease a payment, so that one worker asks for it."""
        payment = self._overdue().select_for_update(skip_locked=True, no_key=True).first()
        if payment is not None:
            self.charges.rows().filter(pk=payment.pk).update(asked_at=Clock())
        return payment
