"""`expected` at /products/edit/: who saves last learns what another has changed meanwhile."""

import pytest
from products.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def edit(api, owner, espresso):
    """Send an edit of the espresso; the whole response."""

    def send(expected, **fields):
        body = {"product": fields, "expected": expected}
        return api.send(f"/products/edit/{espresso.id}/", body, token=owner)

    return send


@pytest.fixture
def shown(api, espresso):
    return lambda: api.ask(f"/products/get/{espresso.id}/").json()["response"]


SEEN = {
    "name": "Espresso",
    "description": "Short",
    "price": "2.40",
    "barcode": "4006381333931",
    "stock": 20,
    "is_active": True,
    "image": None,
    "categories": [{"name": "Coffee"}],
    "position": None,
}


@pytest.mark.parametrize(
    "expected",
    [{}, None, SEEN, {"price": 2.4}, {"price": "2.400"}, {"image": ""}, {"unknown": 1}],
)
def test_what_is_as_expected_is_changed(edit, expected):
    assert edit(expected, price="2.60").json()["response"]["price"] == "2.60"


@pytest.mark.parametrize(
    "expected",
    [
        {"price": "2.39"},
        {"price": None},
        {"price": "two"},
        {"stock": None},
        {"stock": 0},
        {"description": ""},
        {"categories": []},
        {"categories": [{"name": "coffee"}]},
        {"name": ["Espresso"]},
        {"is_active": False, "name": "Espresso"},
        {"position": 1},
    ],
)
def test_what_is_not_as_expected_is_told_and_nothing_changes(edit, shown, expected):
    before = shown()
    response = edit(expected, price="2.60", description="Long", tags=[])
    refused = {"success": False, "reason": "product_changed", "details": [before]}
    assert (response.status_code, response.json()) == (409, refused)
    assert shown() == before


def test_two_forms_that_change_different_fields_lose_nothing(edit, shown):
    assert edit({"description": "Short"}, description="Long").status_code == 200
    assert edit({"price": "2.40"}, price="2.60").status_code == 200
    assert (shown()["description"], shown()["price"]) == ("Long", "2.60")


def test_what_is_as_asked_already_is_no_conflict(edit, shown):
    for _ in range(2):  # the answer of the first was lost
        assert edit({"price": "2.40", "tags": []}, price=2.6, tags=[]).status_code == 409
        assert edit({"price": "2.40", "stock": 20}, price=2.6, stock=None).status_code == 200
    assert (shown()["price"], shown()["stock"]) == ("2.60", None)


@pytest.mark.parametrize("expected", ["x", 5, [], ["price"], True, {str(n): n for n in range(51)}])
def test_what_is_no_object_is_malformed(edit, refused, expected):
    refused(edit(expected, price="2.60"), 400, "malformed_json")
    assert not Product.objects.filter(price="2.60").exists()


@pytest.mark.parametrize(
    ("currency", "price", "text"),
    [
        ("EUR", "2.4", "2.40"),
        ("JPY", 450, "450"),
        ("JPY", "450.00", "450"),
        ("KWD", "1.375", "1.375"),
        ("KWD", 0, "0.000"),
        ("IDR", "1000000", "1000000.00"),
    ],
)
def test_prices_have_the_decimals_of_the_currency(edit, shown, settings, currency, price, text):
    settings.CURRENCY = currency
    assert edit({}, price=price).json()["response"]["price"] == shown()["price"] == text


@pytest.mark.parametrize(
    ("currency", "price"),
    [("EUR", "1.999"), ("EUR", 0.001), ("JPY", "450.5"), ("KWD", 1.3755), ("EUR", 0.1 + 0.2)],
)
def test_more_decimals_than_the_currency_has(edit, settings, refused, currency, price):
    settings.CURRENCY = currency
    refused(edit({}, price=price), 400, "erroneous_value")
    assert str(Product.objects.get().price) == "2.40"
