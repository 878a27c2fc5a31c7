"""What is ordered at a table, and what is going to be."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from kit.money import MoneyField

from orders import states
from orders.models.choices import choices
from orders.models.sessions import OrderSession


class Order(models.Model):
    """One line that was ordered. Name, price and categories are those at the time of ordering, and
    `category` is the first of these. `options` are those that were chosen, as options.Chosen stores
    them; the price is with them.

    What is sent together has one `batch`. `staff_id` is the user who ordered for a guest,
    `changed_at` the time of the last move, `guest_id` the number of the phone that chose it.
    `vat_rate` is the tax that the price includes, in percent; null is the standard rate of the
    place. `discount` and `voided` are what was taken off all of it together; the bills say why.
    """

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="orders")
    product_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    price = MoneyField(null=True)
    options = models.JSONField(db_default=[])
    quantity = models.SmallIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=choices(states.STATES), default=states.NEW)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    guest = models.CharField(max_length=40, blank=True, db_default="")
    guest_id = models.IntegerField(null=True)
    category = models.CharField(max_length=100, blank=True, db_default="")
    categories = ArrayField(models.TextField(), db_default=[])
    batch = models.IntegerField(db_default=1)
    staff_id = models.BigIntegerField(null=True)
    counted = models.BooleanField(db_default=False)  # whether its units came out of the ledger
    changed_at = models.DateTimeField(null=True)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    discount = MoneyField(db_default=0)
    voided = MoneyField(db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_order_quantity")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name or self.product_id}"

    def units(self) -> list[int]:
        """The products, perhaps some twice, of which one of it has taken a unit from stock."""
        taken = [each["product_id"] for each in self.options]
        own = [self.product_id] if self.counted else []
        return own + [each for each in taken if each is not None]


class OrderChange(models.Model):
    """Who moved an order from state to state, and when. Rows are only ever added."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="changes")
    was = models.CharField(max_length=9)
    became = models.CharField(max_length=9)
    reason = models.CharField(max_length=200, blank=True)
    user_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"


class CartLine(models.Model):
    """What a guest has chosen and nobody at the table has sent yet. Name and price are what the
    guest was shown, with the `options` as Order has them.

    `guest_id` is the number of the phone that put it there, `changed_by` the nickname of another
    one that changed its quantity last ("?" for one without a nickname).
    """

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="cart")
    product_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    price = MoneyField(null=True)
    options = models.JSONField(db_default=[])
    quantity = models.SmallIntegerField()
    note = models.CharField(max_length=500, blank=True)
    guest = models.CharField(max_length=40, blank=True)
    guest_id = models.IntegerField(null=True)
    changed_by = models.CharField(max_length=40, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_cart_line_quantity")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name or self.product_id}"
