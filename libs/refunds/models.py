"""What every refund is stored with."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from refunds import states


class RefundRow(models.Model):
    """Money on its way back to a payer. `refund_id` is the key by which the provider gives it back
    once. `try_at` is when the worker asks next.

    A service adds what a refund belongs to, its `reason` and its amount.
    """

    refund_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    provider_payment_id = models.CharField(max_length=64, blank=True)  # empty without a provider
    state = models.CharField(
        max_length=6, choices=[(state, state) for state in states.STATES], default=states.DUE
    )
    provider_refund_id = models.CharField(max_length=64, blank=True)
    attempts = models.IntegerField(default=0, db_default=0)
    try_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["provider_refund_id"],
                condition=~Q(provider_refund_id=""),
                name="%(app_label)s_refund_of_provider",
            )
        ]
        indexes = [
            models.Index(
                fields=["try_at"],
                condition=~Q(state=states.DONE),
                name="%(app_label)s_refund_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.refund_id} ({self.state})"
