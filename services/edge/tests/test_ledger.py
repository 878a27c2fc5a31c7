"""The ledger and the trail, as operators read them."""

from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from testing.races import at_once
from vending import states
from vending.actions.refunds import refund_add
from vending.actions.sales import sale_move, step_add
from vending.actions.telling import event_log
from vending.models import Machine, Refund, Sale, SaleOrder
from world import ALICE, JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db

LIST = "/edge/transactions/"


def ids(api, operator, query=""):
    response = api.ask(f"{LIST}{query}", token=operator)
    assert response.status_code == 200
    return [row["transaction_id"] for row in response.json()["results"]]


@pytest.fixture
def refunded(make_sale):
    """A sale that was paid, and whose lock ended before it was triggered."""
    sale = make_sale()
    SaleOrder.objects.create(
        sale=sale, provider_order_id="order_1", quantity=2, amount=200, currency="INR"
    )
    with transaction.atomic():
        step_add(sale, "ordered", amount=200)
        sale_move(sale, to=states.PAID, provider_payment_id="pay_1")
        sale_move(sale, to=states.REFUND_DUE, why=states.LOCK_ENDED)
        refund_add(sale, amount=200, reason=states.LOCK_ENDED)
    return sale


def test_a_transaction_is_shown_as_the_contract_has_it(api, operator, refunded):
    body = api.ask(f"{LIST}tx1/", token=operator).json()
    times = dict.fromkeys(("updated_at", "created_at"), "")
    assert body | times | {"steps": [], "refunds": []} == {
        "transaction_id": "tx1",
        "order_id": "order_1",
        "machine_id": MACHINE,
        "state": "refund_due",
        "quantity": 2,
        "dispensed": None,
        "amount": 200,
        "refunded": 0,
        "currency": "INR",
        "client_id": ALICE,
        "flag": None,
        "is_test": False,
        "steps": [],
        "refunds": [],
        **times,
    }


def test_a_transaction_has_every_step_and_its_refunds(api, operator, refunded):
    body = api.ask(f"{LIST}tx1/", token=operator).json()
    assert [(step["step"], step["details"]) for step in body["steps"]] == [
        ("ordered", {"amount": 200}),
        ("paid", {}),
        ("refund_due", {"why": "lock_ended"}),
        ("refund", {"amount": 200, "reason": "lock_ended"}),
    ]
    assert all(step["at"].endswith("+00:00") for step in body["steps"])
    [refund] = body["refunds"]
    assert (refund["amount"], refund["reason"], refund["state"], refund["done_at"]) == (
        200,
        "lock_ended",
        "due",
        None,
    )


def test_the_ledger_is_filtered_and_newest_first(api, operator, make_sale, make_machine):
    make_sale("a")
    make_sale("b", state=states.DELIVERED)
    make_sale("c", at=make_machine("M002"))
    make_sale("d", minutes=-1)
    assert ids(api, operator) == ["d", "c", "b", "a"]
    assert ids(api, operator, "?machine_id=M002") == ["c"]
    assert ids(api, operator, "?machine_id=M999") == []
    assert ids(api, operator, "?machine_id=&state=") == ["d", "c", "b", "a"]
    assert ids(api, operator, "?state=delivered") == ["b"]
    assert ids(api, operator, "?state=ordered") == ["c", "a"]
    assert ids(api, operator, "?state=expired") == ["d"], "its lock is over by the clock"


def test_the_ledger_comes_in_pages(api, operator, make_sale):
    for name in "abc":
        make_sale(name)
    first = api.ask(f"{LIST}?limit=2&machine_id=M001", token=operator).json()
    assert (first["count"], first["previous"]) == (3, None)
    assert [row["transaction_id"] for row in first["results"]] == ["c", "b"]
    second = api.ask(first["next"], token=operator).json()
    assert [row["transaction_id"] for row in second["results"]] == ["a"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "query", ["state=odd", "limit=0", "limit=201", "offset=-1", "offset=99999999999", "limit=x"]
)
def test_odd_queries_are_refused(api, operator, db, query):
    response = api.ask(f"{LIST}?{query}", token=operator)
    assert (response.status_code, response.json()["code"]) == (400, "erroneous_value")


@pytest.mark.parametrize("name", ["a/b", "a//b", "/", "ä ö", "a?b#c", "50%", "..", "refund", "'"])
def test_an_id_may_be_any_text(operator, make_sale, name):
    make_sale(name)
    headers = {"Authorization": f"Bearer {operator}"}
    response = Client().get(f"{LIST}{quote(name, safe='')}/", headers=headers)
    assert (response.status_code, response.json()["transaction_id"]) == (200, name)


@pytest.mark.parametrize("name", ["nothing", "x" * 300, "%00", "tx1%0A", "TX1"])
def test_unknown_transactions_are_not_found(api, operator, make_sale, name):
    make_sale()
    response = api.ask(f"{LIST}{name}/", token=operator)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.fixture
