"""The cash drawer of a place, and its days that are closed. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class CashMovement(models.Model):
    """Cash that was put into the drawer or, with an amount below 0, taken out, other than by a
    payment: change for the morning, flowers, the bank.
    """

    location_id = models.BigIntegerField()
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    user_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="bills_cash_movement_amount")
        ]
        indexes = [models.Index(fields=["location_id", "id"], name="bills_cash_movement")]

    def __str__(self) -> str:
        return f"{self.amount}: {self.reason}"


class DayClosing(models.Model):
    """A day as it was closed. It has the receipts after that of the closing before up to
    `last_receipt`, and the cash movements up to `last_movement`: each is in one closing.

    `expected` is what has to be in the drawer: the `opening` float, cash payments with their tips,
    what went back in cash, and movements. `counted` is what was found there, `left` what stays for
    the next day. `content` holds the sums (bills.wire_closings), `digest` follows from the one
    before as those of receipts do.
    """

    location_id = models.BigIntegerField()
    number = models.BigIntegerField()
    last_receipt = models.BigIntegerField()
    last_movement = models.BigIntegerField()
    opening = models.BigIntegerField()
    expected = models.BigIntegerField()
    counted = models.BigIntegerField()
    left = models.BigIntegerField()
    note = models.CharField(max_length=500, blank=True)
    user_id = models.BigIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location_id", "number"], name="bills_closing_number")
        ]

    def __str__(self) -> str:
        return f"closing {self.number} of location {self.location_id}"
