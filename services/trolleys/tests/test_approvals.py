"""Age-restricted lines: staff approve or deny them."""

import json
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from testing.client import ApiClient
from testing.races import at_once
from trolleys import catalogue
from trolleys.models import BoardEvent, Cart, CartLine, Session, SessionEvent, StaffDecision
from world import CLERK, goods

pytestmark = pytest.mark.django_db

PATH = "/api/session/approve"
BEER = goods(10, name="Beer", min_age=16, barcode="4006381333931")
GIN = goods(11, name="Gin", min_age=18, barcode="4006381333932")
TEA = goods(12, name="Tea", barcode="4006381333933")


@pytest.fixture(autouse=True)
def _sold(shop):
    shop(BEER, GIN, TEA)


@pytest.fixture
def add(api, session):
    """Put a unit of a product into John's cart; its line."""

    def put(product, quantity=1):
        body = {
            "session_id": str(session.session_id),
            "product_id": product["id"],
            "quantity": quantity,
        }
        answer = api.send("/api/cart/add/", body)
        assert answer.status_code in (200, 201), answer.json()
        return answer.json()["data"]

    return put


@pytest.fixture
def decide(api, clerk):
    def say(line, approved, token=clerk, **more):
        body = {"line_id": line["id"], "approved": approved}
        return api.send(PATH, body, token=token, **more)

    return say


def approvals():
    return dict(CartLine.objects.values_list("name", "approval"))


def told(kind="waiting.changed"):
    events = BoardEvent.objects.filter(kind=kind).order_by("seq")
    return [[entry["kind"] for entry in json.loads(event.data)["waiting"]] for event in events]


def test_a_line_waits_from_the_add_on_and_staff_see_it(api, add, clerk, session):
    add(TEA)
    assert told() == []
    line = add(BEER, 2)
    assert line["approval"] == "waiting"
    assert told() == [["age"]]
    assert json.loads(BoardEvent.objects.get().data)["waiting"][0]["line"] == line
    catalogue.forget()  # as in a process that has not been asked for beer yet
    (entry,) = api.ask("/api/session/waiting?location_id=31", token=clerk).json()
    assert (entry["kind"], entry["user"], entry["trolley_id"]) == ("age", "john_doe", "TROLLEY_01")
    assert entry["line"] == line, "as its cart shows it"
    assert (entry["cart_items_count"], entry["subtotal"]) == (3, "13.50")
    session.refresh_from_db()
    since = CartLine.objects.get(pk=line["id"]).waiting_since
    assert session.busy_until == since + timedelta(minutes=15)


def test_an_approval_is_told_to_phone_and_board(add, decide, session):
    line = add(BEER)
    answer = decide(line, True)
    assert (answer.status_code, answer.json()["approval"]) == (200, "approved")
    assert answer.json()["product"]["name"] == "Beer"
    event = json.loads(SessionEvent.objects.filter(kind="cart.changed").latest("seq").data)
    assert (event["action"], event["line"]["approval"]) == ("approval", "approved")
    assert told() == [["age"], []]
    assert Session.objects.get().busy_until is None
    record = StaffDecision.objects.get()
    assert (record.kind, record.user_id, record.session) == ("age", CLERK, session)
    assert record.details["approved"] is True


def test_an_approval_holds_for_any_quantity_and_for_later_lines_up_to_its_age(add, decide):
    decide(add(GIN), True)
    assert add(GIN, 3)["approval"] == "approved"
    assert add(BEER)["approval"] == "approved"
    assert Cart.objects.get().approved_age == 18


def test_an_approval_of_a_lower_age_leaves_the_higher_waiting(add, decide):
    decide(add(BEER), True)
    assert add(GIN)["approval"] == "waiting"
    assert approvals() == {"Beer": "approved", "Gin": "waiting"}


def test_who_is_old_enough_for_one_line_is_so_for_what_waits_beside_it(add, decide):
    add(BEER)
    decide(add(GIN), True)
    assert approvals() == {"Beer": "approved", "Gin": "approved"}
    assert told()[-1] == []
    events = SessionEvent.objects.filter(kind="cart.changed").order_by("-seq")[:2]
    shown = [json.loads(event.data)["line"] for event in events]
    assert {(line["product"]["name"], line["approval"]) for line in shown} == {
        ("Beer", "approved"),
        ("Gin", "approved"),
    }


def test_a_denied_line_stays_until_it_is_approved(api, add, decide, session):
    line = add(BEER)
    assert decide(line, False).json()["approval"] == "denied"
    assert told()[-1] == []
    decide(add(GIN), True)
    assert approvals() == {"Beer": "denied", "Gin": "approved"}
    assert decide(line, True).json()["approval"] == "approved"


