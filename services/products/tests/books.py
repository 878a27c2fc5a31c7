"""The stock ledger as the database has it, and the time that goes by for it."""

from datetime import timedelta

from django.db.models import F
from products.models import Hold, HoldLine, Movement, Product


def book(product):
    """`(on hand, reserved)`"""
    return Product.objects.values_list("stock", "reserved").get(id=product.id)


def pass_time(seconds):
    """Let so many seconds go by for all holds: each ends by so much earlier."""
    ago = timedelta(seconds=seconds)
    Hold.objects.update(expires_at=F("expires_at") - ago)
    HoldLine.objects.update(expires_at=F("expires_at") - ago)


def sold(product):
    """The units and what was on hand after each sale of a product."""
    found = Movement.objects.filter(product_id=product.id, kind="sale").order_by("id")
    return list(found.values_list("change", "shortfall", "stock"))


def check_books():
    """What is reserved is what open holds keep, and what is on hand is what movements say."""
    for product in Product.objects.all():
        units = HoldLine.objects.filter(product=product).values_list("units", flat=True)
        assert product.reserved == sum(units)
        newest = Movement.objects.filter(product_id=product.id).order_by("-id").first()
        assert newest is None or newest.stock == product.stock
