"""Money that has arrived, and money on its way back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from refunds.models import RefundRow

from vending import states
from vending.models.columns import one_of
from vending.models.sales import Sale, SaleOrder


class Received(models.Model):
    """Money that has arrived, once per payment id of the provider, whatever became of it."""

    provider_payment_id = models.CharField(max_length=64, unique=True)
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="received")
    order = models.ForeignKey(SaleOrder, models.PROTECT, related_name="received")
    amount = models.BigIntegerField(null=True)  # minor units; null: a signature was all we saw
    currency = models.CharField(max_length=3, blank=True)  # empty likewise
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.provider_payment_id


class Refund(RefundRow):
    """Money on its way back to a customer; `amount` is in minor units of what came."""

    sale = models.ForeignKey(Sale, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = one_of(states.REFUND_REASONS)

    class Meta(RefundRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["sale", "provider_payment_id", "reason"],
                condition=~Q(reason=states.BY_HAND),
                name="vending_refund_reason_once",
            ),
            *RefundRow.Meta.constraints,
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(reason__in=states.UNCREDITED),
                name="vending_refund_uncredited",
            ),
            models.Index(
                fields=["done_at"], condition=Q(done_at__isnull=False), name="vending_refund_done"
            ),
            *RefundRow.Meta.indexes,
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.state})"
