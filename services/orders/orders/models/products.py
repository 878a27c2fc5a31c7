"""What is remembered of products, and their units on the way to an order."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from kit.money import MoneyField


class KnownProduct(models.Model):
    """What products last answered about a product, so that orders are taken while it is down.

    `listed` is false for a product id at a location that keeps no products: any id is taken there.
    What is in use is remembered anew once a day. `category` is the first of `categories`, and alone
    where the version before has remembered it.
    """

    location_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    listed = models.BooleanField()
    name = models.CharField(max_length=200, blank=True)
    price = MoneyField(null=True)
    is_active = models.BooleanField(default=True)
    counted = models.BooleanField(db_default=False)
    category = models.CharField(max_length=100, blank=True, db_default="")
    categories = ArrayField(models.TextField(), db_default=[])
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    groups = models.JSONField(db_default=[])  # as orders.options remembers them
    remembered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location_id", "product_id"], name="orders_known_product"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Taking(models.Model):
    """Units of counted products that somebody is about to order, or has taken already without
    having ordered them yet.

    The row is committed before products is asked, and goes in the transaction of the orders: one
    that stays tells of units that came to no order. `key` is the key of the hold at products,
    `lines` are `[[product id, quantity]]` by id. `claim` is the hash of the request's
    `Idempotency-Key`, by which a repeat finds it, and `uses` how many requests have.
    """

    key = models.CharField(max_length=32, unique=True)
    claim = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null is "none"
    lines = models.JSONField()
    uses = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="orders_taking_created")]

    def __str__(self) -> str:
        return self.key
