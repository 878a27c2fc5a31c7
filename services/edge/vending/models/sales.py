"""Sales: what a customer has ordered, paid and got; every step of it."""

from __future__ import annotations

from devices.models import Command
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vending import states
from vending.models.columns import TEXT, client, one_of
from vending.models.machines import Machine


class Sale(models.Model):
    """A transaction: an order, its payment and its dispense. Amounts are minor units.

    `transaction_id` is the customer's own, `uid` the UUID that the original derives from it.
    Until it is dispensed its units are kept until `kept_until`, the end of its lock, by the clock.
    `dispense_at` is when a sale that was paid by webhook alone is dispensed without a trigger. A
    dispense without a confirm is given up when its command ends. `confirmation` is what the first
    confirm was answered, for those that repeat it. `receipt` is the secret in the address of its
    receipt. A test has no customer, no order and no money, and its amount is 0.
    """

    transaction_id = models.CharField(max_length=TEXT, unique=True)
    uid = models.UUIDField(unique=True, editable=False)
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="sales", db_index=False)
    client_id = client()
    state = one_of(states.SALE_STATES, default=states.ORDERED)
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    kept_until = models.DateTimeField()
    provider_payment_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - the one that was credited
    proven = models.BooleanField(default=False)  # paid by a signed verify: its trigger is awaited
    code_hash = models.CharField(max_length=64, blank=True)  # of the code that triggered it
    command = models.OneToOneField(Command, models.SET_NULL, null=True, related_name="sale")
    dispensed = models.IntegerField(null=True)  # units that came out; null until somebody says
    confirmation = models.JSONField(null=True)
    flag = models.CharField(max_length=40, blank=True)  # what an operator should look at
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    paid_at = models.DateTimeField(null=True)
    dispense_at = models.DateTimeField(null=True)
    triggered_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the provider was asked for its payments
    asked_last = models.BooleanField(default=False)  # after it lapsed: the provider was asked once
    receipt = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    is_test = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="vending_sale_quantity"),
            models.CheckConstraint(
                condition=Q(is_test=False) | Q(amount=0), name="vending_test_is_free"
            ),
            models.UniqueConstraint(
                fields=["machine"],
                condition=Q(state=states.DISPENSING),
                name="vending_one_dispense",
            ),
        ]
        indexes = [
            models.Index(fields=["machine", "-id"], name="vending_sale_machine"),
            models.Index(
                fields=["machine"], condition=Q(state__in=states.OPEN), name="vending_sale_open"
            ),
            models.Index(fields=["machine", "client_id", "-id"], name="vending_sale_client"),
            models.Index(fields=["state", "-id"], name="vending_sale_state"),
            models.Index(
                fields=["kept_until"],
                condition=Q(state__in=states.BEFORE_DISPENSE),
                name="vending_sale_kept",
            ),
            models.Index(
                fields=["dispense_at"],
                condition=Q(state=states.PAID, dispense_at__isnull=False),
                name="vending_sale_due",
            ),
            models.Index(
                fields=["kept_until"],
                condition=Q(state=states.LAPSED, asked_last=False),
                name="vending_sale_unasked",
            ),
            models.Index(fields=["created_at"], name="vending_sale_created"),
            models.Index(
                fields=["paid_at"], condition=Q(paid_at__isnull=False), name="vending_sale_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_id} ({self.state})"


class SaleStep(models.Model):
    """One step of a sale, for its ledger. Rows are only ever added."""

    sale = models.ForeignKey(Sale, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.step


class SaleOrder(models.Model):
    """An order of a sale at the provider. A newer one replaces it, but money may still come for
    it. `provider_order_id` is null until the provider has answered. `quantity` and `amount` are
    what was asked for then.
    """

    sale = models.ForeignKey(Sale, models.PROTECT, related_name="orders")
    provider_order_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    quantity = models.IntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sale"], condition=Q(is_current=True), name="vending_one_current_order"
            )
        ]

    def __str__(self) -> str:
        return self.provider_order_id or f"order {self.pk}"
