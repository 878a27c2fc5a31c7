"""Roles of staff at the menu: managers change it; the kitchen and waiters say what is sold out."""

import pytest
from conftest import HERE, OWNER, THERE, WAITER
from products.models import Movement, Product, ProductChange
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def works_as(locations, signer):
    """The token of somebody who works here, and nowhere else, in a role."""

    def hire(role, location_id=HERE):
        people = {"id": location_id, "name": "Café", "user_id": OWNER, "staff": [WAITER]}
        answer = {"success": True, "response": people | {"roles": {str(WAITER): role}}}
        locations.on("GET", f"/internal/locations/{location_id}/", answer)
        return signer.access(WAITER)

    return hire


@pytest.fixture
def mark(api, espresso):
    """Say whether the espresso is sold out."""

    def send(sold_out, **options):
        return api.send(f"/products/sold_out/{espresso.id}/", {"sold_out": sold_out}, **options)

    return send


def managers_calls(product):
    least = {"location_id": HERE, "name": "Cake", "price": "3.50"}
    return {
        "/products/create/": {"product": least},
        f"/products/edit/{product.id}/": {"product": {"price": "9"}},
        f"/products/arrange/{HERE}/": {"product_ids": [product.id]},
        f"/products/import/{HERE}/": {"csv": "name;price\nTea;2"},
        f"/products/stock/{product.id}/": {"change": 5},
        f"/products/movements/{product.id}/": None,
        f"/products/export/{HERE}/": None,
        f"/products/delete/{product.id}/": {},
    }


def call(api, path, body, token):
    asks = api.ask(path, token=token) if body is None else api.send(path, body, token=token)
    return asks.status_code, asks


@pytest.mark.parametrize("role", ["kitchen", "waiter"])
def test_nothing_of_a_managers_is_the_kitchens_or_a_waiters(api, works_as, espresso, refused, role):
    token, before = works_as(role), Product.objects.values().get()
    for path, body in managers_calls(espresso).items():
        refused(call(api, path, body, token)[1], 403, "role_not_allowed")
    assert (Product.objects.values().get(), Movement.objects.count()) == (before, 1)


def test_a_manager_may_all_of_it(api, works_as, espresso):
    token = works_as("manager")
    for path, body in managers_calls(espresso).items():
        assert call(api, path, body, token)[0] == 200, path


@pytest.mark.parametrize(("role", "status"), [("waiter", 400), ("manager", 200)])
def test_a_product_moves_only_to_where_one_is_a_manager(api, works_as, espresso, role, status):
    works_as(role, THERE)
    body = {"product": {"location_id": THERE}}
    token = works_as("manager")
    response = api.send(f"/products/edit/{espresso.id}/", body, token=token)
    assert response.status_code == status
    espresso.refresh_from_db()
    assert espresso.location_id == (THERE if status == 200 else HERE)


@pytest.mark.parametrize("role", ["kitchen", "waiter", "manager"])
def test_all_staff_say_what_is_sold_out_and_nothing_else_changes(
    mark, works_as, espresso, owner, role
):
    before, token = Product.objects.values().get(), works_as(role)
    for sold_out in (True, True, False, False):
        answer = mark(sold_out, token=token).json()["response"]
        assert (answer["id"], answer["is_active"]) == (espresso.id, not sold_out)
        assert Product.objects.values().get() == before | {"is_active": not sold_out}
    assert Movement.objects.count() == 1


def test_what_is_sold_out_already_is_no_change(mark, owner):
    mark(True, token=owner)
    told = ProductChange.objects.values_list("pk", "changed_at").get()
    assert mark(True, token=owner).status_code == 200
    assert ProductChange.objects.values_list("pk", "changed_at").get() == told


def test_strangers_say_nothing(api, mark, other, signer, espresso, refused):
    for token in (other, signer.access(77), "", "x"):
        refused(mark(True, token=token), 403, "incorrect_credentials")
    refused(
        api.send("/products/sold_out/987654/", {"sold_out": True}, token=other),
        404,
        "product_not_found",
    )
    espresso.refresh_from_db()
    assert espresso.is_active


@pytest.mark.parametrize("sold_out", [None, "", "true", 1, 0, [], {}])
def test_what_says_neither(mark, owner, espresso, refused, sold_out):
    refused(mark(sold_out, token=owner), 400, "malformed_json")
    espresso.refresh_from_db()
    assert espresso.is_active


def test_while_locations_is_down(mark, owner, locations, espresso, refused):
    locations.broken = True
    refused(mark(True, token=owner), 503, "locations_service_unavailable")
    espresso.refresh_from_db()
    assert espresso.is_active


@pytest.mark.django_db(transaction=True)
def test_a_new_price_and_sold_out_at_the_same_time_are_both_kept(owner, espresso):
    def send(number):
        if number % 2:
            price = {"product": {"price": f"{number}.00"}}
            return ApiClient().send(f"/products/edit/{espresso.id}/", price, token=owner)
        path = f"/products/sold_out/{espresso.id}/"
        return ApiClient().send(path, {"sold_out": True}, token=owner)

    assert {answer.status_code for answer in at_once(send, 20)} == {200}
    espresso.refresh_from_db()
    assert (espresso.is_active, espresso.price % 2) == (False, 1)
