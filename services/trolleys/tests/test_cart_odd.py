"""What nobody should send to a cart: a clear 4xx, and nothing has changed."""

import pytest
from testing.hostile import NO_OBJECTS
from trolleys.models import CartAudit, CartLine
from world import goods

pytestmark = pytest.mark.django_db

CART = "/api/cart/"
WRITES = {
    "add": "POST",
    "update": "PATCH",
    "remove": "DELETE",
    "clear": "DELETE",
    "refresh": "POST",
}
READS = ("", "summary/", "validate/", "audit-logs/")


@pytest.fixture
def full(api, john, shop):
    """John has two of the tea."""
    shop(goods())
    api.send(f"{CART}add/", {"product_id": 10, "quantity": 2}, token=john)


def unchanged():
    return CartLine.objects.get().quantity == 2 and CartAudit.objects.count() == 1


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_what_is_no_object(api, john, full, body):
    for name, method in WRITES.items():
        if name in ("clear", "refresh") and not body.strip():
            continue  # they need no body
        answer = api.call(method, f"{CART}{name}/", body, token=john)
        assert answer.status_code == 400, name
        assert answer.json()["message"] in ("Invalid request", "Validation failed")
    assert unchanged()


IDS = ("x", "10", "", None, True, 1.5, 0, -1, 2**63, 10**30, [], {}, [10])


@pytest.mark.parametrize("product_id", IDS)
def test_what_is_no_product_id(api, john, full, product_id):
    for name in ("add", "update", "remove"):
        body = {"product_id": product_id, "quantity": 1}
        answer = api.call(WRITES[name], f"{CART}{name}/", body, token=john)
        assert (answer.status_code, answer.json()["message"]) == (400, "Validation failed")
        assert "product_id" in answer.json()["errors"]
    assert unchanged()


@pytest.mark.parametrize("quantity", ["x", "3", "", None, True, 1.5, -1, 10**30, [], {}])
def test_what_is_no_quantity(api, john, full, quantity):
    for name in ("add", "update"):
        body = {"product_id": 10, "quantity": quantity}
        answer = api.call(WRITES[name], f"{CART}{name}/", body, token=john)
        assert (answer.status_code, answer.json()["message"]) == (400, "Validation failed")
        assert list(answer.json()["errors"]) == ["quantity"]
    assert unchanged()


def test_quantities_out_of_range(api, john, full):
    for name, quantity in (("add", 0), ("update", 100), ("update", None)):
        body = {"product_id": 10} | ({} if quantity is None else {"quantity": quantity})
        answer = api.call(WRITES[name], f"{CART}{name}/", body, token=john)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["quantity"])
    assert unchanged()


@pytest.mark.parametrize("body", [{}, {"product_id": 10, "barcode": "1"}, {"quantity": 1}])
def test_one_product_has_to_be_named(api, john, full, body):
    answer = api.send(f"{CART}add/", body, token=john)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["product_id"])
    assert unchanged()


@pytest.mark.parametrize("session_id", [5, True, [], {}, "a\0b"])
def test_a_session_id_that_is_no_text(api, john, full, session_id):
    for name, method in WRITES.items():
        body = {"session_id": session_id, "product_id": 10, "quantity": 1}
        answer = api.call(method, f"{CART}{name}/", body, token=john)
        assert (answer.status_code, answer.json()["message"]) == (400, "Invalid request")
    for name in READS:
        assert api.ask(f"{CART}{name}?session_id=a%00b").status_code == 400
    assert unchanged()


def test_each_path_answers_with_and_without_the_slash(api, john, full):
    for name in READS:
        assert api.ask(f"{CART}{name}".rstrip("/"), token=john).status_code == 200
    for name in ("refresh", "clear"):
        assert api.call(WRITES[name], f"{CART}{name}", token=john).status_code == 200


def test_other_methods(api, john, full):
    for path, method in (("", "POST"), ("add/", "GET"), ("update/", "POST"), ("clear/", "POST")):
        answer = api.call(method, f"{CART}{path}", {}, token=john)
        assert (answer.status_code, answer.json()["message"]) == (405, "Method not allowed")
    assert unchanged()


def test_who_wants_a_problem_gets_one(api, john, full):
    answer = api.call(
        "DELETE",
        f"{CART}remove/",
        {"product_id": 11},
        token=john,
        headers={"Accept": "application/problem+json"},
    )
    assert answer.json() == {
        "type": "about:blank",
        "title": "Item not found in cart",
        "status": 404,
        "code": "item_not_found",
    }
