"""Groups of options in a file of products: by their names."""

import pytest
from conftest import HERE, OWNER, THERE
from products.actions import options as actions
from products.actions import products
from products.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(db):
    """The ids of two groups, one of which has an odd name, by name."""
    names = ("Milk", "=Size|cup")
    return {each: _group(HERE, each) for each in names}


@pytest.fixture
def latte(groups):
    fields = {"location_id": HERE, "name": "Latte", "price": "3", "is_listed": False}
    chosen = {"option_groups": [groups["=Size|cup"], groups["Milk"]]}
    return products.product_create(seller_id=OWNER, fields={**fields, **chosen})


@pytest.fixture
def exported(api, owner):
    return lambda: api.ask(f"/products/export/{HERE}/", token=owner).content.decode()


@pytest.fixture
def imported(api, owner):
    def send(text, location=HERE, **body):
        path = f"/products/import/{location}/"
        return api.send(path, {"csv": text, **body}, token=owner)

    return send


def _group(location, name):
    options = [{"name": "Large"}, {"name": "Small"}]
    fields = {"name": name, "options": options}
    return actions.group_create(location_id=location, fields=fields)["id"]


def test_groups_stand_in_a_cell_by_their_names(exported, imported, latte):
    _, line, *_ = exported().splitlines()
    assert line.endswith(r";0;'=Size\|cup|Milk;")
    before = list(Product.objects.values())
    report = imported(exported()).json()["response"]
    assert (report["unchanged"], report["lines"], report["errors"]) == (1, [], [])
    assert list(Product.objects.values()) == before


def test_a_line_gives_a_product_its_groups_in_order(imported, groups, latte):
    text = f"id;name;price;option_groups;is_listed\n{latte.id};Latte;3; MILK;1\n;Mocha;4;Milk;\n"
    seen = imported(text, dry_run=True).json()["response"]
    report = imported(text, expected=seen["digest"]).json()["response"]
    mocha = Product.objects.get(name="Mocha")
    names = [[{"name": "=Size|cup"}, {"name": "Milk"}], [{"name": "Milk"}]]
    changes = {"option_groups": names, "is_listed": [False, True]}
    assert [each["changes"] for each in report["lines"]] == [changes, {}]
    latte.refresh_from_db()
    assert latte.option_groups == mocha.option_groups == [groups["Milk"]]
    assert latte.is_listed
    assert mocha.is_listed


def test_an_empty_cell_takes_all_groups_away_and_leaves_the_menu_alone(imported, latte):
    text = f"id;option_groups;is_listed\n{latte.id};;\n"
    assert imported(text).json()["response"]["changed"] == 1
    latte.refresh_from_db()
    assert (latte.option_groups, latte.is_listed) == ([], False)


@pytest.mark.parametrize("cell", ["Sugar", "Milk|Sugar", "Theirs"])
def test_a_group_that_the_place_does_not_have_is_told(imported, groups, cell):
    _group(THERE, "Theirs")
    text = f"name;price;option_groups\nMocha;4;{cell}\n"
    problem = {"line": 2, "field": "option_groups", "reason": "option_group_not_found"}
    assert imported(text, dry_run=True).json()["response"]["errors"] == [problem]
    refused = imported(text)
    assert (refused.status_code, refused.json()["details"]) == (400, [problem])
    assert not Product.objects.filter(name="Mocha").exists()


@pytest.mark.parametrize("cell", ["Milk|milk", "Milk||", "|".join(["Milk"] * 21)])
def test_a_cell_that_is_no_list_of_groups_is_told(imported, groups, cell):
    text = f"name;price;option_groups\nMocha;4;{cell}\n"
    problem = {"line": 2, "field": "option_groups", "reason": "erroneous_value"}
    assert imported(text, dry_run=True).json()["response"]["errors"] == [problem]


def test_a_menu_with_options_goes_where_groups_of_these_names_are(exported, imported, latte):
    ids = [_group(THERE, each) for each in ("Milk", "=Size|cup")]
    header, line, *_ = exported().removeprefix("\ufeff").splitlines()
    text = f"{header.removeprefix('id;')}\n{line.partition(';')[2]}\n"
    assert imported(text, location=THERE).json()["response"]["created"] == 1
    assert Product.objects.get(location_id=THERE).option_groups == ids[::-1]
