"""What other services ask."""

import pytest
from conftest import FOREIGN, HERE, OWNER, THERE
from testing.hostile import NO_IDS, NO_OBJECTS

pytestmark = pytest.mark.django_db


def at(product_id, location_id):
    return f"/internal/products/{product_id}/?location_id={location_id}"


def test_a_product_of_the_location_is_one_query(api, service, espresso, django_assert_num_queries):
    shown = api.ask(f"/products/get/{espresso.id}/").json()["response"]
    with django_assert_num_queries(1):
        response = api.ask(at(espresso.id, HERE), token=service)
    assert response.json()["response"] == {"keeps_products": True, "product": shown}


def test_none_of_the_location_is_two(api, service, espresso, django_assert_num_queries):
    with django_assert_num_queries(2):
        response = api.ask(at(espresso.id + 1, HERE), token=service)
    assert response.json()["response"] == {"keeps_products": True, "product": None}
    with django_assert_num_queries(2):
        response = api.ask(at(espresso.id, THERE), token=service)
    assert response.json()["response"] == {"keeps_products": False, "product": None}


def test_a_location_that_sold_out_keeps_products_still(api, service, espresso):
    type(espresso).objects.update(is_active=False)
    answer = api.ask(at(espresso.id, HERE), token=service).json()["response"]
    assert (answer["keeps_products"], answer["product"]["is_active"]) == (True, False)
    assert api.ask(at(999, HERE), token=service).json()["response"]["keeps_products"] is True


@pytest.mark.parametrize("missing", NO_IDS)
def test_ids_that_cannot_be(api, service, espresso, refused, missing):
    refused(api.ask(at(missing, HERE), token=service), 404, "product_not_found")
    refused(api.ask(at(espresso.id, missing), token=service), 400, "erroneous_value")


def test_without_a_location(api, service, espresso, refused):
    path = f"/internal/products/{espresso.id}/"
    refused(api.ask(path, token=service), 400, "erroneous_value")


def test_a_batch_is_one_query(api, service, owner, espresso, django_assert_num_queries):
    new = {"location_id": HERE, "name": "New", "price": 1}
    other = api.send("/products/create/", {"product": new}, token=owner).json()["response"]
    with django_assert_num_queries(1):
        body = {"ids": [other["id"], espresso.id, 999999, espresso.id]}
        response = api.send("/internal/products/batch/", body, token=service)
    assert [one["name"] for one in response.json()["response"]] == ["Espresso", "New"]
    assert response.json()["response"][1] == other


FIELDS = {
    *("id", "location_id", "name", "description", "price", "tags", "categories", "additives"),
    *("slug", "barcode", "stock", "available", "is_active", "low_stock_threshold", "image"),
    *("min_age", "vat_rate", "seller_id", "position", "is_listed", "option_groups", "options"),
    *("words", "allergens"),
}


@pytest.mark.django_db(transaction=True)
def test_batch_scan_and_changes_show_one_object_with_all_that_carts_need(
    api, service, espresso, ledger
):
    ledger("hold", key="k", lines={espresso.id: 3}, seconds=60)
    since = api.ask("/internal/products/changes/", token=service).json()["response"]["cursor"]
    type(espresso).objects.filter(id=espresso.id).update(min_age=18, image="/e.png")
    body = {"ids": [espresso.id]}
    [batch] = api.send("/internal/products/batch/", body, token=service).json()["response"]
    assert batch.keys() == FIELDS
    shown = {"price": "2.40", "stock": 20, "available": 17, "is_active": True, "image": "/e.png"}
    shown |= {"seller_id": OWNER, "min_age": 18, "low_stock_threshold": 5, "slug": "espresso"}
    shown |= {"barcode": "4006381333931", "location_id": HERE, "name": "Espresso"}
    assert shown.items() <= batch.items()
    scanned = api.ask(f"/products/barcode/{espresso.barcode}/").json()["response"]
    path = f"/internal/products/changes/?since={since}"
    [changed] = api.ask(path, token=service).json()["response"]["products"]
    assert batch == scanned == changed


@pytest.mark.parametrize("size", [0, 200])
def test_a_batch_of_up_to_two_hundred(api, service, db, size):
    body = {"ids": list(range(1, size + 1))}
    response = api.send("/internal/products/batch", body, token=service)
    assert (response.status_code, response.json()["response"]) == (200, [])


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"ids": None}, {"ids": "1"}, {"ids": {"1": 1}}, {"ids": [[1]]}, {"ids": [None]}),
        *({"ids": [value]} for value in (0, -1, 1.5, True, 2**63, "x")),
        {"ids": list(range(1, 202))},
        *NO_OBJECTS.values(),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_malformed_batch(api, service, db, refused, body):
    response = api.send("/internal/products/batch/", body, token=service)
    refused(response, 400, "malformed_json")


def test_users_are_not_told(api, admin, espresso, refused):
    for token in ("", admin, "x"):
        refused(api.ask(at(espresso.id, FOREIGN), token=token), 403, "incorrect_credentials")
        response = api.send("/internal/products/batch/", {"ids": [1]}, token=token)
        refused(response, 403, "incorrect_credentials")
