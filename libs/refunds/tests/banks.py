"""A provider that answers as it is told, and how a refund stands."""

from datetime import timedelta

from django.db.models import F
from payments import Refund as Answer
from payments.events import RefundProcessed
from vouchers.models import Refund, Voucher


class Bank:
    """A provider that answers refunds so, one after the other: an error, or a status."""

    def __init__(self, *outcomes):
        self.outcomes, self.keys = list(outcomes), []

    def refund(self, *, payment_id, amount_minor, key):
        self.keys.append(key)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return Answer(f"rfnd_{len(self.keys)}", payment_id, amount_minor, "EUR", outcome)


def later(**time):
    """Let time pass for all refunds."""
    Refund.objects.update(try_at=F("try_at") - timedelta(**time))


def stands():
    """State of the refund, what the voucher knows to be back, how often it was told."""
    voucher = Voucher.objects.get()
    return Refund.objects.get().state, voucher.back_minor, voucher.told


def event(refund, *, kind=RefundProcessed, id="rfnd_1", amount=400, currency="EUR", payment=None):
    return kind("event_1", id, payment or refund.provider_payment_id, amount, currency)
