"""What products says of a product that is ordered: kept, renewed, remembered, missing."""

import time
from decimal import Decimal

import pytest
from orders import catalogue
from orders.models import KnownProduct, Order
from world import CREATE, LOCATION, espresso, refusal, wanted

pytestmark = pytest.mark.django_db


def test_product_is_kept_two_seconds_and_no_longer(api, table, sell, products, monkeypatch):
    sell(1337, espresso())
    api.send(CREATE, wanted(table))
    sell(1337, espresso(price="2.60"))
    api.send(CREATE, wanted(table))
    now = catalogue.time.monotonic()
    monkeypatch.setattr(catalogue.time, "monotonic", lambda: now + 2.01)
    api.send(CREATE, wanted(table))
    prices = list(Order.objects.order_by("id").values_list("price", flat=True))
    assert prices == [Decimal("2.40"), Decimal("2.40"), Decimal("2.60")]


@pytest.fixture
def renewal(monkeypatch):
    """Let a second and a half pass; gives what waits for the renewals that were begun."""
    now = catalogue.time.monotonic()

    def later():
        monkeypatch.setattr(catalogue.time, "monotonic", lambda: now + 1.5)
        return lambda: catalogue._renewals.submit(lambda: None).result(5)

    return later


def test_a_product_in_use_is_asked_for_beside_the_order(api, table, sell, products, renewal):
    sell(1337, espresso(), delay=0.2)
    api.send(CREATE, wanted(table))
    path = f"/internal/products/1337/?location_id={LOCATION}"
    finished = renewal()
    started = time.perf_counter()
    for _ in range(3):
        assert api.send(CREATE, wanted(table)).status_code == 200
    assert time.perf_counter() - started < 0.2
    finished()
    assert products.asked("GET", path) == 2
    assert catalogue._seen[LOCATION, 1337][0] > catalogue.time.monotonic() + 1.9


def test_what_has_changed_holds_for_the_order_after_the_renewal(api, table, sell, renewal):
    sell(1337, espresso())
    api.send(CREATE, wanted(table))
    sell(1337, espresso(is_active=False))
    finished = renewal()
    assert api.send(CREATE, wanted(table)).status_code == 200  # 1.5 seconds old
    finished()
    assert refusal(api.send(CREATE, wanted(table))) == (400, "product_unavailable")


def test_a_renewal_that_fails_changes_nothing(api, table, sell, products, renewal):
    sell(1337, espresso())
    api.send(CREATE, wanted(table))
    sell(1337, None, status=500)
    finished = renewal()
    api.send(CREATE, wanted(table))
    finished()
    assert not catalogue._renewing
    assert api.send(CREATE, wanted(table)).status_code == 200


def test_a_product_of_elsewhere(api, table, sell):
    sell(1337, None)
    assert refusal(api.send(CREATE, wanted(table))) == (404, "product_not_found")
    assert not Order.objects.exists()


def test_a_product_that_is_sold_out(api, table, sell):
    sell(1337, espresso(is_active=False))
    assert refusal(api.send(CREATE, wanted(table))) == (400, "product_unavailable")
    assert not Order.objects.exists()


def test_products_down_takes_what_was_seen_before(api, table, sell, products):
    sell(1337, espresso())
    api.send(CREATE, wanted(table))
    catalogue._seen.clear()  # as after a restart
    products.broken = True
    assert api.send(CREATE, wanted(table)).status_code == 200
    assert Order.objects.latest("id").price == Decimal("2.40")
    response = api.send(CREATE, wanted(table, product_id=2))
    assert refusal(response) == (503, "products_service_unavailable")
    assert Order.objects.count() == 2


def test_products_down_at_a_location_without_products(api, table, sell, products):
    sell(1337, keeps=False)
    api.send(CREATE, wanted(table))
    catalogue._seen.clear()
    products.broken = True
    assert api.send(CREATE, wanted(table)).status_code == 200
    assert KnownProduct.objects.get().listed is False


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"response": {}}', b'{"response": 1}'])
def test_products_answers_nonsense(api, table, products, answer):
    products.on("GET", "/internal/products/1337/?location_id=16", answer)
    response = api.send(CREATE, wanted(table))
    assert refusal(response) == (503, "products_service_unavailable")


def test_products_hangs(api, table, sell):
    sell(1337, espresso(), delay=3)
    response = api.send(CREATE, wanted(table))
    assert refusal(response) == (503, "products_service_unavailable")
