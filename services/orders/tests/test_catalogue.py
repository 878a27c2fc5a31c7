"""What products says of a product that is ordered: kept, renewed, remembered, missing."""

import time
from decimal import Decimal

import pytest
from kit import client
from orders import catalogue
from orders.models import KnownProduct, Order
from world import CREATE, LOCATION, PLACE, cake, espresso, refusal, wanted

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
    sell(1337, espresso(), delay=1)
    api.send(CREATE, wanted(table))
    path = f"/internal/products/1337/?location_id={LOCATION}"
    finished = renewal()
    started = time.perf_counter()
    for _ in range(3):
        assert api.send(CREATE, wanted(table)).status_code == 200
    assert time.perf_counter() - started < 1
    finished()
    assert products.asked("GET", path) == 2
    assert catalogue._seen.get((LOCATION, 1337))[0] > catalogue.time.monotonic() + 1.9


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


def test_a_product_that_is_switched_off(api, table, sell):
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


@pytest.mark.parametrize("change", [{"price": "NaN"}, {"price": "-1.00"}, {"available": "some"}])
def test_nonsense_about_a_product_is_no_answer(api, table, sell, change):
    sell(1337, cake(**change))
    response = api.send(CREATE, wanted(table))
    assert refusal(response) == (503, "products_service_unavailable")


@pytest.mark.usefixtures("hasty")
def test_products_hangs(api, table, sell):
    sell(1337, espresso(), delay=3)
    response = api.send(CREATE, wanted(table))
    assert refusal(response) == (503, "products_service_unavailable")


BATCH = "/internal/products/batch/"


@pytest.fixture
def sell_all(products, location):
    """Make products answer for many at once, each with the location that it names."""

    def answer(*found, **options):
        entries = [{"location_id": LOCATION, **product} for product in found]
        products.on("POST", BATCH, {"success": True, "response": entries}, **options)

    return answer


def several(table, *product_ids):
    lines = [{"product_id": product_id} for product_id in product_ids]
    return {"session_code": table, "lines": lines}


def test_several_products_are_asked_for_in_one_call(api, table, sell_all, products):
    sell_all(espresso(id=1), espresso(id=2, name="Tea", price="1.90"))
    for _ in range(2):
        assert api.send(PLACE, several(table, 1, 2, 1)).status_code == 200
    names = Order.objects.order_by("id").values_list("name", flat=True)
    assert list(names) == ["Espresso", "Tea", "Espresso"] * 2
    [asked] = [one for one in products.received if one.path.startswith("/internal/products")]
    assert asked.body == {"ids": [1, 2]}
    assert KnownProduct.objects.count() == 2


def test_what_is_sold_elsewhere_only_is_asked_for_by_itself(api, table, sell, sell_all):
    sell_all(espresso(id=1), espresso(id=2, location_id=LOCATION + 1))
    sell(2, None)
    response = api.send(PLACE, several(table, 1, 2))
    assert refusal(response) == (404, "product_not_found")
    assert not Order.objects.exists()


def test_a_location_without_products_takes_several(api, table, sell, sell_all):
    sell_all()
    for product_id in (1, 2):
        sell(product_id, keeps=False)
    assert api.send(PLACE, several(table, 1, 2)).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [b"<html>", b"[]", b"{}", b'{"response": 1}', b'{"response": [1]}', b'{"response": [{}]}'],
)
def test_nonsense_about_several_is_nothing(api, table, sell, products, answer):
    products.on("POST", BATCH, answer)
    for product_id in (1, 2):
        sell(product_id, espresso(id=product_id))
    assert api.send(PLACE, several(table, 1, 2)).status_code == 200


def test_products_down_takes_several_that_were_seen_before(api, table, sell_all, products):
    sell_all(espresso(id=1, categories=[{"name": "Coffee"}]), espresso(id=2))
    api.send(PLACE, several(table, 1, 2))
    catalogue._seen.clear()
    products.broken = True
    assert api.send(PLACE, several(table, 1, 2)).status_code == 200
    assert Order.objects.filter(category="Coffee", price="2.40").count() == 2
    response = api.send(PLACE, several(table, 1, 2, 3))
    assert refusal(response) == (503, "products_service_unavailable")


@pytest.mark.usefixtures("hasty")
def test_products_that_hang_are_waited_for_once(api, table, sell_all):
    sell_all(delay=3)
    started = time.perf_counter()
    response = api.send(PLACE, several(table, *range(1, 51)))
    assert refusal(response) == (503, "products_service_unavailable")
    assert time.perf_counter() - started < 50 * client.READ / 2


def test_a_category_that_changes_is_remembered(api, table, sell, products):
    sell(1337, espresso(categories=[{"name": "Coffee"}]))
    api.send(CREATE, wanted(table))
    sell(1337, espresso(categories=[{"name": "Hot drinks"}]))
    catalogue._seen.clear()
    api.send(CREATE, wanted(table))
    catalogue._seen.clear()
    products.broken = True
    api.send(CREATE, wanted(table))
    categories = Order.objects.order_by("id").values_list("category", flat=True)
    assert list(categories) == ["Coffee", "Hot drinks", "Hot drinks"]


@pytest.mark.parametrize("categories", [5, "x", [5], [{}], [None], {"name": "x"}])
def test_nonsense_for_categories(api, table, sell, categories):
    sell(1337, espresso(categories=categories))
    response = api.send(CREATE, wanted(table))
    assert refusal(response) == (503, "products_service_unavailable")


def single(products):
    return sum(
        one.method == "GET" and "/internal/products" in one.path for one in products.received
    )


def test_a_location_without_products_is_asked_about_one_at_a_time(
    api, table, sell, products, renewal
):
    for product_id in (1, 2):
        sell(product_id, keeps=False)
        api.send(CREATE, wanted(table, product_id=product_id))
    finished = renewal()
    api.send(CREATE, wanted(table, product_id=1))
    finished()
    assert (single(products), products.asked("POST", BATCH)) == (3, 0)
