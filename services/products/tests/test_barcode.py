"""GET /products/barcode/: what a scanner has read."""

import pytest
from conftest import FOREIGN, HERE, THERE
from kit import cache
from products import lookup
from products.actions import products as actions
from products.models import Product

pytestmark = pytest.mark.django_db
PATH = "/products/barcode/4006381333931/"


@pytest.mark.parametrize("path", [PATH, PATH.rstrip("/"), f"{PATH}?location_id={HERE}"])
def test_found(api, espresso, path):
    shown = api.ask(f"/products/get/{espresso.id}/").json()
    response = api.ask(path)
    assert (response.status_code, response.json()) == (200, shown)


@pytest.mark.parametrize(
    "path",
    [
        f"{PATH}?location_id={THERE}",
        "/products/barcode/4006381333930/",
        "/products/barcode/Espresso/",
        "/products/barcode/%20/",
        "/products/barcode/%C3%A4/",
        f"/products/barcode/{'1' * 5000}/",
    ],
)
def test_not_found(api, espresso, refused, path):
    refused(api.ask(path), 404, "product_not_found")


@pytest.mark.parametrize("location_id", ["x", "0", "-1", "9" * 30, "1.5"])
def test_an_erroneous_location(api, espresso, refused, location_id):
    refused(api.ask(f"{PATH}?location_id={location_id}"), 400, "erroneous_value")


def test_anywhere_an_active_product_comes_first(api, espresso):
    fields = {"name": "Beans", "location_id": FOREIGN, "price": 9, "barcode": espresso.barcode}
    actions.product_create(seller_id=2, fields=fields)
    lookup.forget()
    assert api.ask(PATH).json()["response"]["name"] == "Espresso"
    Product.objects.filter(id=espresso.id).update(is_active=False)
    lookup.forget()
    assert api.ask(PATH).json()["response"]["name"] == "Beans"
    here = api.ask(f"{PATH}?location_id={HERE}").json()["response"]
    assert (here["name"], here["is_active"]) == ("Espresso", False)


def test_asked_again_without_a_query_for_a_second(
    api, espresso, django_assert_num_queries, monkeypatch
):
    now = [100.0]
    monkeypatch.setattr(cache.time, "monotonic", lambda: now[0])
    with django_assert_num_queries(1):
        first = [api.ask(PATH).content for _ in range(3)]
    now[0] += lookup.FRESH + 0.01
    with django_assert_num_queries(1):
        assert api.ask(PATH).content == first[0] == first[2]
    with django_assert_num_queries(1):  # and that there is none is kept as well
        statuses = [api.ask("/products/barcode/1/").status_code for _ in range(3)]
    assert statuses == [404, 404, 404]


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_reads_the_new_state(api, owner, espresso):
    assert api.ask(PATH).json()["response"]["price"] == "2.40"
    body = {"product": {"price": "2.80"}}
    api.send(f"/products/edit/{espresso.id}/", body, token=owner)
    assert api.ask(PATH).json()["response"]["price"] == "2.80"
    api.send(f"/products/stock/{espresso.id}/", {"change": -2}, token=owner)
    assert api.ask(PATH).json()["response"]["stock"] == 18
    assert api.ask("/products/barcode/NEW/").status_code == 404
    new = {"location_id": HERE, "name": "New", "price": 1, "barcode": "NEW"}
    api.send("/products/create/", {"product": new}, token=owner)
    assert api.ask("/products/barcode/NEW/").status_code == 200


def test_what_was_read_before_a_write_is_not_kept():
    def make():
        lookup.forget()  # somebody writes while we read
        return b"old"

    assert lookup.looked_up(("1", None), make) == b"old"
    assert lookup.looked_up(("1", None), lambda: b"new") == b"new"
