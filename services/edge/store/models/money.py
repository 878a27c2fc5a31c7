"""What a visit costs: its receipt, what its visitor says against it, what was paid and goes back.
Amounts are minor units.
"""

from __future__ import annotations

import uuid

from charges.models import PaymentRow, ReceivedRow
from charges.states import AUTHORISED, OPEN
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from refunds.models import RefundRow

from store import states
from store.models.columns import one_of, store_id
from store.models.gates import Visit


class Receipt(models.Model):
    """The one receipt of a customer's visit, made when all of its tickets are complete.

    `lines` are `[{"product_id","name","quantity","unit_price"}]` as of the last time that they
    were. `ceiling` is what it came to when it was first contested: it never costs more from then
    on. `told` are the units by product that the stock ledger knows of, told in `tellings` steps.
    `settled_at` is when nothing was left to be paid.
    """

    number = models.BigAutoField(primary_key=True)
    receipt_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    store_id = store_id()
    visit = models.OneToOneField(Visit, models.PROTECT, related_name="receipt")
    status = one_of(states.RECEIPT_STATES, default=states.COMPLETED)
    lines = models.JSONField(default=list)
    total = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    ceiling = models.BigIntegerField(null=True)
    told = models.JSONField(default=dict)
    tellings = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)
    settled_at = models.DateTimeField(null=True)
    contested_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="store_receipt_created")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its number, as people say it."""
        return f"S-{self.number:06d}"


class Contest(models.Model):
    """What a visitor says is wrong with a receipt. `lines` are `[{"product_id","quantity"}]`: what
    they have really taken of these products.
    """

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="contests")
    message = models.CharField(max_length=500)
    lines = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"contest of {self.receipt_id}"


class Payment(PaymentRow):
    """Of a receipt, or of a deposit, which has no receipt: the next entry of its payer takes it,
    and names its visit.
    """

    kind = one_of(states.PAYMENT_KINDS)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="payments")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="payments")
    user_id = models.BigIntegerField(db_index=True)  # in verification
    amount = models.BigIntegerField()

    class Meta(PaymentRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"],
                condition=Q(status__in=OPEN, receipt__isnull=False),
                name="store_one_open_payment",
            ),
            models.UniqueConstraint(
                fields=["user_id"],
                condition=Q(kind=states.DEPOSIT, status__in=OPEN)
                | Q(kind=states.DEPOSIT, status=AUTHORISED, visit=None),
                name="store_one_open_deposit",
            ),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(kind=states.DEPOSIT), name="store_one_deposit"
            ),
            models.UniqueConstraint(
                fields=["user_id", "kind", "checkout_key"], name="store_payment_checkout_key"
            ),
        ]


class Received(ReceivedRow):
    """Money that has arrived for a payment."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="received")


class Refund(RefundRow):
    """Money on its way back to a visitor."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = one_of(states.REFUND_REASONS)

    class Meta(RefundRow.Meta):
        pass
