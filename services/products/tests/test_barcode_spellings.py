"""12 digits (UPC-A), and 13 with a 0 before them (EAN-13), are one barcode."""

from collections import Counter
from importlib import import_module

import pytest
from conftest import FOREIGN, HERE, OWNER, THERE
from django.db import connection
from products import lookup
from products.actions import products as actions
from products.barcodes import are_one, spellings
from products.models import Product
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db
CREATE = "/products/create/"
UPC, EAN = "036000291452", "0036000291452"


@pytest.fixture
def create(api, owner):
    """Create a product with a barcode; the whole response."""

    def send(name, barcode, location_id=HERE):
        product = {"location_id": location_id, "name": name, "price": 1, "barcode": barcode}
        return api.send(CREATE, {"product": product}, token=owner)

    return send


@pytest.fixture
def edit(api, owner):
    def send(product, **fields):
        path = f"/products/edit/{product['id']}/"
        return api.send(path, {"product": fields}, token=owner)

    return send


@pytest.fixture
def scan(api):
    """What a scanner gets: the name, or None."""

    def ask(barcode, location_id=None):
        lookup.forget()
        at = f"?location_id={location_id}" if location_id else ""
        answer = api.ask(f"/products/barcode/{barcode}/{at}").json()
        return answer["response"]["name"] if answer["success"] else None

    return ask


@pytest.mark.parametrize(
    ("barcode", "others"),
    [
        (UPC, [EAN]),
        (EAN, [UPC]),
        ("4006381333931", []),
        ("36000291452", []),
        ("00036000291452", []),
        ("O36000291452", []),
        ("03600029145X", []),
        (f"{UPC}\n", []),
        ("٠٣٦٠٠٠٢٩١٤٥٢", []),
        ("", []),
    ],
)
def test_how_a_barcode_may_be_written(barcode, others):
    assert spellings(barcode) == [barcode, *others]
    assert all(are_one(barcode, each) for each in [barcode, *others])
    assert not are_one(barcode, None)


@pytest.mark.parametrize(("stored", "scanned"), [(UPC, EAN), (EAN, UPC)])
def test_a_scan_finds_both_and_shows_what_was_written(
    api, create, scan, stored, scanned, django_assert_num_queries
):
    product = create("Tissues", stored).json()["response"]
    assert product["barcode"] == stored
    assert scan(stored) == scan(scanned) == scan(scanned, HERE) == "Tissues"
    assert scan(scanned, THERE) is scan(UPC[1:]) is None
    lookup.forget()
    with django_assert_num_queries(1):
        assert api.ask(f"/products/barcode/{scanned}/").json()["response"] == product
    found = api.ask(f"/products/find/?barcode={scanned}").json()["response"]
    assert found == [{"product": product}]


def test_the_two_are_one_at_a_location(create, edit, refused):
    tissues = create("Tissues", UPC).json()["response"]
    refused(create("Towels", EAN), 400, "duplicate_barcode")
    towels = create("Towels", "1").json()["response"]
    refused(edit(towels, barcode=EAN), 400, "duplicate_barcode")
    there = create("Towels", EAN, THERE).json()["response"]
    refused(edit(there, location_id=HERE, name="Wipes"), 400, "duplicate_barcode")
    assert edit(tissues, barcode=EAN).json()["response"]["barcode"] == EAN
    assert edit(tissues, barcode=UPC, name="Soft tissues").json()["response"]["barcode"] == UPC
    barcodes = list(Product.objects.order_by("id").values_list("barcode", flat=True))
    assert barcodes == [UPC, "1", EAN]


