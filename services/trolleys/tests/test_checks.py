"""Spot checks: drawn once at a checkout, decided by what staff scan."""

import json
from collections import Counter

import pytest
from testing.client import ApiClient
from testing.races import at_once
from trolleys.models import (
    BoardEvent,
    CartAudit,
    CartLine,
    Payment,
    PlaceSettings,
    Session,
    SessionEvent,
    StaffDecision,
)
from world import CLERK, MARKET, goods

pytestmark = pytest.mark.django_db

PATH, CHECKOUT = "/api/session/check", "/api/session/checkout"
TEA = goods(10, name="Tea", barcode="4006381333931")
JAM = goods(11, name="Jam", price="2.00", barcode="036000291452")  # UPC-A
GIN = goods(12, name="Gin", price="20.00", min_age=18, barcode="4006381333933")
MISSING = {"success": False, "reason": "product_not_found"}


@pytest.fixture(autouse=True)
def _sold(shop, products):
    shop(TEA, JAM, GIN)
    products.on("GET", f"/products/barcode/0000/?location_id={MARKET}", MISSING, status=404)


@pytest.fixture
def place(db):
    """The market checks this many in a hundred."""

    def decide(percent=100, items=3):
        PlaceSettings.objects.update_or_create(
            location_id=MARKET,
            defaults={"spot_check_percent": percent, "spot_check_items": items, "cash": True},
        )

    decide()
    return decide


@pytest.fixture
def cart(api, session):
    """John has three teas and two jams."""
    for product, quantity in ((TEA, 3), (JAM, 2)):
        body = {"session_id": str(session.session_id), "product_id": product["id"]}
        assert api.send("/api/cart/add/", {**body, "quantity": quantity}).status_code == 201
    return session.cart


@pytest.fixture
def checkout(api, session):
    """Cash, so that no provider is needed."""
    body = {"session_id": str(session.session_id), "provider": "cash"}
    return lambda: api.send(CHECKOUT, body)


@pytest.fixture
def checked(cart, place, checkout):
    """A check of three units is under way."""
    assert checkout().status_code == 409


@pytest.fixture
def scan(api, session, clerk):
    def send(*barcodes, token=clerk, headers=None, **more):
        body = {"session_id": str(session.session_id), "barcodes": list(barcodes), **more}
        return api.send(PATH, body, token=token, headers=headers)

    return send


def quantities():
    return dict(CartLine.objects.values_list("name", "quantity"))


def events(kind):
    return [json.loads(one.data) for one in SessionEvent.objects.filter(kind=kind).order_by("seq")]


def board():
    rows = BoardEvent.objects.filter(kind="waiting.changed").order_by("seq")
    return [[entry["kind"] for entry in json.loads(row.data)["waiting"]] for row in rows]


def test_the_first_checkout_that_would_succeed_is_held_up(
    api, cart, place, checkout, session, clerk
):
    refused = checkout()
    check = refused.json()["check"]
    assert (refused.status_code, refused.json()["error"]) == (409, "Spot check required")
    assert (check["state"], check["items"]) == ("waiting", 3)
    assert checkout().json()["check"] == check  # once per session, and it stays
    assert api.ask(f"/api/session/{session.session_id}").json()["check"] == check
    assert events("check.changed") == [check]
    assert board() == [["check"]]
    (entry,) = api.ask(f"/api/session/waiting?location_id={MARKET}", token=clerk).json()
    assert (entry["kind"], entry["items"], entry["since"]) == ("check", 3, check["since"])
    assert not Payment.objects.exists()


def test_the_cart_is_frozen_meanwhile(api, checked, session):
    body = {"session_id": str(session.session_id), "product_id": 10}
    for method, path in (
        ("POST", "/api/cart/add/"),
        ("DELETE", "/api/cart/remove/"),
        ("DELETE", "/api/cart/clear/"),
        ("POST", "/api/cart/refresh/"),
    ):
        refused = api.call(method, path, body)
        assert (refused.status_code, refused.json()["message"]) == (409, "Spot check required")
        assert refused.json()["data"]["check"]["state"] == "waiting"
    assert quantities() == {"Tea": 3, "Jam": 2}


