"""What a guest saw is what is ordered: dearer or renamed is refused once, cheaper is taken."""

from decimal import Decimal

import pytest
from orders import catalogue
from orders.models import CartLine, Order
from world import ADD, CREATE, LOCATION, PLACE, SEND, answer, espresso, refusal, shown, wanted

pytestmark = pytest.mark.django_db

PRODUCT = f"/internal/products/1337/?location_id={LOCATION}"
CHANGED = [{"product_id": 1337, "name": "Espresso", "price": "9.90"}]


def body_of(path, table, **line):
    if path == PLACE:
        return {"session_code": table, "lines": [{"product_id": 1337, **line}]}
    return wanted(table, **line)


def ordered(path):
    """The prices of what is ordered, or of what is in the cart."""
    rows = CartLine if path == ADD else Order
    return list(rows.objects.order_by("id").values_list("price", flat=True))


@pytest.fixture(params=[CREATE, PLACE, ADD])
def path(request):
    return request.param


@pytest.mark.parametrize("price", ["2.40", "2.4", 2.4, "9.90", 99_999_999, None, 0])
def test_the_price_that_was_seen(api, table, sell, path, price):
    cheap = price in (None, 0)
    sell(1337, espresso())
    response = api.send(path, body_of(path, table, price=price))
    assert response.status_code == (409 if cheap else 200)
    assert ordered(path) == ([] if cheap else [Decimal("2.40")])


def test_a_dearer_product_is_refused_with_what_it_is_now(api, table, sell, path, heard):
    sell(1337, espresso(price="9.90"))
    response = api.send(path, body_of(path, table, price="2.40", name="Espresso"))
    assert refusal(response) == (409, "product_changed")
    assert response.json()["details"] == CHANGED
    assert (ordered(path), heard()) == ([], [])
    response = api.send(path, body_of(path, table, price="9.90", name="Espresso"))
    assert (response.status_code, ordered(path)) == (200, [Decimal("9.90")])


def test_a_renamed_product_is_refused(api, table, sell, path):
    sell(1337, espresso(name="Soup: lobster"))
    response = api.send(path, body_of(path, table, name="Soup: tomato"))
    assert refusal(response) == (409, "product_changed")
    assert response.json()["details"][0]["name"] == "Soup: lobster"
    assert ordered(path) == []


def test_a_repeat_of_what_was_refused_is_refused_again(api, table, sell, path):
    sell(1337, espresso(price="9.90"))
    body, headers = body_of(path, table, price="2.40"), {"Idempotency-Key": "tap"}
    for _ in range(2):
        response = api.send(path, body, headers=headers)
        assert refusal(response) == (409, "product_changed")
    assert ordered(path) == []


def test_a_repeat_of_what_was_taken_is_not_compared_again(api, table, sell, path):
    sell(1337, espresso())
    body, headers = body_of(path, table, price="2.40"), {"Idempotency-Key": "tap"}
    first = api.send(path, body, headers=headers)
    sell(1337, espresso(price="9.90"))
    catalogue._seen.clear()
    again = api.send(path, body, headers=headers)
    assert (first.status_code, first.content) == (200, again.content)


def test_what_was_seen_may_be_newer_than_our_copy(api, table, sell, products, path):
    sell(1337, espresso(price="9.90"))
    api.send(path, body_of(path, table))
    sell(1337, espresso())  # made cheaper; our copy is younger than two seconds
    response = api.send(path, body_of(path, table, price="2.40"))
    assert (response.status_code, ordered(path)[1:]) == (200, [Decimal("2.40")])
    assert products.asked("GET", PRODUCT) == 2


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ({"price": "9.90"}, 200),  # at the lower price of our copy
        ({"price": "2.40"}, 200),
        ({"price": "2.00"}, 503),
        ({"price": "9.90", "name": "Ristretto"}, 503),
    ],
)
def test_products_is_down(api, table, sell, products, path, line, status):
    sell(1337, espresso())
    api.send(path, body_of(path, table))
    products.broken = True
    response = api.send(path, body_of(path, table, **line))
    assert response.status_code == status
    assert ordered(path)[1:] == ([Decimal("2.40")] if status == 200 else [])


def test_a_place_without_products_has_no_price_to_change(api, table, sell, path):
    sell(1337, keeps=False)
    response = api.send(path, body_of(path, table, price=None, name=""))
    assert (response.status_code, ordered(path)) == (200, [None])


@pytest.mark.parametrize(
    "line",
    [
        *({"price": price} for price in ("x", True, "NaN", "Infinity", -1, "1e9", [], {}, "")),
        *({"name": name} for name in (5, "x" * 201, [])),
    ],
)
def test_what_nobody_can_have_seen(api, table, path, line):
    response = api.send(path, body_of(path, table, **line))
    assert refusal(response) == (400, "malformed_json")


def test_all_that_changed_in_a_batch_is_told_and_nothing_is_ordered(api, table, products):
    menu = [
        espresso(id=1337, price="9.90"),
        espresso(id=2, name="Tea", price="1.90"),
        espresso(id=3, name="Cake", price="5.00"),
    ]
    menu = [{**product, "location_id": LOCATION} for product in menu]
    products.on("POST", "/internal/products/batch/", {"success": True, "response": menu})
    lines = [
        {"product_id": 3, "price": "4.00"},
        {"product_id": 1337, "price": "2.40"},
        {"product_id": 1337, "price": "2.50"},
        {"product_id": 2, "price": "2.00"},
    ]
    response = api.send(PLACE, {"session_code": table, "lines": lines})
    cake = {"product_id": 3, "name": "Cake", "price": "5.00"}
    assert response.json()["details"] == [cake, *CHANGED]
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("currency", "price", "text"),
    [("JPY", "450", "450"), ("KWD", "1.375", "1.375"), ("EUR", "99999999", "99999999.00")],
)
def test_prices_have_the_decimals_of_their_currency(
    api, table, sell, settings, currency, price, text
):
    settings.CURRENCY = currency
    sell(1337, espresso(price=price))
    line = answer(api.send(ADD, wanted(table, price=price)))
    [order] = answer(api.send(SEND, {"session_code": table}))["orders"]
    created = answer(api.send(CREATE, wanted(table, price=text)))["orders"][1]
    assert {line["price"], order["price"], created["price"]} == {text}
    assert shown(api, table) == []
