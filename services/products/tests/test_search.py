"""`/products/find/?name=` folds letters on both sides alike, in rows of older processes too."""

from importlib import import_module
from urllib.parse import urlencode

import pytest
from conftest import HERE, OWNER
from django.apps import apps
from products.actions import products as actions
from products.actions.searches import names_fold
from products.models import Product

NAMES = [
    *("Crème brûlée", "Çay", "Şiş köfte", "Käsekuchen", "Smørrebrød", "Phở", "Œuf", "Weißbier"),
    *("İskender", "قَهْوة", "أرز", "Iced Latte", "Coca-Cola", "Fish & Chips"),
]


def add(name):
    return actions.product_create(
        seller_id=OWNER, fields={"location_id": HERE, "name": name, "price": "1"}
    )


@pytest.fixture
def found(api):
    def ask(name):
        response = api.ask(f"/products/find/?{urlencode({'name': name, 'location_id': HERE})}")
        return [each["product"]["name"] for each in response.json()["response"]]

    return ask


@pytest.fixture
def menu(db):
    return [add(name) for name in NAMES]


@pytest.mark.parametrize(
    ("search", "name"),
    [
        *[("creme", "Crème brûlée"), ("BRULEE cre", "Crème brûlée"), ("cay", "Çay")],
        *[("sis kofte", "Şiş köfte"), ("kase", "Käsekuchen"), ("kaese", "Käsekuchen")],
        *[("smorrebrod", "Smørrebrød"), ("pho", "Phở"), ("oeuf", "Œuf")],
        *[("weissbier", "Weißbier"), ("iskender", "İskender"), ("ISKENDER", "İskender")],
        *[("قهوة", "قَهْوة"), ("ارز", "أرز"), ("latte iced", "Iced Latte")],
        *[("coca cola", "Coca-Cola"), ("fish chips", "Fish & Chips"), ("&", "Fish & Chips")],
        ("cre\u0300me", "Crème brûlée"),
    ],
)
def test_a_search_folds_letters_on_both_sides_alike(found, menu, search, name):
    assert found(search) == [name]


@pytest.mark.parametrize("search", ["creme cay", "weisbier", "%", "_", "\\", "ce%me"])
def test_a_search_finds_nothing_else(found, menu, search):
    assert found(search) == []


def test_a_renamed_product_is_found_by_its_new_name(found, menu):
    actions.product_edit(product_id=menu[0].id, at_location=HERE, fields={"name": "Pâté"})
    assert (found("pate"), found("creme")) == (["Pâté"], [])


def test_a_row_of_an_older_process_is_found_by_its_name_and_folded_by_the_worker(found, menu):
    here = Product.objects.filter(id=menu[0].id)
    here.update(searchable="")
    assert (found("crème"), found("creme")) == (["Crème brûlée"], [])
    Product.objects.filter(id=menu[1].id).update(name="Café")  # as an older process renames
    assert (names_fold(), names_fold()) == (2, 0)
    assert (found("creme"), found("cafe"), found("cay")) == (["Crème brûlée"], ["Café"], [])


def test_what_was_there_before_is_folded_by_the_migration(found, menu):
    Product.objects.update(searchable="")
    import_module("products.migrations.0011_fill_in_what_searches_look_into").fill(apps, None)
    assert found("sis kofte") == ["Şiş köfte"]
    assert names_fold() == 0


@pytest.mark.django_db
def test_an_imported_product_is_found_so_too(found, api, owner):
    body = {"csv": "name,price\nJalapeño,1\n", "dry_run": False}
    assert api.send(f"/products/import/{HERE}/", body, token=owner).status_code == 200
    assert found("jalapeno") == ["Jalapeño"]


@pytest.mark.django_db
def test_the_same_name_may_stand_in_two_categories_that_do_not_look_alike(api, owner):
    def create(*categories):
        named = [{"name": each} for each in categories]
        product = {"location_id": HERE, "name": "Zaatar", "price": "2", "categories": named}
        return api.send("/products/create/", {"product": product}, token=owner)

    assert create("Saj").status_code == 200
    assert create("Croissant").status_code == 200
    for alike in ("saj", "Ｓaj", "Sa\u200bj", " SAJ "):
        assert create(alike).json()["reason"] == "duplicate_product"
    listed = create("Tea", "tea", "T\u200bea", "ＴＥＡ", "Hot").json()["response"]["categories"]
    assert listed == [{"name": "Tea"}, {"name": "Hot"}]


KINDS = {"category": "categories", "tag": "tags", "additive": "additives"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        *[("Süßes", "susses"), ("Süßes", "SUESSES"), ("Süßes", "süßes"), ("Çaylar", "caylar")],
        *[("Œufs", "oeufs"), ("Entrées", "ENTREES"), ("قَهْوة", "قهوة"), ("E 150 d", "e 150  D")],
        *[("🌶", "🌶"), ("!!!", "!!!"), ("'", "'"), ("C#", "c#")],
    ],
)
def test_labels_are_found_as_a_whole_however_they_are_written(api, db, kind, stored, asked):
    fields = {"location_id": HERE, "name": "It", "price": "1", KINDS[kind]: ["Other", stored]}
    actions.product_create(seller_id=OWNER, fields=fields)
    for search, names in ((asked, ["It"]), (f"{asked}x", []), (asked[:-1] or "x", [])):
        response = api.ask(f"/products/find/?{urlencode({kind: search})}")
        assert [each["product"]["name"] for each in response.json()["response"]] == names
    others = {other: asked for other in KINDS if other != kind}
    for other in others:
        assert api.ask(f"/products/find/?{urlencode({other: asked})}").json()["response"] == []


def test_all_labels_that_are_asked_for_have_to_be_there(api, espresso):
    fields = "category=COFFEE&tag=vegan&additive=Caffeine"
    assert len(api.ask(f"/products/find/?{fields}").json()["response"]) == 1
    assert api.ask(f"/products/find/?{fields}x").json()["response"] == []


def test_labels_that_were_there_before_are_folded_by_the_migration(api, espresso):
    old = ["category:süsses", "tag:vegan"]  # "Süßes" in any case
    Product.objects.update(labels=old, categories=["Süßes"], tags=["Vegan"], additives=[])
    path = f"/products/find/?{urlencode({'category': 'susses', 'tag': 'VEGAN'})}"
    assert api.ask(path).json()["response"] == []
    assert len(api.ask(f"/products/find/?{urlencode({'category': 'SÜSSES'})}").json()["response"])
    import_module("products.migrations.0013_labels_with_folded_letters").fill(apps, None)
    assert len(api.ask(path).json()["response"]) == 1
    assert set(old) < set(Product.objects.get().labels)