@pytest.mark.django_db(transaction=True)
def test_of_two_spellings_at_once_one_is_taken(owner):
    def create(number):
        product = {"location_id": HERE, "name": f"P{number}", "price": 1}
        product["barcode"] = (UPC, EAN)[number % 2]
        return ApiClient().send(CREATE, {"product": product}, token=owner).json().get("reason")

    assert Counter(at_once(create, 30)) == {None: 1, "duplicate_barcode": 29}


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_the_constraint_decides(owner, monkeypatch):
    """Both have looked before either wrote."""
    monkeypatch.setattr(actions, "_barcode_taken", lambda product: False)
    fields = {"location_id": HERE, "price": 1}
    ids = [
        actions.product_create(seller_id=OWNER, fields={**fields, "name": f"P{number}"}).id
        for number in range(2)
    ]

    def edit(number):
        body = {"product": {"barcode": (UPC, EAN)[number]}}
        path = f"/products/edit/{ids[number]}/"
        return ApiClient().send(path, body, token=owner).json().get("reason")

    assert Counter(at_once(edit, 2)) == {None: 1, "duplicate_barcode": 1}


def test_anywhere_the_first_active_one_is_found_however_it_is_written(create, edit, scan):
    first = create("First", EAN).json()["response"]
    create("Second", UPC, THERE)
    assert scan(UPC) == scan(EAN) == "First"
    edit(first, is_active=False)
    assert scan(UPC) == scan(EAN) == "Second"


def test_a_file_keeps_the_barcode_that_a_spreadsheet_took_the_0_off(api, owner, create):
    product = create("Tissues", EAN).json()["response"]
    exported = api.ask(f"/products/export/{HERE}/", token=owner).content.decode()
    assert f";{EAN};" in exported

    def imported(text):
        body = {"csv": text, "dry_run": True}
        return api.send(f"/products/import/{HERE}/", body, token=owner).json()["response"]

    report = imported(exported.replace(EAN, UPC))
    assert (report["unchanged"], report["lines"], report["errors"]) == (1, [], [])
    other = imported(f"id;barcode\n{product['id']};{UPC[:-1]}9")
    assert other["lines"][0]["changes"] == {"barcode": [EAN, f"{UPC[:-1]}9"]}
    twin = imported(f"name;price;barcode\nTowels;1;{UPC}")
    assert twin["errors"] == [{"line": 2, "field": "barcode", "reason": "duplicate_barcode"}]
    both = imported("name;price;barcode\na;1;012345678905\nb;1;0012345678905")
    assert [each["line"] for each in both["errors"]] == [3]


@pytest.fixture
def twins():
    """A location that had both spellings before that was refused; the migration has come since."""
    migration = import_module("products.migrations.0008_barcodes_written_in_two_ways")
    [rule] = [one for one in Product._meta.constraints if one.name == "product_barcode_in_full"]
    with connection.schema_editor() as schema:
        schema.remove_constraint(Product, rule)
        for name, barcode, location_id in [
            *(("Old", EAN, HERE), ("Young", UPC, HERE)),
            *(("Elsewhere", UPC, FOREIGN), ("Long", f"0{EAN}", HERE)),
        ]:
            Product.objects.create(
                location_id=location_id, seller_id=OWNER, name=name, price=1, barcode=barcode
            )
        schema.execute(migration.SET_APART)
        schema.add_constraint(Product, rule)
    assert list(Product.objects.filter(barcode_twin=True).values_list("name")) == [("Young",)]
    return [{"id": each.id} for each in Product.objects.order_by("id")]


def test_pairs_from_before_go_on_as_they_are(twins, create, edit, scan, refused):
    old, young, *_ = twins
    assert (scan(EAN, HERE), scan(UPC, HERE), scan(UPC)) == ("Old", "Young", "Old")
    for product, name in ((old, "Older"), (young, "Younger")):
        assert edit(product, name=name, price=2).status_code == 200
    for barcode in (UPC, EAN):
        refused(create("New", barcode), 400, "duplicate_barcode")
    edit(old, is_active=False)
    assert scan(EAN, HERE) == "Younger"


def test_a_pair_that_was_parted_is_none_again(twins, edit, refused):
    old, young, *_ = twins
    assert edit(young, barcode="1").status_code == 200
    refused(edit(young, barcode=UPC), 400, "duplicate_barcode")
    assert edit(old, barcode=None).status_code == 200
    assert edit(young, barcode=UPC).status_code == 200
    assert not Product.objects.filter(barcode_twin=True).exists()
