"""The ledger and the trail, as operators read them."""

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from vending import states
from vending.actions.refunds import refund_add
from vending.actions.sales import sale_move, step_add
from vending.actions.telling import event_log
from vending.models import Sale, SaleOrder
from world import ALICE, JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db

LIST = "/edge/transactions/"


@pytest.fixture
def make_sale(machine):
    def make(transaction_id="tx1", *, state=states.ORDERED, at=None, minutes=10, **more):
        values = {"machine": at or machine, "client_id": ALICE, "quantity": 2, "unit_price": 100}
        return Sale.objects.create(
            transaction_id=transaction_id,
            uid=uuid4(),
            state=state,
            amount=200,
            currency="INR",
            kept_until=timezone.now() + timedelta(minutes=minutes),
            **values,
            **more,
        )

    return make


def ids(api, operator, query=""):
    response = api.ask(f"{LIST}{query}", token=operator)
    assert response.status_code == 200
    return [row["transaction_id"] for row in response.json()["results"]]


def test_a_transaction_is_shown_with_every_step_and_its_refunds(api, operator, make_sale):
    sale = make_sale()
    SaleOrder.objects.create(
        sale=sale, provider_order_id="order_1", quantity=2, amount=200, currency="INR"
    )
    with transaction.atomic():
        step_add(sale, "ordered", amount=200)
        sale_move(sale, to=states.PAID, provider_payment_id="pay_1")
        sale_move(sale, to=states.REFUND_DUE, why=states.LOCK_ENDED)
        refund_add(sale, amount=200, reason=states.LOCK_ENDED)
    found = api.ask(f"{LIST}tx1/", token=operator)
    assert found.status_code == 200
    body = found.json()
    steps, refunds = body.pop("steps"), body.pop("refunds")
    assert body | {"updated_at": "", "created_at": ""} == {
        "transaction_id": "tx1",
        "order_id": "order_1",
        "machine_id": MACHINE,
        "state": "refund_due",
        "quantity": 2,
        "dispensed": None,
        "amount": 200,
        "refunded": 0,
        "currency": "INR",
        "updated_at": "",
        "client_id": ALICE,
        "flag": None,
        "created_at": "",
    }
    assert [(step["step"], step["details"]) for step in steps] == [
        ("ordered", {"amount": 200}),
        ("paid", {}),
        ("refund_due", {"why": "lock_ended"}),
        ("refund", {"amount": 200, "reason": "lock_ended"}),
    ]
    assert all(step["at"].endswith("+00:00") for step in steps)
    [refund] = refunds
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