def review(make_sale):
    return make_sale(state=states.REVIEW, provider_payment_id="pay_1")


@pytest.mark.parametrize(
    ("decision", "state", "dispensed", "stock", "refunds"),
    [("refund", "refund_due", 0, 10, 1), ("deliver", "delivered", 2, 8, 0)],
)
def test_an_operator_decides_a_sale_in_review(
    api, operator, review, decision, state, dispensed, stock, refunds
):
    path, body = f"{LIST}tx1/{decision}/", {"reason": "seen on camera"}
    response = api.send(path, body, token=operator)
    assert response.status_code == 200
    found = response.json()
    assert (found["state"], found["dispensed"], len(found["refunds"])) == (
        state,
        dispensed,
        refunds,
    )
    decided = {"decision": decision, "reason": "seen on camera", "by": "operator"}
    assert found["steps"][-1]["details"] == decided
    assert Machine.objects.get().current_stock == stock
    for other in ("refund", "deliver"):
        again = api.send(f"{LIST}tx1/{other}/", body, token=operator)
        assert (again.status_code, again.json()["code"]) == (409, "not_in_review")
    assert Refund.objects.count() == refunds


def test_a_decision_that_is_repeated_with_its_key_is_answered_the_same(api, operator, review):
    def send(reason):
        return api.send(
            f"{LIST}tx1/refund/",
            {"reason": reason},
            token=operator,
            headers={"Idempotency-Key": "k-1"},
        )

    first, again, other = send("broken"), send("broken"), send("odd")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": " "}, {"reason": None}, {"reason": "x" * 501}, [], b"{"]
)
def test_a_decision_needs_a_reason(api, operator, review, body):
    response = api.send(f"{LIST}tx1/refund/", body, token=operator)
    assert (response.status_code, response.json()["status"]) == (400, 400)
    review.refresh_from_db()
    assert review.state == states.REVIEW


@pytest.mark.parametrize("state", sorted(set(states.SALE_STATES) - {states.REVIEW}))
def test_nothing_else_can_be_decided(api, operator, make_sale, state):
    sale = make_sale(state=state)
    for decision in ("refund", "deliver"):
        response = api.send(f"{LIST}tx1/{decision}/", {"reason": "x"}, token=operator)
        assert (response.status_code, response.json()["code"]) == (409, "not_in_review")
        assert api.send(f"{LIST}no/{decision}/", {"reason": "x"}, token=operator).status_code == 404
    sale.refresh_from_db()
    assert (sale.state, Refund.objects.count()) == (state, 0)


def test_who_may_not_decide_changes_nothing(api, token, review):
    for decision in ("refund", "deliver"):
        path = f"{LIST}tx1/{decision}/"
        statuses = [api.send(path, {"reason": "x"}, token=each).status_code for each in ("", KEY)]
        assert statuses == [401, 401]
        assert api.send(path, {"reason": "x"}, token=token(JOHN)).status_code == 403
    review.refresh_from_db()
    assert review.state == states.REVIEW


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_holds(make_sale, operator):
    make_sale(state=states.REVIEW, provider_payment_id="pay_1")

    def decide(decision):
        headers = {"Authorization": f"Bearer {operator}"}
        return Client().post(
            f"{LIST}tx1/{decision}/",
            {"reason": "x"},
            content_type="application/json",
            headers=headers,
        )

    answers = at_once(lambda number: decide(("refund", "deliver")[number]), 2)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    sale = Sale.objects.get()
    assert (sale.state, Refund.objects.count()) in (("refund_due", 1), ("delivered", 0))


def test_the_trail_is_newest_first_and_of_one_machine(api, operator, machine, make_machine):
    other = make_machine("M002")
    with transaction.atomic():
        event_log(machine, "offline", {})
        event_log(other, "unlock", {"why": "unlocked"}, client_id=ALICE)
    found = api.ask("/edge/machine-events/", token=operator).json()
    assert found["count"] == 2
    assert found["results"][0] | {"id": 0, "created_at": ""} == {
        "id": 0,
        "machine_id": "M002",
        "client_id": ALICE,
        "type": "unlock",
        "payload": {"why": "unlocked"},
        "created_at": "",
    }
    only = api.ask("/edge/machine-events/?machine_id=M001", token=operator).json()
    assert [(row["type"], row["client_id"]) for row in only["results"]] == [("offline", None)]


@pytest.mark.parametrize("path", [LIST, f"{LIST}tx1/", "/edge/machine-events/", "/edge/mails/"])
def test_only_operators_read_them(api, token, signer, db, path):
    def ask(**more):
        response = api.ask(path, **more)
        assert response.headers["Content-Type"] == "application/problem+json"
        return response.status_code, response.json()["status"]

    assert ask() == (401, 401)
    assert ask(headers={"Authorization": "Basic eA=="}) == (401, 401)
    assert ask(token=KEY) == (401, 401)
    assert ask(token=signer.service("orders")) == (401, 401)
    assert ask(token=token(JOHN)) == (403, 403)
