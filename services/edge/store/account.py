"""The account of a visit: what it has to pay, has paid, gets back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from charges.states import AUTHORISED, CREATED

from store import states
from store.models import Contest, Payment, Receipt, Refund
from store.reckoning import Billed, Credit, Standing


@dataclass
class Account:
    """All about the money of a visit: what it has to pay, has paid, gets back."""

    receipt: Receipt | None = None
    contest: Contest | None = None  # the latest
    payments: list[Payment] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        return standing(self.payments, self.refunds)

    @property
    def deposit(self) -> Payment | None:
        return next((each for each in self.payments if each.kind == states.DEPOSIT), None)

    @property
    def paying(self) -> Payment | None:
        """The payment that pays the receipt: one that was credited or is promised, else the one
        that waits for its money.
        """
        credited = [each for each in self.payments if each.paid_at is not None]
        promised = [each for each in self.payments if each.status == AUTHORISED]
        waiting = [each for each in self.payments if each.status == CREATED]
        return next(iter([*reversed(credited), *promised, *waiting]), None)


def lines_of(receipt: Receipt) -> list[Billed]:
    """The lines of a receipt."""
    return [Billed(**line) for line in receipt.lines]


def standing(payments: Iterable[Payment], refunds: Iterable[Refund]) -> Standing:
    """How things stand by these payments and refunds of a visit."""
    going = list(refunds)
    credits, promised = list[Credit](), 0
    for payment in payments:
        if payment.status == AUTHORISED:
            promised += payment.amount
        if payment.paid_at is not None:
            credits.append(_credit(payment, going))
    return Standing(credits, promised)


def _credit(payment: Payment, refunds: Iterable[Refund]) -> Credit:
    own = [
        each
        for each in refunds
        if each.payment_id == payment.pk and each.provider_payment_id == payment.provider_payment_id
    ]
    by_hand = sum(each.amount for each in own if each.reason == states.BY_HAND)
    return Credit(payment.pk, payment.amount, sum(each.amount for each in own), by_hand)
