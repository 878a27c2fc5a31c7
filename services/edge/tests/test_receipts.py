"""Receipts: where a customer's own is, and what became of a sale."""

import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from selling import TX, confirm, lock_over, picture, sale_now, time_passes, work
from vending.actions.money import Money, money_receive
from vending.models import Refund, Sale
from world import ALICE, BOB, MACHINE

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/machine/{MACHINE}/receipt"


def where(api, client_id=ALICE, transaction_id=TX, path=ADDRESS):
    answer = api.ask(f"{path}?client_id={client_id}&transaction_id={transaction_id}")
    return answer.status_code, answer.json()


def read(api, receipt=None):
    answer = api.ask(f"/edge/receipts/{receipt or sale_now().receipt}/")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def steps(receipt):
    return [step["step"] for step in receipt["steps"]]


def test_a_customer_learns_where_the_receipt_is(api, paid):
    receipt = str(sale_now().receipt)
    url = f"{settings.PUBLIC_URL}/vend/receipt/{receipt}/"
    assert where(api) == (200, {"receipt": receipt, "url": url})
    assert where(api, path=f"{ADDRESS}/") == where(api), "the same each time"
    assert uuid.UUID(receipt).version == 4


def test_nobody_else_learns_it(api, paid, make_machine):
    make_machine("M002")
    missing = (404, {"detail": "Transaction not found"})
    assert where(api, client_id=BOB) == missing
    assert where(api, transaction_id="tx2") == missing
    for name in ("M002", "M999", "x" * 300):
        assert where(api, path=f"/api/machine/{name}/receipt") == missing


@pytest.mark.parametrize(
    "query", ["", f"client_id={ALICE}", f"transaction_id={TX}", f"client_id=&transaction_id={TX}"]
)
def test_both_ids_are_needed(api, paid, query):
    answer = api.ask(f"{ADDRESS}?{query}")
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "client_id and transaction_id required"},
    )


@pytest.mark.parametrize("text", ["x" * 201, "a%00b"])
def test_odd_ids_are_refused(api, paid, text):
    assert where(api, client_id=text)[0] == 400
    assert where(api, transaction_id=text)[0] == 400


def test_it_is_shown_as_described(api, paid, machine):
    machine.name, machine.location = "Lobby", "Ground floor"
    machine.save()
    body, sale = read(api), sale_now()
    changing = dict.fromkeys(("created_at", "paid_at", "updated_at"), "")
    assert body | changing | {"steps": []} == {
        "receipt": str(sale.receipt),
        "url": f"{settings.PUBLIC_URL}/vend/receipt/{sale.receipt}/",
        "transaction_id": TX,
        "machine": {"machine_id": MACHINE, "name": "Lobby", "location": "Ground floor"},
        "state": "paid",
        "quantity": 2,
        "dispensed": None,
        "unit_price_paise": 100,
        "amount": 200,
        "refunded": 0,
        "currency": "INR",
        "order_id": sale.orders.get().provider_order_id,
        "payment_id": paid,
        "steps": [],
        "refunds": [],
        **changing,
    }
    assert all(body[name].endswith("+00:00") for name in changing)


def test_it_tells_each_step_that_concerns_the_customer(api, dispensing):
    confirm(dispensed=1)
    work()
    body = read(api)
    expected = ["ordered", "paid", "dispensing", "partly_delivered", "refund", "refund_done"]
    assert steps(body) == expected
    assert all(step.keys() == {"step", "at"} for step in body["steps"])
    [refund] = body["refunds"]
    row = Refund.objects.get()
    changing = dict.fromkeys(("created_at", "done_at"), "")
    assert refund | changing == {
        "amount": 100,
        "reason": "partly_dispensed",
        "state": "done",
        "provider_refund_id": row.provider_refund_id,
        **changing,
    }
    assert refund["done_at"] >= refund["created_at"]
    assert (body["state"], body["dispensed"], body["refunded"]) == ("partly_delivered", 1, 100)


def test_a_refund_that_waits_shows_what_is_known(api, dispensing, provider_process):
    provider_process.fault("down", 1)
    confirm(dispensed=0)
    work()
    body = read(api)
    [refund] = body["refunds"]
    assert (refund["state"], refund["done_at"], refund["provider_refund_id"]) == ("due", None, None)
    assert (body["state"], body["refunded"], steps(body)[-2:]) == (
        "refund_due",
        0,
        ["refund_due", "refund"],
    )
    time_passes()
    work()
    body = read(api)
    assert (body["state"], body["refunded"]) == ("refunded", 200)
    assert steps(body)[-2:] == ["refund_done", "refunded"]


def test_it_says_nothing_of_whose_it_is_or_who_decided(api, operator, make_sale):
    make_sale(state="review", provider_payment_id="pay_1", flag="late_confirm")
    path = f"/edge/transactions/{TX}/refund/"
    assert api.send(path, {"reason": "camera"}, token=operator).status_code == 200
    answer = api.ask(f"/edge/receipts/{sale_now().receipt}/")
    for secret in (ALICE, "operator", "camera", "late_confirm", "decision"):
        assert secret not in answer.content.decode()


def test_money_that_came_too_late_is_on_it(api, order, provider_process):
    order()
    lock_over()
    work()
    assert (read(api)["state"], steps(read(api))) == ("expired", ["ordered", "expired"])
    money_receive(order=sale_now().orders.get(), money=Money("pay_9"))
    body = read(api)
    assert (body["state"], body["payment_id"]) == ("refund_due", None)
    assert [(each["amount"], each["reason"]) for each in body["refunds"]] == [(200, "late_payment")]


def test_an_order_shows_as_expired_by_the_clock(api, make_sale):
    make_sale(minutes=-1)
    assert read(api)["state"] == "expired"


@pytest.mark.parametrize("name", ["x", "1", "x" * 500, str(uuid.uuid4()), "a/b", "%00"])
def test_an_unknown_receipt_is_not_found(api, paid, name):
    answer = Client().get(f"/edge/receipts/{name}/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_no_cache_keeps_it(api, paid):
    query = f"?client_id={ALICE}&transaction_id={TX}"
    for path in (f"{ADDRESS}{query}", f"/edge/receipts/{sale_now().receipt}/"):
        assert api.ask(path).headers["Cache-Control"] == "no-store"


def test_a_test_has_none(api, tried):
    sale = Sale.objects.get()
    answer = api.ask(f"/edge/receipts/{sale.receipt}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "receipt_not_found")
    assert where(api, client_id=sale.client_id, transaction_id=tried)[0] == 404


def test_looking_changes_nothing(api, paid):
    before = picture()
    where(api)
    read(api)
    assert picture() == before


def test_who_inserts_without_one_gets_one(make_sale):
    """As processes of the version before do."""
    sale = make_sale()
    columns = [each.column for each in Sale._meta.concrete_fields]
    kept = [f'"{each}"' for each in columns if each not in ("id", "receipt", "is_test")]
    values = ", ".join(kept).replace('"transaction_id"', "'tx2'").replace('"uid"', "%s")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO vending_sale ({', '.join(kept)}) SELECT {values} FROM vending_sale",
            [str(uuid.uuid4())],
        )
    other = sale_now("tx2")
    assert isinstance(other.receipt, uuid.UUID)
    assert (other.receipt != sale.receipt, other.is_test) == (True, False)
