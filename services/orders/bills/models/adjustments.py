"""What is taken off a bill after ordering. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from orders.models import Order, OrderSession
from orders.models.choices import choices

from bills import states


class Adjustment(models.Model):
    """A discount, or what need not be paid, with the reason and the user who decided it. `percent`
    is what was asked for, null for an amount. One that `reverts` another puts back what that has
    taken off: its amounts are below 0.
    """

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=8, choices=choices(states.ADJUSTMENTS))
    amount = models.BigIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reason = models.CharField(max_length=200)
    user_id = models.BigIntegerField()
    reverts = models.OneToOneField("self", models.PROTECT, null=True, related_name="reverted_by")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverts=None) | Q(amount__lt=0, reverts__isnull=False),
                name="bills_adjustment_amount",
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="bills_adjustment_created")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.amount}"


class AdjustmentPart(models.Model):
    """What an adjustment takes off one order."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="parts")
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "order"], name="bills_adjustment_part")
        ]

    def __str__(self) -> str:
        return f"{self.amount} of order {self.order_id}"
