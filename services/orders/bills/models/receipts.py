"""Receipts with their numbers, and how a place writes them."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from orders.models.choices import choices

from bills import states
from bills.models.payments import Payment, Refund

STANDARD = Decimal("0.00")


def no_rates() -> list[Decimal]:
    """The rates of a place that has said nothing: its prices include no tax."""
    return [STANDARD]


def some_tips() -> list[int]:
    """What guests are offered on top, in percent."""
    return [5, 10, 15]


class ReceiptBook(models.Model):
    """How a place takes money and writes receipts, and the last number it has given out.

    `vat_rates` are in percent; the first is that of what says nothing. `close_paid`: a table closes
    itself once all of it is paid and served. `asks_unpaid`: staff are asked before they close one
    that has not paid, where money is taken here at all. `day_begins` is the hour at which a
    business day begins. `digest` is that of the last receipt.
    """

    location_id = models.BigIntegerField(primary_key=True)
    last_number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    tax_number = models.CharField(max_length=50, blank=True)
    footer = models.CharField(max_length=500, blank=True)
    vat_rates = ArrayField(models.DecimalField(max_digits=4, decimal_places=2), default=no_rates)
    tips = ArrayField(models.SmallIntegerField(), default=some_tips)
    pays_online = models.BooleanField(default=True)
    close_paid = models.BooleanField(default=False)
    asks_unpaid = models.BooleanField(default=True, db_default=True)
    day_begins = models.SmallIntegerField(default=4, db_default=4)

    def __str__(self) -> str:
        return f"location {self.location_id}"


class Receipt(models.Model):
    """A receipt as it was given out: it never changes, and PostgreSQL refuses that it does.

    `content` is what stands on it (bills.wire). `digest` is the SHA-256 of the one before it at
    this place and of its own content: who changes one, or takes one away, breaks all that follow.
    """

    receipt_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    location_id = models.BigIntegerField()
    number = models.BigIntegerField()
    kind = models.CharField(max_length=6, choices=choices(states.RECEIPTS))
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts")
    refund = models.OneToOneField(Refund, models.PROTECT, null=True, related_name="receipt")
    rates = models.JSONField()  # gross amounts by rate, below 0 for a refund
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location_id", "number"], name="bills_receipt_number"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=models.Q(kind=states.SALE),
                name="bills_receipt_of_payment",
            ),
        ]
        indexes = [models.Index(fields=["location_id", "created_at"], name="bills_receipt_day")]

    def __str__(self) -> str:
        return f"receipt {self.number} of location {self.location_id}"