def test_what_was_denied_and_is_added_anew_waits_again(api, add, decide, session):
    decide(add(GIN), True)
    line = add(BEER)
    decide(line, False)
    body = {"session_id": str(session.session_id), "product_id": 10}
    assert api.call("DELETE", "/api/cart/remove/", body).status_code == 200
    assert add(BEER)["approval"] == "waiting"


def test_a_line_that_is_removed_waits_no_longer(api, add, session):
    add(BEER)
    body = {"session_id": str(session.session_id), "product_id": 10}
    api.call("DELETE", "/api/cart/remove/", body)
    assert told() == [["age"], []]
    add(BEER)
    api.call("DELETE", "/api/cart/clear/", {"session_id": str(session.session_id)})
    assert told() == [["age"], [], ["age"], []]
    assert Session.objects.get().busy_until is None


def test_the_same_decision_again_changes_nothing(add, decide):
    line = add(BEER)
    first = decide(line, True)
    assert decide(line, True).json() == first.json()
    assert StaffDecision.objects.count() == 1
    assert len(told()) == 2


def test_a_line_that_needs_no_approval_is_not_decided_about(add, decide):
    refused = decide(add(TEA), True)
    assert (refused.status_code, refused.json()["error"]) == (409, "Nothing to decide")
    assert not StaffDecision.objects.exists()


def test_a_users_cart_is_decided_about_by_staff_without_a_place(
    api, john, decide, clerk, signer, operator
):
    line = api.send("/api/cart/add/", {"product_id": 10}, token=john).json()["data"]
    staff = signer.access(77, username="sam", roles=("staff",))
    (entry,) = api.ask("/api/session/waiting", token=staff).json()
    assert (entry["session_id"], entry["trolley_id"], entry["user"]) == (None, None, "john_doe")
    assert decide(line, True).status_code == 403
    assert decide(line, True, token=staff).json()["approval"] == "approved"
    assert api.ask("/api/session/waiting", token=operator).json() == []


def test_refusals(api, add, decide, john, signer, clerk, locations, session):
    line = add(BEER)
    assert decide(line, True, token="").status_code == 401
    for token in (john, signer.access(77, roles=("staff",))):
        assert decide(line, True, token=token).status_code == 403
    unknown = decide({"id": 10**9}, True)
    assert (unknown.status_code, unknown.json()["error"]) == (404, "Not found")
    locations.broken = True
    assert decide(line, True).status_code == 503
    locations.broken = False
    Session.objects.update(alive_until=session.started_at)
    refused = decide(line, True)
    assert refused.json()["error"] == "Session has expired due to inactivity"
    assert approvals() == {"Beer": "waiting"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"line_id": 1},
        {"approved": True},
        *({"line_id": odd, "approved": True} for odd in (0, -1, "x", None, 1.5, True, 2**63, [])),
        *({"line_id": 1, "approved": odd} for odd in (1, "true", None, [])),
    ],
)
def test_odd_bodies_change_nothing(api, clerk, body):
    refused = api.send(PATH, body, token=clerk)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")


def test_while_products_is_down_the_line_decides(add, decide, products):
    line = add(BEER)
    products.broken = True
    assert decide(line, True).json()["approval"] == "approved"


def test_the_same_key_gets_the_same_answer(add, decide):
    line, headers = add(BEER), {"Idempotency-Key": "tap"}
    first = decide(line, True, headers=headers)
    decide(line, False)
    again = decide(line, True, headers=headers)
    assert again.content == first.content
    assert approvals() == {"Beer": "denied"}
    assert decide(line, False, headers=headers).status_code == 422


def test_what_is_being_paid_is_not_denied(add, decide, make_payment, session):
    line = add(BEER)
    decide(line, True)
    make_payment(session)
    refused = decide(line, False)
    assert (refused.status_code, refused.json()["error"]) == (409, "Payment in progress")
    assert decide(line, True).status_code == 200
    assert approvals() == {"Beer": "approved"}


@pytest.mark.django_db(transaction=True)
def test_two_members_of_staff_at_once_decide_one_after_the_other(add, clerk, operator):
    line = add(BEER)
    tokens = [clerk, operator]

    def say(number):
        body = {"line_id": line["id"], "approved": number % 2 == 0}
        return ApiClient().send(PATH, body, token=tokens[number % 2]).json()["approval"]

    answers = at_once(say, 8)
    assert Counter(answers) == {"approved": 4, "denied": 4}
    decisions = list(StaffDecision.objects.order_by("id"))
    stated = [one.details["approved"] for one in decisions]
    assert all(one != other for one, other in pairwise(stated))
    assert approvals()["Beer"] == ("approved" if stated[-1] else "denied")
    kept = Cart.objects.get().approved_age
    assert kept == (16 if stated[-1] else None)


def test_a_line_that_is_gone_is_not_found(decide, add):
    line = add(BEER)
    CartLine.objects.all().delete()
    assert decide(line, True).status_code == 404
