"""The catalogue."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from kit.money import MoneyField


class Product(models.Model):
    """Something that a location sells.

    `seller_id` is the owner of the location when the product came there. `stock` counts units and
    is null where nobody counts. `slug` is the readable part of an address, made of the name, not
    unique. `position` is its place on the menu of its location, from 1 on; null comes last, by id.
    `labels` holds the search keys of tags, categories and additives, see kit.labels. `look` is the
    fingerprint of what location, first category and name look like (kit.alike); it is empty for
    those that looked like an older one before that was refused.
    """

    location_id = models.BigIntegerField()  # in locations
    seller_id = models.BigIntegerField()  # in verification
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True)
    price = MoneyField()  # with the decimals of the suite's currency; 0 is free
    barcode = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null is "has none"
    stock = models.IntegerField(null=True)
    low_stock_threshold = models.IntegerField(default=5)
    is_active = models.BooleanField(default=True)
    position = models.IntegerField(null=True)
    image = models.CharField(max_length=500, null=True)  # noqa: DJ001 - null is "has none"
    tags = ArrayField(models.TextField(), default=list)
    categories = ArrayField(models.TextField(), default=list)
    additives = ArrayField(models.TextField(), default=list)
    labels = ArrayField(models.TextField(), default=list)
    look = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["look"], condition=~Q(look=""), name="product_look"),
            # The barcode first: a scan that knows no location asks this index too.
            models.UniqueConstraint(
                fields=["barcode", "location_id"], name="product_barcode_location"
            ),
            models.CheckConstraint(condition=Q(stock__gte=0), name="product_stock_not_negative"),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_not_negative"),
        ]
        indexes = [
            models.Index(fields=["location_id", "id"], name="product_location"),
            GinIndex(fields=["labels"], name="product_labels"),
        ]

    def __str__(self) -> str:
        return self.name
