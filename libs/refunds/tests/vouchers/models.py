"""Vouchers, and what goes back to who paid for them."""

from django.db import models
from refunds.models import RefundRow


class Voucher(models.Model):
    back_minor = models.IntegerField(default=0)  # what is back, as the service was told
    told = models.IntegerField(default=0)  # how often it was told of a refund

    def __str__(self):
        return f"voucher {self.pk}"


class Refund(RefundRow):
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="refunds")
    amount_minor = models.IntegerField()
    in_cash = models.BooleanField(default=False)
