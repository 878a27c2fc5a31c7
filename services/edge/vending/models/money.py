"""Money that has arrived, and money on its way back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

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


class Refund(models.Model):
    """Money on its way back to a customer; `amount` is in minor units of what came. `refund_id` is
    the key by which the provider gives it back once. `try_at` is when the worker asks next.
    """

    refund_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="refunds")
    provider_payment_id = models.CharField(max_length=64, blank=True)
    amount = models.BigIntegerField()
    reason = one_of(states.REFUND_REASONS)
    state = one_of(states.REFUND_STATES, default=states.DUE)
    provider_refund_id = models.CharField(max_length=64, blank=True)
    attempts = models.IntegerField(default=0, db_default=0)
    try_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sale", "provider_payment_id", "reason"],
                condition=~Q(reason=states.BY_HAND),
                name="vending_refund_reason_once",
            ),
            models.UniqueConstraint(
                fields=["provider_refund_id"],
                condition=~Q(provider_refund_id=""),
                name="vending_refund_of_provider",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_at"], condition=~Q(state=states.DONE), name="vending_refund_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.state})"
