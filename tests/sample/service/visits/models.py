"""Visits to lockers."""

from __future__ import annotations

from django.db import models


class Visit(models.Model):
    """Somebody was at a locker. Who it is by name is asked for after the visit is written;
    `greetings` counts how often the answer was taken over.
    """

    locker = models.CharField(max_length=50)
    user_id = models.BigIntegerField()
    visitor = models.CharField(max_length=150, blank=True)
    greetings = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.locker}"


class Fee(models.Model):
    """What a visit costs, in the currency's minor unit. The ids are the provider's, which may keep
    no orders; `payment_id` is of the payment that was credited, `credits` how often one was.
    """

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE)
    amount_minor = models.BigIntegerField()
    order_id = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - one, or none
    payment_id = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - one, or none
    credits = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.amount_minor} for {self.visit_id}"
