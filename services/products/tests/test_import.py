"""Products as a CSV file: out, in, and out again."""

import csv
import io

import pytest
from books import book
from conftest import FOREIGN, HERE, NOWHERE, OWNER, THERE
from kit.models import IdempotentAnswer
from products.actions import products as actions
from products.csv_file import COLUMNS
from products.models import Movement, Product

pytestmark = pytest.mark.django_db
ODD: list[dict[str, object]] = [
    {"name": '=SUM(A1)"', "description": "one; two,\r\nthree", "price": "0", "stock": 0},
    {"name": "'=text", "tags": ["a|b", "c\\", "-d"], "barcode": "-1", "price": "99999999"},
    {"name": "Té ☕", "categories": ["@home", "Coffee"], "is_active": False, "vat_rate": "7.50"},
    {"name": "Sekt", "min_age": 18, "vat_rate": "19.00"},
    {"name": "'quoted'", "image": "/a.png", "low_stock_threshold": 0, "additives": ["+"]},
]


@pytest.fixture
def exported(api, owner):
    """The text of the file: `exported()`, `exported("comma", location=THERE)`."""

    def export(separator="", *, location=HERE):
        query = f"?separator={separator}" if separator else ""
        response = api.ask(f"/products/export/{location}/{query}", token=owner)
        assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
        assert response["Content-Disposition"] == f'attachment; filename="products-{location}.csv"'
        return response.content.decode()

    return export


@pytest.fixture
def imported(api, owner):
    """Send a file: `imported("name;price\\nTea;2", dry_run=True)`."""

    def send(text, *, location=HERE, token=owner, headers=None, **body):
        body = {"csv": text, **body}
        return api.send(f"/products/import/{location}/", body, token=token, headers=headers)

    return send


@pytest.fixture
def problems(imported):
    """What is wrong in a file, by a dry run; an import says the same, changing nothing."""

    def errors(text, **body):
        before = list(Product.objects.values())
        found = imported(text, dry_run=True, **body).json()["response"]["errors"]
        refused = imported(text, **body)
        reason = {"success": False, "reason": "erroneous_lines", "details": found}
        assert (refused.status_code, refused.json()) == (400, reason)
        assert list(Product.objects.values()) == before
        return [(each["line"], each["field"], each["reason"]) for each in found]

    return errors


def _odd_products(location=HERE):
    for fields in ODD:
        new = {"location_id": location, "price": "1.50", **fields}
        actions.product_create(seller_id=OWNER, fields=new)


@pytest.mark.parametrize("separator", ["semicolon", "comma"])
def test_what_is_exported_is_imported_unchanged(exported, imported, espresso, separator):
    _odd_products()
    Product.objects.filter(id=espresso.id).update(image="ftp://old.example/a.png", price="2.4049")
    before, moved = list(Product.objects.values()), Movement.objects.count()
    for dry_run in (True, False):
        report = imported(exported(separator), dry_run=dry_run).json()["response"]
        report.pop("digest")
        assert report == {"created": 0, "changed": 0, "unchanged": 6, "lines": [], "errors": []}
    assert (list(Product.objects.values()), Movement.objects.count()) == (before, moved)


@pytest.mark.parametrize("separator", ["semicolon", "comma"])
def test_a_menu_is_taken_to_another_location(exported, imported, separator):
    _odd_products()
    rows = exported(separator).replace("\ufeffid", "\ufeff", 1).splitlines(keepends=True)
    mark = ";" if separator == "semicolon" else ","
    cells = list(csv.reader(io.StringIO("".join(rows), newline=""), delimiter=mark))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows([each[1:] for each in cells])
    report = imported(text.getvalue(), location=THERE).json()["response"]
    assert (report["created"], report["errors"]) == (5, [])
    here, there = (
        list(Product.objects.filter(location_id=each).order_by("id").values(*COLUMNS[1:]))
        for each in (HERE, THERE)
    )
    assert there == here


def test_the_file_is_one_of_spreadsheets(exported, espresso):
    header = "id;name;categories;price;stock;barcode;is_active;description;tags;additives"
    header += ";low_stock_threshold;min_age;image;vat_rate;is_listed;option_groups;allergens\r\n"
    line = "Espresso;Coffee;2,40;20;4006381333931;1;Short;Vegan;Caffeine;5;;;;1;;\r\n"
    assert exported() == f"\ufeff{header}{espresso.id};{line}"
    assert exported("comma") == exported().replace("2,40", "2.40").replace(";", ",")


