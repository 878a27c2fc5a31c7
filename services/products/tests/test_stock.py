"""POST /products/stock/: units come and go, never below none."""

import pytest
from django.db import IntegrityError, transaction
from products.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(api, owner, espresso):
    def send(units, token=owner, **options):
        path = f"/products/stock/{espresso.id}/"
        return api.send(path, {"change": units}, token=token, **options)

    return send


def stock(product):
    product.refresh_from_db()
    return product.stock


def test_units_are_added_and_taken(change, espresso, waiter):
    assert change(5).json()["response"]["stock"] == 25
    assert change(-25, waiter).json()["response"]["stock"] == 0
    assert stock(espresso) == 0


def test_never_below_none(change, espresso, refused):
    refused(change(-21), 400, "insufficient_stock")
    assert stock(espresso) == 20


def test_what_is_not_counted_does_not_change(change, espresso, refused):
    Product.objects.update(stock=None)
    refused(change(3), 400, "stock_not_tracked")
    assert stock(espresso) is None


def test_never_above_what_is_stored(change, espresso, refused):
    Product.objects.update(stock=2**31 - 2)
    refused(change(2), 400, "malformed_json")
    assert change(1).json()["response"]["stock"] == 2**31 - 1


@pytest.mark.parametrize("units", [None, 0, "", "5", 1.5, True, [], {}, 1_000_001, -(2**63), 2**70])
def test_what_is_no_change(change, espresso, refused, units):
    refused(change(units), 400, "malformed_json")
    assert stock(espresso) == 20


def test_not_for_others(change, espresso, other, refused):
    refused(change(-1, other), 403, "incorrect_credentials")
    assert stock(espresso) == 20


def test_a_repeat_with_the_same_key_counts_once(change, espresso):
    key = {"Idempotency-Key": "delivery 7"}
    first = change(24, headers=key)
    assert change(24, headers=key).content == first.content
    assert stock(espresso) == 44


def test_the_database_refuses_what_the_code_should_never_write(espresso):
    for wrong in ({"stock": -1}, {"price": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.update(**wrong)
