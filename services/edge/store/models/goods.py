"""What products says of the goods on the shelves, as of lately."""

from __future__ import annotations

from django.db import models


class Product(models.Model):
    """A copy of a product that is on the planogram, so that a heartbeat waits for nobody. The
    worker follows the changes of products; what was deleted there stays here, for its events.
    """

    product_id = models.BigIntegerField(primary_key=True)  # in products
    name = models.CharField(max_length=200)
    unit_price = models.BigIntegerField()  # minor units of CURRENCY
    image = models.CharField(max_length=500, blank=True, db_default="")  # a path or an address
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name