def test_an_empty_or_faulty_cart_draws_nothing(api, session, place, checkout, shop):
    assert checkout().status_code == 400
    body = {"session_id": str(session.session_id), "product_id": 10}
    api.send("/api/cart/add/", body)
    CartLine.objects.update(price_at_addition="1.00")
    assert checkout().json()["error"] == "Cart has validation issues"
    assert Session.objects.get().check_drawn is None


def test_goods_that_are_all_there_pass_and_the_checkout_goes_on(scan, checked, checkout, products):
    answer = scan("4006381333931", "0036000291452", "036000291452")
    assert (answer.status_code, answer.json()) == (200, {"state": "passed"})
    products.on("POST", "/internal/stock/hold/", {"success": True, "response": {"state": "held"}})
    assert checkout().status_code == 201
    assert [one["state"] for one in events("check.changed")] == ["waiting", "passed"]
    assert board()[:2] == [["check"], []]
    record = StaffDecision.objects.get()
    assert (record.kind, record.user_id, record.details["state"]) == ("check", CLERK, "passed")
    assert quantities() == {"Tea": 3, "Jam": 2}


@pytest.mark.parametrize(
    ("barcodes", "missing"),
    [
        (["4006381333931", "4006381333933", "036000291452"], ["4006381333933"]),
        (["4006381333931"] * 4, ["4006381333931"]),
        (["0000", "0000", "4006381333931"], ["0000", "0000"]),
        (["036000291452", "0036000291452", "0036000291452"], ["0036000291452"]),
    ],
)
def test_goods_that_are_not_in_the_cart_are_missed(scan, checked, barcodes, missing):
    answer = scan(*barcodes)
    assert answer.json() == {"state": "missed", "not_in_cart": missing}
    assert Session.objects.get().check_state == "missed"
    assert quantities() == {"Tea": 3, "Jam": 2}
    again = scan("4006381333931", "036000291452", "036000291452")
    assert again.json() == {"state": "missed", "not_in_cart": []}  # only all of it counts now
    assert StaffDecision.objects.count() == 2


def test_then_the_cart_becomes_what_was_scanned(scan, checked, checkout, clerk, session):
    scan("4006381333933", "4006381333933", "4006381333933")
    known = CartAudit.objects.latest("id").pk
    answer = scan(*["4006381333931"] * 2, "4006381333933", whole=True)
    assert answer.json() == {"state": "passed"}
    assert quantities() == {"Tea": 2, "Gin": 1}
    gin = CartLine.objects.get(name="Gin")
    assert (gin.approval, str(gin.price_at_addition)) == ("approved", "20.00")
    rows = CartAudit.objects.filter(pk__gt=known).order_by("id")
    assert {row.user_name for row in rows} == {"clerk"}
    assert {(row.action, row.product_name, json.dumps(row.changes)) for row in rows} == {
        ("ADD", "Gin", '{"price": "20.00", "quantity": 1}'),
        ("UPDATE", "Tea", '{"new_quantity": 2, "old_quantity": 3}'),
        ("REMOVE", "Jam", '{"quantity": 2}'),
    }
    (recount,) = [one for one in events("cart.changed") if one["action"] == "recount"]
    assert (recount["line"], recount["total_items"], recount["subtotal"]) == (None, 3, "29.00")
    assert board()[-1] == []


def test_an_unknown_barcode_among_all_changes_nothing(scan, checked):
    refused = scan("4006381333931", "0000", whole=True)
    assert refused.status_code == 404
    assert refused.json()["error"] == "Product not found or unavailable"
    assert quantities() == {"Tea": 3, "Jam": 2}
    assert Session.objects.get().check_state == "waiting"
    assert not StaffDecision.objects.exists()


def test_an_empty_trolley_empties_the_cart(scan, checked):
    assert scan(whole=True).json() == {"state": "passed"}
    assert quantities() == {}


def test_more_than_99_of_one_are_refused(scan, checked):
    refused = scan(*["4006381333931"] * 100, whole=True)
    assert refused.status_code == 400
    assert quantities() == {"Tea": 3, "Jam": 2}


