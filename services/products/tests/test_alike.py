"""A product is unique by location, first category and name, whatever they look like."""

from importlib import import_module

import pytest
from conftest import HERE, OWNER, THERE
from django.apps import apps
from products.actions import products as actions
from products.models import Product
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db
CREATE = "/products/create/"


@pytest.fixture
def create(api, owner):
    """Create a product in these categories; the whole response."""

    def send(name, *categories, location_id=HERE, **more):
        names = [{"name": category} for category in categories]
        product = {
            "location_id": location_id,
            "name": name,
            "price": 3,
            "categories": names,
            **more,
        }
        return api.send(CREATE, {"product": product}, token=owner)

    return send


def edit(product_id, token, **fields):
    return ApiClient().send(f"/products/edit/{product_id}/", {"product": fields}, token=token)


def test_one_dish_in_two_categories_at_two_prices(create, refused):
    assert create("زعتر", "Croissant").status_code == 200
    assert create("زعتر", "Saj", price=5).status_code == 200
    assert create("زعتر").status_code == 200
    assert create("زعتر", "Saj", location_id=THERE).status_code == 200
    for categories in (["Saj"], ["SAJ", "Croissant"], ["Sаj"], []):
        refused(create("زعتر", *categories), 400, "duplicate_product")
    assert Product.objects.count() == 4


@pytest.mark.parametrize(
    "name", ["ESPRESSO", " espresso", "Esp\u200bresso", "Еsрresso", "Ｅspresso", "Espresso\ufe0f"]
)
def test_a_dish_that_looks_like_another(create, espresso, refused, name):
    refused(create(name, "coffee"), 400, "duplicate_product")
    assert create(f"{name} doppio", "coffee").status_code == 200


def test_cyrillic_and_latin_juice_are_one_and_a_menu_of_each_is_fine(create, refused):
    assert create("СОК", "Напитки").status_code == 200
    refused(create("COK", "Напитки"), 400, "duplicate_product")
    assert create("Соль", "Напитки").status_code == 200


def test_edits_into_a_duplicate(create, owner, espresso, refused):
    cake = create("Espresso", "Cakes").json()["response"]["id"]
    refused(edit(cake, owner, categories=[{"name": "coffee"}]), 400, "duplicate_product")
    assert edit(cake, owner, categories=[{"name": "Cakes"}, {"name": "Coffee"}]).status_code == 200
    assert edit(cake, owner, name="ESPRESSO", price=4).status_code == 200
    assert edit(cake, owner, location_id=THERE).status_code == 200
    assert edit(cake, owner, categories=[{"name": "coffee"}]).status_code == 200
    refused(edit(cake, owner, location_id=HERE), 400, "duplicate_product")


def test_dishes_that_looked_alike_before_go_on(create, owner, espresso, refused):
    Product.objects.update(look="")
    twin = Product.objects.create(
        seller_id=OWNER, location_id=HERE, name="ESPRESSO", price=1, categories=["Coffee"]
    )
    import_module("products.migrations.0005_fill_in_what_dishes_look_like").fill(apps, None)
    looks = list(Product.objects.order_by("id").values_list("look", flat=True))
    assert looks == [actions._look(espresso), ""]
    for product in (espresso, twin):
        fields = {"name": product.name, "categories": [{"name": "Coffee"}]}
        assert (
            edit(product.id, owner, price=9, barcode=str(product.id), **fields).status_code == 200
        )
    refused(create("espresso", "Coffee"), 400, "duplicate_product")


def test_a_duplicate_leaves_nothing_in_the_databases_log(
    create, owner, espresso, refused, database_log
):
    refused(create("Espresso", "Coffee", description="hidden"), 400, "duplicate_product")
    refused(create("Other", barcode=espresso.barcode), 400, "duplicate_barcode")
    tea = create("Tea", "Coffee").json()["response"]["id"]
    refused(edit(tea, owner, name="Espresso", description="hidden"), 400, "duplicate_product")
    refused(edit(tea, owner, barcode=espresso.barcode), 400, "duplicate_barcode")
    for trace in ("hidden", "product_look", "product_barcode_location"):
        assert trace not in database_log()


@pytest.mark.django_db(transaction=True)
def test_of_20_edits_into_one_dish_one_succeeds(owner, create):
    ids = [create(f"Tea {number}").json()["response"]["id"] for number in range(20)]

    def rename(number):
        return edit(ids[number], owner, name=["Chai", "CHAI", "Сhai"][number % 3]).status_code

    assert sorted(at_once(rename, 20)) == [200] + [400] * 19
