"""Payments of carts, the money that came, what goes back, and receipts."""

from __future__ import annotations

import uuid

from charges import states as payment_states
from charges.models import PaymentRow, ReceivedRow
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from kit.money import MoneyField
from refunds.models import RefundRow

from trolleys import states
from trolleys.models.carts import Cart
from trolleys.models.columns import one_of, place, username
from trolleys.models.sessions import Session


class Payment(PaymentRow):
    """A checkout of a cart (trolleys.actions.checkout).

    `lines` are `[{"product_id","name","quantity","unit_price","total_price"}]` as they are sold.
    The stock is held and committed under the key `payment_id`. `settled_at` is when all of it was
    done: committed, receipt written, session ended. `released_at` is when the hold of one that sold
    nothing was given back.
    """

    cart = models.ForeignKey(Cart, models.PROTECT, related_name="payments", db_index=False)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="payments")
    location_id = place()
    user_id = models.BigIntegerField(null=True, db_index=True)
    user_name = username()
    amount = MoneyField()
    provider = one_of(states.PROVIDERS, default=states.RAZORPAY)
    lines = models.JSONField()
    settled_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta(PaymentRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["cart"],
                condition=Q(status__in=payment_states.OPEN),
                name="trolleys_one_open_payment",
            ),
            models.UniqueConstraint(
                fields=["cart", "checkout_key"], name="trolleys_payment_checkout_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["cart"],
                condition=Q(status__in=states.PAYMENT_FREEZES, settled_at=None),
                name="trolleys_payment_freezes",
            ),
            models.Index(fields=["location_id", "status", "-id"], name="trolleys_payment_due"),
            *PaymentRow.Meta.indexes,
        ]


class Received(ReceivedRow):
    """Money that has arrived for a payment."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="received")


class Refund(RefundRow):
    """Money on its way back to a payer; staff give cash back."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = MoneyField()
    reason = one_of(states.REFUND_REASONS)

    class Meta(RefundRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "provider_payment_id", "reason"],
                condition=~Q(reason=states.BY_HAND),
                name="trolleys_refund_reason_once",
            ),
            *RefundRow.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.state})"


class Receipt(models.Model):
    """What was sold, for good. `number` rises. The exit's QR code holds the signed `receipt_id`;
    staff scan it once.
    """

    receipt_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.BigAutoField(primary_key=True)
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="receipt")
    trolley_id = models.CharField(max_length=50, blank=True)  # empty for a user's cart
    created_at = models.DateTimeField(db_default=Now())
    verified_at = models.DateTimeField(null=True)
    verified_by = models.BigIntegerField(null=True)
    verified_name = username()

    def __str__(self) -> str:
        return f"T-{self.number:06d}"