@pytest.mark.parametrize("first", "=+-@\t\r")
def test_nothing_is_run_as_a_formula(exported, first):
    for number, text in enumerate((f"{first}1", f"'{first}1", f"''{first}1")):
        actions.product_create(
            seller_id=OWNER,
            fields={
                "location_id": HERE,
                "name": f"P{number}",
                "description": text,
                "price": "1",
            },
        )
    reader = csv.DictReader(io.StringIO(exported().lstrip("\ufeff"), newline=""), delimiter=";")
    written = [each["description"] for each in reader]
    assert written == [f"'{first}1", f"''{first}1", f"'''{first}1"]


def test_lines_create_and_change(imported, espresso, cake):
    text = "\ufeffid;name;price;stock;tags\n"
    text += f"{espresso.id};Espresso;2,60;22;Vegan\n\n;Tea;3;;a|b\n{cake.id};;;;\n"
    report = imported(text.replace(f"{cake.id};;;;", f"{cake.id};Cake;3,5;3;")).json()["response"]
    tea = Product.objects.get(name="Tea")
    changes = {"price": ["2.40", "2.60"], "stock": [20, 22]}
    assert report["lines"] == [
        {
            "line": 2,
            "action": "changed",
            "product_id": espresso.id,
            "name": "Espresso",
            "changes": changes,
        },
        {"line": 4, "action": "created", "product_id": tea.id, "name": "Tea", "changes": {}},
    ]
    assert (report["created"], report["changed"], report["unchanged"]) == (1, 1, 1)
    assert (str(tea.price), tea.stock, tea.tags, tea.seller_id) == ("3.00", None, ["a", "b"], OWNER)
    last = Movement.objects.latest("id")
    assert (last.product_id, last.kind, last.change, last.stock, last.who) == (
        espresso.id,
        "stock_taking",
        2,
        22,
        "user1",
    )
    assert Movement.objects.filter(product_id=cake.id).count() == 1


def test_a_dry_run_changes_nothing_and_says_the_same(imported, espresso):
    text = f"id,name,price\n{espresso.id},Ristretto,2.4\n,Espresso,1\n"
    before = list(Product.objects.values())
    dry = imported(text, dry_run=True).json()["response"]
    assert list(Product.objects.values()) == before
    assert dry["lines"][1]["product_id"] is None
    real = imported(text, expected=dry["digest"]).json()["response"]
    assert real["lines"][1].pop("product_id") == Product.objects.get(name="Espresso").id
    dry["lines"][1].pop("product_id")
    assert real == dry


def test_an_import_as_it_was_looked_at(imported, ledger, cake, espresso, refused):
    text = f"id;stock\n{cake.id};3\n{espresso.id};30\n"
    seen = imported(text, dry_run=True).json()["response"]["digest"]
    ledger("hold", key="k", lines={cake.id: 1}, commit=True)
    refused(imported(text, expected=seen), 409, "products_changed")
    assert (book(cake), book(espresso)) == ((2, 0), (20, 0))
    without = {"without_stock": True}
    assert imported(text, **without).json()["response"]["unchanged"] == 2
    seen = imported(text, dry_run=True).json()["response"]["digest"]
    assert imported(text, expected=seen).json()["response"]["changed"] == 2
    assert (book(cake), book(espresso)) == ((3, 0), (30, 0))


def test_a_file_that_is_sent_again_is_imported_once(imported, ledger, cake, refused):
    text, key = f"id,name,price,stock\n{cake.id},Cake,3.5,9\n,Tea,2,1\n", {"Idempotency-Key": "f"}
    first = imported(text, headers=key)
    ledger("hold", key="k", lines={cake.id: 1}, commit=True)
    again = imported(text, headers=key)
    assert (again.status_code, again.content) == (200, first.content)
    assert (book(cake), Product.objects.count()) == ((8, 0), 2)
    refused(imported(text + "\n,Milk,1,1", headers=key), 422, "idempotency_key_reused")


