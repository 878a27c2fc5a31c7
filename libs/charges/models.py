"""What every payment, and all money that comes, is stored with."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from charges import states


class PaymentRow(models.Model):
    """A payment of something. Its row is its idempotency: each step looks at what is there and goes
    on. `provider_payment_id` is the provider's payment that was credited, or is promised.
    `asked_at` is when the worker asked the provider, before it expires.

    A service adds what is paid, who pays, and the amount.
    """

    payment_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        max_length=10, choices=[(state, state) for state in states.STATES], default=states.OPENING
    )
    currency = models.CharField(max_length=3)
    provider_order_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - one, or none
    provider_payment_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    checkout_key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - Idempotency-Key, or none
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status__in=states.OPEN),
                name="%(app_label)s_payment_expiry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} ({self.status})"


class ReceivedRow(models.Model):
    """Money that has arrived, once per payment id of the provider, whatever became of it.

    A service adds `payment`.
    """

    provider_payment_id = models.CharField(max_length=64, unique=True)
    amount_minor = models.BigIntegerField(null=True)  # null where a signature was all we saw
    currency = models.CharField(max_length=3, blank=True)  # empty likewise
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.provider_payment_id
