"""A menu leaves one place as a CSV file and is the same at another: CSV out and in."""

import csv
import io
from typing import Any

import pytest
from conftest import HERE, OWNER, THERE
from photographs import BLUE, folder, image, photograph, send
from products.actions import products as actions
from products.models import Product

pytestmark = pytest.mark.django_db
__all__ = ["folder", "send"]
OWN = {"id", "location_id", "slug", "seller_id", "position", "available"}
MENU: list[dict[str, Any]] = [
    {"name": "Käsekuchen", "price": "3.50", "categories": ["Kuchen", "Süßes", "A | B"]},
    {"name": "Espresso", "price": "2.40", "categories": ["Coffee", "Hot"], "stock": 7},
    {"name": "Espresso", "price": "2.00", "categories": ["To go", "Coffee"], "barcode": "12"},
    {"name": "=Sum; \"it\", 'too'", "price": "0", "description": "Two\nlines", "is_active": False},
    {
        "name": "Wine",
        "price": "12.00",
        "categories": ["Bar"],
        "min_age": 18,
        "tags": ["-x", "b\\c"],
    },
    {"name": "Far", "price": "1.00", "image": "https://cdn.example/a.jpg", "additives": ["1", "+"]},
    {"name": "Nowhere", "price": "5.00", "vat_rate": "5.50", "low_stock_threshold": 0},
]


@pytest.fixture
def menu(db):
    ids = [
        actions.product_create(seller_id=OWNER, fields={"location_id": HERE, **each}).id
        for each in MENU
    ]
    actions.menu_arrange(location_id=HERE, product_ids=[ids[4], ids[0], ids[6]])
    return ids


@pytest.fixture
def export(api, owner):
    def ask(location_id=HERE, separator="semicolon"):
        path = f"/products/export/{location_id}/?separator={separator}"
        return api.ask(path, token=owner).content.decode()

    return ask


@pytest.fixture
def take_in(api, owner):
    def send_file(text, location_id=THERE, **more):
        body = {"csv": text, **more}
        return api.send(f"/products/import/{location_id}/", body, token=owner)

    return send_file


def without(text, *columns):
    """The file without these columns, as somebody deletes them in a spreadsheet."""
    separator = ";" if ";" in text.splitlines()[0] else ","
    rows = list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    )
    keep = [at for at, name in enumerate(rows[0]) if name not in columns]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows([row[at] for at in keep] for row in rows)
    return written.getvalue()


def shown(api, location_id):
    """What guests read, in the order of the menu, without what is each place's own."""
    answer = api.ask(f"/products/find/?location_id={location_id}").json()["response"]
    products = [each["product"] for each in answer]
    products.sort(key=lambda each: (each["position"] is None, each["position"] or 0))
    return [{name: value for name, value in each.items() if name not in OWN} for each in products]


@pytest.mark.parametrize("separator", ["semicolon", "comma"])
def test_a_menu_is_the_same_at_a_fresh_place(api, menu, export, take_in, separator):
    answer = take_in(without(export(separator=separator), "id"))
    assert answer.status_code == 200, answer.json()
    assert answer.json()["response"]["created"] == len(MENU)
    assert shown(api, THERE) == shown(api, HERE)
    again = take_in(export(THERE, separator)).json()["response"]
    assert (again["unchanged"], again["lines"]) == (len(MENU), [])


def test_a_menu_with_pictures_comes_back_as_it_was(api, menu, export, take_in, send, folder):
    address = image(send(photograph()))
    Product.objects.filter(id=menu[0]).update(image=address)
    before, text = shown(api, HERE), export()
    answer = take_in(text, HERE).json()["response"]
    assert (answer["unchanged"], answer["lines"]) == (len(MENU), [])
    other = image(send(photograph(colour=BLUE)))
    answer = take_in(text.replace(address, other), HERE).json()["response"]
    assert [each["changes"] for each in answer["lines"]] == [{"image": [address, other]}]
    assert take_in(text, HERE).status_code == 200
    assert shown(api, HERE) == before


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_picture_of_another_place_is_refused_by_its_line_and_nothing_changes(
    api, menu, export, take_in, send, folder, dry_run
):
    Product.objects.filter(id=menu[0]).update(image=image(send(photograph())))
    text = without(export(), "id")
    answer = take_in(text, dry_run=dry_run)
    errors = [{"line": 3, "field": "image", "reason": "picture_elsewhere"}]
    if dry_run:
        assert answer.json()["response"]["errors"] == errors
    else:
        assert (answer.status_code, answer.json()["details"]) == (400, errors)
    assert Product.objects.filter(location_id=THERE).count() == 0
    assert take_in(without(text, "image")).status_code == 200
    assert [each["image"] for each in shown(api, THERE)] == [None] * len(MENU)


def test_a_picture_that_is_not_there_is_refused_by_its_line(export, take_in, menu, folder):
    address = f"/products/pictures/{THERE}/{'a' * 32}-640.jpg"
    for text, reason in (
        (f"name;price;image\nTea;2;{address}", "picture_not_found"),
        (f"name;price;image\nTea;2;{address}x", "erroneous_value"),
    ):
        answer = take_in(text)
        problem = {"line": 2, "field": "image", "reason": reason}
        assert (answer.status_code, answer.json()["details"]) == (400, [problem])