def test_staff_may_let_it_pass(scan, checked):
    assert scan(skip=True).json() == {"state": "passed"}
    assert StaffDecision.objects.get().details["skip"] is True


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_are_refused(scan, checked, count):
    refused = scan(*["4006381333931"] * count)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")
    assert Session.objects.get().check_state == "waiting"


def test_fewer_are_enough_where_there_are_no_more(scan, cart, place, checkout):
    place(items=20)
    checkout()
    assert scan(*["4006381333931"] * 3, "036000291452").status_code == 400
    assert scan(*["4006381333931"] * 3, *["036000291452"] * 2).json() == {"state": "passed"}


def test_without_a_check_there_is_nothing_to_decide(scan, cart, place):
    for more in ({}, {"whole": True}, {"skip": True}):
        refused = scan("4006381333931", **more)
        assert (refused.status_code, refused.json()["error"]) == (409, "Nothing to decide")
    assert quantities() == {"Tea": 3, "Jam": 2}


def test_refusals(api, scan, checked, john, signer, locations, session, clerk, products):
    assert scan(skip=True, token="").status_code == 401
    for token in (john, signer.access(77, roles=("staff",))):
        assert scan(skip=True, token=token).status_code == 403
    for odd in ("x", "", "00000000-0000-0000-0000-000000000000"):
        unknown = api.send(PATH, {"session_id": odd, "skip": True}, token=clerk)
        assert (unknown.status_code, unknown.json()["error"]) == (404, "Session not found")
    locations.broken = True
    assert scan(skip=True).status_code == 503
    locations.broken = False
    products.broken = True
    assert scan("777", "777", "777").status_code == 503
    Session.objects.update(alive_until=session.started_at)
    assert scan(skip=True).json()["error"] == "Session has expired due to inactivity"
    Session.objects.update(state="ended")
    assert scan(skip=True).json()["error"] == "Session has ended"
    assert Session.objects.get().check_state == "waiting"


@pytest.mark.parametrize(
    "change",
    [
        *({"session_id": odd} for odd in (None, 5)),
        *({"barcodes": [odd]} for odd in (5, None, "", "a b", "a/b", "x" * 65)),
        *({"barcodes": "4006381333931"}, {"barcodes": ["1"] * 9901}),
        *({"barcodes": [str(number) for number in range(101)]}, {"whole": 1}, {"skip": "true"}),
    ],
)
def test_odd_fields_change_nothing(api, checked, session, clerk, change):
    body = {"session_id": str(session.session_id), "barcodes": ["4006381333931"] * 3, **change}
    refused = api.send(PATH, body, token=clerk)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")
    assert Session.objects.get().check_state == "waiting"


def test_the_same_key_gets_the_same_answer(scan, checked):
    headers = {"Idempotency-Key": "tap"}
    first = scan("4006381333933", "4006381333933", "4006381333933", headers=headers)
    scan(skip=True)
    again = scan("4006381333933", "4006381333933", "4006381333933", headers=headers)
    assert (again.status_code, again.content) == (200, first.content)
    assert Session.objects.get().check_state == "passed"
    assert scan(skip=True, headers=headers).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_checkouts_at_once_draw_once(cart, place, session):
    body = {"session_id": str(session.session_id), "provider": "cash"}
    answers = at_once(lambda _: ApiClient().send(CHECKOUT, body).json()["error"], 8)
    assert Counter(answers) == {"Spot check required": 8}
    assert len(events("check.changed")) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_members_of_staff_at_once_one_decides(checked, session, clerk, operator):
    tokens = [clerk, operator]
    whole = {"barcodes": ["4006381333933"] * 2, "whole": True}
    skip = {"skip": True}

    def decide(number):
        body = {"session_id": str(session.session_id), **(whole, skip)[number % 2]}
        return ApiClient().send(PATH, body, token=tokens[number % 2]).status_code

    answers = at_once(decide, 8)
    assert Counter(answers) == {200: 1, 409: 7}
    assert StaffDecision.objects.count() == 1
    assert quantities() in ({"Gin": 2}, {"Tea": 3, "Jam": 2})
    assert (quantities() == {"Gin": 2}) is StaffDecision.objects.get().details["whole"]
