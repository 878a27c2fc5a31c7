"""POST /products/arrange/: the order of a menu."""

import pytest
from conftest import FOREIGN, HERE, NOWHERE, OWNER, THERE
from products.actions import products as actions
from products.models import Product
from testing.races import at_once

pytestmark = pytest.mark.django_db
PATH = f"/products/arrange/{HERE}/"


@pytest.fixture
def menu(espresso):
    """The ids of three products, as they came."""
    ids = [espresso.id]
    for name in ("Tea", "Cake"):
        fields = {"location_id": HERE, "name": name, "price": "3.50"}
        ids.append(actions.product_create(seller_id=OWNER, fields=fields).id)
    return ids


@pytest.fixture
def arrange(api, waiter):
    def send(ids, token=waiter, path=PATH, **fields):
        return api.send(path, {"product_ids": ids, **fields}, token=token)

    return send


def places(ids):
    by_id = dict(Product.objects.values_list("id", "position"))
    return [by_id[each] for each in ids]


def test_the_order_is_kept_and_told(api, arrange, menu):
    espresso, tea, cake = menu
    response = arrange([cake, espresso, tea])
    assert response.json() == {"success": True, "response": {"product_ids": [cake, espresso, tea]}}
    assert places([cake, espresso, tea]) == [1, 2, 3]
    assert api.ask(f"/products/get/{cake}/").json()["response"]["position"] == 1
    found = api.ask(f"/products/find/?location_id={HERE}").json()["response"]
    assert [each["product"]["id"] for each in found] == menu


def test_who_saw_another_order_is_told_that_of_now(arrange, menu):
    espresso, tea, cake = menu
    assert arrange([tea, espresso, cake], expected=menu).status_code == 200
    late = arrange([cake, espresso, tea], expected=menu)
    assert (late.status_code, late.json()["reason"]) == (409, "menu_changed")
    assert late.json()["details"] == [{"product_ids": [tea, espresso, cake]}]
    assert places([tea, espresso, cake]) == [1, 2, 3]
    repeated = arrange([tea, espresso, cake], expected=menu)  # the first answer was lost
    assert repeated.json()["response"] == {"product_ids": [tea, espresso, cake]}


def test_what_came_or_went_meanwhile_is_no_conflict(arrange, menu):
    espresso, tea, cake = menu
    arrange(menu)
    actions.product_delete(product_id=tea, at_location=HERE)
    fields = {"location_id": HERE, "name": "Pie", "price": "3.50"}
    pie = actions.product_create(seller_id=OWNER, fields=fields).id
    answer = arrange([cake, espresso], expected=menu).json()
    assert answer["response"] == {"product_ids": [cake, espresso, pie]}


def test_of_many_who_saw_the_same_one_arranges(arrange, menu):
    espresso, tea, cake = menu
    orders = [[cake, tea, espresso], [tea, cake, espresso]]
    answers = [arrange(order, expected=menu) for order in orders]
    assert [each.status_code for each in answers] == [200, 409]


def test_what_is_not_named_follows(arrange, menu):
    espresso, tea, cake = menu
    assert arrange([tea]).json()["response"] == {"product_ids": [tea, espresso, cake]}
    assert arrange([]).json()["response"] == {"product_ids": menu}
    assert places(menu) == [1, 2, 3]


def test_what_came_later_has_no_place(arrange, menu):
    arrange(menu)
    fields = {"location_id": HERE, "name": "Pie", "price": "3.50"}
    assert actions.product_create(seller_id=OWNER, fields=fields).position is None


def test_products_of_others_stay_where_they_are(arrange, menu):
    fields = {"location_id": FOREIGN, "name": "Pie", "price": "3.50"}
    pie = actions.product_create(seller_id=2, fields=fields).id
    assert arrange([pie, 987654, menu[2]]).json()["response"]["product_ids"][0] == menu[2]
    assert places([pie]) == [None]


def test_a_product_that_moves_leaves_its_place(arrange, menu):
    arrange(menu)
    fields = {"location_id": THERE}
    actions.product_edit(product_id=menu[0], at_location=HERE, fields=fields)
    assert places(menu) == [None, 2, 3]


def test_only_whoever_works_there(arrange, menu, other, admin, refused):
    refused(arrange(menu[::-1], other), 403, "incorrect_credentials")
    refused(arrange(menu[::-1], path=f"/products/arrange/{NOWHERE}/"), 403, "incorrect_credentials")
    assert places(menu) == [None] * 3
    assert arrange(menu[::-1], admin).status_code == 200


@pytest.mark.parametrize(
    "wrong", [None, 5, "x", {}, [0], [-1], [1.5], [True], [None], ["x"], [2**63], [7, 7]]
)
def test_what_is_no_order_changes_nothing(arrange, menu, refused, wrong):
    refused(arrange(wrong), 400, "malformed_json")
    assert places(menu) == [None] * 3


@pytest.mark.django_db(transaction=True)
def test_of_many_orders_at_once_one_is_whole(menu):
    orders = [menu, menu[::-1], [menu[1], menu[2], menu[0]]]
    at_once(lambda n: actions.menu_arrange(location_id=HERE, product_ids=orders[n % 3]), 30)
    assert list(Product.objects.order_by("position").values_list("id", flat=True)) in orders
