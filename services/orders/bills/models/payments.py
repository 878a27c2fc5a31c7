"""Money for a bill, and money on its way back."""

from __future__ import annotations

from charges.models import PaymentRow, ReceivedRow
from django.db import models
from django.db.models import Q
from orders.models import Order, OrderSession
from orders.models.choices import choices
from refunds.models import RefundRow

from bills import states


class Payment(PaymentRow):
    """A payment of a bill, or of a part of it. `amount` is what it pays of the bill, `tip` what
    comes on top. `part` says what was asked for: of equal shares `shares` of `shares_of`.

    `guest_id` is the number of the phone that pays, `guest` what it calls itself; `staff_id` is the
    user who took the money. `given` is the cash that was handed over. `asked` is the request, by
    which a repeat with the same key is known.
    """

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=6, choices=choices(states.KINDS))
    part = models.CharField(max_length=6, choices=choices(states.PARTS))
    amount = models.BigIntegerField()
    tip = models.BigIntegerField(default=0)
    shares = models.SmallIntegerField(default=0)
    shares_of = models.SmallIntegerField(default=0)
    guest_id = models.IntegerField(null=True)
    guest = models.CharField(max_length=40, blank=True)
    staff_id = models.BigIntegerField(null=True)
    given = models.BigIntegerField(null=True)
    asked = models.JSONField(default=dict)

    class Meta(PaymentRow.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="bills_payment_amount"),
            models.CheckConstraint(condition=Q(tip__gte=0), name="bills_payment_tip"),
            models.UniqueConstraint(fields=["checkout_key"], name="bills_payment_checkout_key"),
        ]

    @property
    def whole(self) -> int:
        """What is paid in all."""
        return self.amount + self.tip


class PaymentItem(models.Model):
    """What a payment pays as a certain item."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="items")
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "order"], name="bills_payment_item"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bills_payment_item_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for order {self.order_id}"


class Received(ReceivedRow):
    """Money that has arrived for a payment."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="received")


class Refund(RefundRow):
    """Money that goes back to a guest, or was handed back: `amount` of the bill, and `tip`."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    tip = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=12, choices=choices(states.REFUND_REASONS))
    note = models.CharField(max_length=200, blank=True)
    staff_id = models.BigIntegerField(null=True)

    class Meta(RefundRow.Meta):
        pass

    @property
    def whole(self) -> int:
        """What goes back in all."""
        return self.amount + self.tip
