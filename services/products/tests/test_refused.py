"""What a product may not be: of a place that is full, with an image that no page shows, by one who
may no longer write.
"""

import pytest
from conftest import HERE, OWNER, THERE
from products.models import Product

pytestmark = pytest.mark.django_db
CREATE = "/products/create/"
LEAST = {"location_id": HERE, "name": "Cake", "price": "3.50"}


def edit_path(product):
    return f"/products/edit/{product.id}/"


def send(api, token, **changes):
    return api.send(CREATE, {"product": {**LEAST, **changes}}, token=token)


def test_who_may_no_longer_write_is_told_no_stored_answer(
    api, waiter, locations, espresso, refused
):
    key = {"Idempotency-Key": "5f2c"}
    stock, change = f"/products/stock/{espresso.id}/", {"change": 1}
    for path, body in ((CREATE, {"product": LEAST}), (stock, change)):
        assert api.send(path, body, token=waiter, headers=key).status_code == 200
    people = {"id": HERE, "name": "Café", "user_id": OWNER, "staff": []}
    answer = {"success": True, "response": people}
    locations.on("GET", f"/internal/locations/{HERE}/", answer)
    for path, body in ((CREATE, {"product": LEAST}), (stock, change)):
        response = api.send(path, body, token=waiter, headers=key)
        refused(response, 403, "incorrect_credentials")
    espresso.refresh_from_db()
    assert (espresso.stock, Product.objects.count()) == (21, 2)


@pytest.mark.parametrize(
    "image",
    [
        *("/m/a@b.jpg", "https://a.example/x@y?z@", "https://a.example:8/"),
        *("http://a.example/x.jpg", "http://a.example", "http://192.0.2.7:8080/x?y#z"),
    ],
)
def test_images(api, owner, image):
    assert send(api, owner, image=image).json()["response"]["image"] == image


NO_IMAGES = [
    *(5, "cake.jpg", "//evil.example/x", "/\\evil", "/a b", "/\u202e", "/" + "x" * 500),
    *("javascript:x", "data:x", "ftp://a.example/x", "http:x", " http://x", "http://a\n.example"),
    *("http://", "http://?x", "https://", "https:///x", "https://?x"),
    *("https://u@a.example", "http://u:p@a.example/x", "https://u:p@a.example/x"),
]


@pytest.mark.parametrize("image", NO_IMAGES)
def test_what_is_no_image(api, owner, espresso, refused, image):
    refused(send(api, owner, image=image), 400, "malformed_json")
    response = api.send(edit_path(espresso), {"product": {"image": image}}, token=owner)
    refused(response, 400, "malformed_json")
    assert list(Product.objects.values_list("image")) == [(None,)]


def test_an_odd_image_that_is_stored_goes_on(api, owner, espresso):
    Product.objects.update(image="ftp://old.example/x.jpg")
    response = api.send(edit_path(espresso), {"product": {"price": 3}}, token=owner)
    assert response.json()["response"]["image"] == "ftp://old.example/x.jpg"


def test_null_empties_what_may_be_empty(api, owner):
    full = {"barcode": "1", "stock": 4, "image": "/x", "min_age": 99, "vat_rate": "19.00"}
    full["low_stock_threshold"] = 0
    shown = send(api, owner, **full).json()["response"]
    assert full.items() <= shown.items()
    empty = dict.fromkeys(("barcode", "stock", "image", "min_age", "vat_rate"))
    path = f"/products/edit/{shown['id']}/"
    emptied = api.send(path, {"product": empty}, token=owner).json()["response"]
    assert emptied == shown | empty | {"available": None}


def test_a_place_has_at_most_five_thousand_products(api, owner, admin, espresso, refused):
    Product.objects.bulk_create(
        Product(location_id=HERE, seller_id=OWNER, name=f"Dish {number}", price=1)
        for number in range(4999)
    )
    refused(send(api, owner), 400, "too_many_products")
    elsewhere = send(api, owner, location_id=THERE).json()["response"]["id"]
    move = {"product": {"location_id": HERE}}
    path = f"/products/edit/{elsewhere}/"
    refused(api.send(path, move, token=owner), 400, "too_many_products")
    here = api.send(
        edit_path(espresso), {"product": {"price": 9, "location_id": HERE}}, token=owner
    )
    assert here.status_code == 200
    assert api.send(path, move, token=admin).status_code == 200
    assert send(api, admin, name="Tea").status_code == 200


def test_a_megabyte_is_too_large(api, owner, refused):
    refused(send(api, owner, name="x" * 1_000_000), 413, "request_too_large")
