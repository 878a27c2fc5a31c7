"""Payments of carts, the money that came, what goes back, and receipts."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from kit.money import MoneyField
from refunds.models import RefundRow

from trolleys import states
from trolleys.models.carts import Cart
from trolleys.models.columns import one_of, place, username
from trolleys.models.sessions import Session


class Payment(models.Model):
    """A checkout of a cart. Its row is its idempotency: each step looks at what is there and goes
    on (trolleys.actions.checkout).

    `lines` are `[{"product_id","name","quantity","unit_price","total_price"}]` as they are sold.
    The stock is held and committed under the key `payment_id`. `settled_at` is when all of it was
    done: committed, receipt written, session ended. `released_at` is when the hold of one that sold
    nothing was given back. `asked_at` is when the worker asked the provider, before it expires.
    """

    payment_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cart = models.ForeignKey(Cart, models.PROTECT, related_name="payments", db_index=False)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="payments")
    location_id = place()
    user_id = models.BigIntegerField(null=True, db_index=True)
    user_name = username()
    status = one_of(states.PAYMENT_STATES, default=states.OPENING)
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    provider = one_of(states.PROVIDERS, default=states.RAZORPAY)
    provider_order_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - one, or none
    provider_payment_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    checkout_key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - Idempotency-Key, or none
    lines = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cart"],
                condition=Q(status__in=states.PAYMENT_OPEN),
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
            models.Index(
                fields=["expires_at"],
                condition=Q(status__in=states.PAYMENT_OPEN),
                name="trolleys_payment_expiry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} ({self.status})"


class Received(models.Model):
    """Money that has arrived, once per payment id of the provider, whatever became of it."""

    provider_payment_id = models.CharField(max_length=64, unique=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="received")
    amount_minor = models.BigIntegerField(null=True)  # null where a signature was all we saw
    currency = models.CharField(max_length=3, blank=True)  # empty likewise
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.provider_payment_id


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