def test_a_refused_import_leaves_its_key_free(imported, cake):
    key = {"Idempotency-Key": "f"}
    assert imported("name,price\nCAKE,1\n", headers=key).status_code == 400
    assert not IdempotentAnswer.objects.exists()
    assert imported("name,price\nTea,1\n", headers=key).status_code == 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, None, "missing")]),
        ("\n", [(1, None, "missing")]),
        (";;\n", [(1, None, "missing")]),
        ("name;prise\nTea;1", [(1, "prise", "erroneous_value")]),
        ("name;Name\nTea;1", [(1, "Name", "erroneous_value")]),
        ("name;price\nTea;1;2", [(2, None, "erroneous_value")]),
        ('name;price\n"Tea;1', [(2, None, "erroneous_value")]),
        ('name;price\n"Tea"x;1', [(2, None, "erroneous_value")]),
        ("name\nTea", [(2, "price", "missing")]),
        ("price\n1\n2", [(2, "name", "missing"), (3, "name", "missing")]),
        ("name,price\n,\n ,x", [(3, "name", "missing"), (3, "price", "erroneous_value")]),
        ("name;price\nTea;1\nＴｅａ;1", [(3, "name", "duplicate_product")]),
        ("name;price;barcode\na;1;7\nb;1;7", [(3, "barcode", "duplicate_barcode")]),
        ("id;name;price\n999999999;Tea;1", [(2, "id", "product_not_found")]),
        ("id;name;price\nx;Tea;1\n-1;b;1", [(line, "id", "erroneous_value") for line in (2, 3)]),
        ('name;price;description\na;1;"x\ny"\nb;x;', [(3, "price", "erroneous_value")]),
    ],
)
def test_what_is_wrong_is_told_by_line(problems, text, expected):
    assert problems(text) == expected


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("price", ["", "x", "-1", "1,234", "1.200", "1.234,5", "1,2,3", "100000000", "1e3", "２"]),
        ("stock", ["x", "-1", "1,5", "1.0", "+1", "1_0", "2147483648", "１"]),
        ("min_age", ["0", "100", "x"]),
        ("vat_rate", ["-1", "100", "x", "7,123", "1.900", "７"]),
        ("low_stock_threshold", ["-1", "x"]),
        ("is_active", ["maybe", "2"]),
        ("barcode", ["a b", "a/b", "4,00638E+12", "4.00638e+12", "x" * 65]),
        ("image", ["ftp://a.example/", "//a.example/", "javascript:alert(1)", "x"]),
        ("name", ["", "x" * 201]),
        ("tags", ["a||b", "|", "x" * 101, "\\", "|".join(map(str, range(51)))]),
    ],
)
def test_values_that_are_none(problems, espresso, column, values):
    for value in values:
        text = f"id;{column}\n{espresso.id};{value}"
        reason = "erroneous_value" if value else "missing"
        assert problems(text) == [(2, column, reason)], value


@pytest.mark.parametrize(
    ("mark", "value", "price"),
    [(";", "3", "3.00"), (";", "3,5", "3.50"), (";", "3.55", "3.55"), (",", "3.5", "3.50")],
)
def test_prices_as_spreadsheets_write_them(imported, espresso, mark, value, price):
    report = imported(f"ID{mark} Price\r{espresso.id}{mark} {value} \r").json()["response"]
    assert report["lines"][0]["changes"] == {"price": ["2.40", price]}


def test_an_empty_cell_empties_a_field_that_may_be_empty(imported, espresso):
    columns = ("categories", "stock", "barcode", "description", "tags", "image", "is_active")
    report = imported(f"id;{';'.join(columns)}\n{espresso.id};;;;;;;").json()["response"]
    assert set(report["lines"][0]["changes"]) == {*columns} - {"image", "is_active"}
    espresso.refresh_from_db()
    assert (espresso.stock, espresso.barcode, espresso.categories) == (None, None, [])
    assert espresso.is_active


def test_a_product_stands_in_one_line(problems, espresso):
    assert problems(f"id\n{espresso.id}\n{espresso.id}") == [(3, "id", "duplicate_line")]


def test_products_of_others_are_not_found(problems, imported, espresso, refused, other, service):
    text = f"id;price\n{espresso.id};1"
    assert problems(text, location=THERE) == [(2, "id", "product_not_found")]
    for token in ("", "x", other, service):
        refused(imported(text, token=token), 403, "incorrect_credentials")


def test_who_may_export(api, owner, waiter, admin, other, service, espresso, refused):
    path = f"/products/export/{HERE}/"
    for token in ("", "x", other, service):
        refused(api.ask(path, token=token), 403, "incorrect_credentials")
    for token in (owner, waiter, admin):
        assert b"Espresso" in api.ask(path, token=token).content
    for location in (FOREIGN, NOWHERE):
        response = api.ask(f"/products/export/{location}/", token=owner)
        refused(response, 403, "incorrect_credentials")
    refused(api.ask(path + "?separator=tab", token=owner), 400, "erroneous_value")


def test_no_more_than_a_location_may_have(imported, problems, admin, espresso, monkeypatch):
    monkeypatch.setattr(actions, "PRODUCTS", 2)
    text = "name;price\na;1\nb;1"
    assert problems(text) == [(3, None, "too_many_products")]
    assert imported(text, token=admin).json()["response"]["created"] == 2


def test_no_more_lines_than_that(problems):
    text = "name;price\n" + "a;1\n" * 5001
    assert (5002, None, "too_many_products") in problems(text)


@pytest.mark.parametrize(
    "body", [{}, {"csv": None}, {"csv": 1}, {"csv": "", "dry_run": 1}, {"csv": "", "expected": 5}]
)
def test_malformed_requests(api, owner, body, refused):
    refused(api.send(f"/products/import/{HERE}/", body, token=owner), 400, "malformed_json")
