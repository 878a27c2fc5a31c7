"""Carts of sessions and of users, one kind of thing with one owner each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from kit.money import MoneyField

from trolleys import states
from trolleys.models.columns import one_of, username
from trolleys.models.sessions import Session

MOST = 99  # units in a line
LINES = 100  # in a cart


class Cart(models.Model):
    """What somebody has chosen. It belongs to a session on a trolley, or to a signed-in user."""

    session = models.OneToOneField(Session, models.PROTECT, null=True, related_name="cart")
    user_id = models.BigIntegerField(null=True, unique=True)
    user_name = username()
    # The highest `min_age` that staff have approved for the buyer; later lines need no more.
    approved_age = models.SmallIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(session=None) ^ Q(user_id=None), name="trolleys_cart_one_owner"
            )
        ]

    def __str__(self) -> str:
        return f"cart {self.pk}"


class CartLine(models.Model):
    """A product in a cart, with its price when it was put there and what it was called then.

    A quantity of 0 is "save for later".
    """

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines", db_index=False)
    product_id = models.BigIntegerField()
    quantity = models.SmallIntegerField()
    price_at_addition = MoneyField()
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=250)
    image = models.CharField(max_length=500, blank=True)
    barcode = models.CharField(max_length=64, blank=True)
    seller_id = models.BigIntegerField()
    min_age = models.SmallIntegerField(null=True)
    approval = one_of(states.APPROVALS, default=states.NOT_NEEDED)
    waiting_since = models.DateTimeField(null=True)  # for an approval
    # What listeners were last told of the product (trolleys.standing.told); empty for nothing.
    told = models.CharField(max_length=100, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "product_id"], name="trolleys_line_product"),
            models.CheckConstraint(
                condition=Q(quantity__range=(0, MOST)), name="trolleys_line_quantity"
            ),
        ]
        indexes = [models.Index(fields=["product_id"], name="trolleys_line_of_product")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"


class CartAudit(models.Model):
    """A change of a cart, in the order in which they happened. Rows are only ever added."""

    cart = models.ForeignKey(Cart, models.PROTECT, related_name="audit", db_index=False)
    user_id = models.BigIntegerField(null=True)
    user_name = username()
    action = one_of(states.AUDITED)
    product_id = models.BigIntegerField(null=True)
    product_name = models.CharField(max_length=200, blank=True)
    changes = models.JSONField()
    # Not now(), which is when the transaction began: who waited for a lock is later.
    timestamp = models.DateTimeField()
    ip_address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [models.Index(fields=["cart", "-id"], name="trolleys_audit_cart")]

    def __str__(self) -> str:
        return f"{self.action} {self.product_name}"
