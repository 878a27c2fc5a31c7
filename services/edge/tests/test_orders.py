"""Orders: checks in their order, units that are kept, and a provider that makes no order."""

from datetime import timedelta

import pytest
from django.utils import timezone
from selling import (
    CREATE,
    TX,
    frames,
    lock_make,
    lock_over,
    order_body,
    picture,
    sale_now,
    steps_of,
    trigger_body,
    trigger_path,
    work,
)
from vending.models import Lock, Machine, Sale, SaleOrder
from vending.selectors.standings import standing_of
from world import ALICE, BOB, MACHINE

pytestmark = pytest.mark.django_db

DUPLICATE = {"error": "Transaction already processed", "status": "duplicate"}


@pytest.fixture
def refused(call):
    """The refusal of an order, which changes nothing: status and text."""

    def send(body):
        before = picture()
        status, refusal = call(CREATE, body)
        assert picture() == before
        return status, refusal

    return send


def available(machine_id=MACHINE):
    return standing_of(
        Machine.objects.select_related("device").get(machine_id=machine_id)
    ).available


def test_an_order_is_the_providers_own_object_with_a_checkout(call, locked, provider_process):
    status, body = call(CREATE, order_body())
    assert status == 200
    raw = {"entity": "order", "amount": 200, "amount_paid": 0, "amount_due": 200}
    assert {name: body[name] for name in raw} == raw
    assert (body["currency"], body["status"], body["attempts"]) == ("INR", "created", 0)
    assert body["receipt"] == "1b2c5563-0a1c-5c1b-97e7-c92cca135ade"
    assert body["notes"] == {"transaction_id": TX, "machine_id": MACHINE}
    assert body["checkout"] == {
        "key": "rzp_test_sandbox",
        "order_id": body["id"],
        "amount_minor": 200,
        "url": f"http://localhost:8080/sandbox/pay/{body['id']}",
    }
    assert "quantity" not in body
    sale = sale_now()
    assert (sale.state, sale.client_id, sale.quantity, sale.amount) == ("ordered", ALICE, 2, 200)
    assert str(sale.uid) == body["receipt"]
    assert sale.kept_until == Lock.objects.get().expires_at
    assert sale.orders.get().provider_order_id == body["id"]
    assert steps_of() == ["ordered", "order_made"]
    assert frames() == []


@pytest.mark.parametrize("where", ["body", "metadata", "both"])
def test_a_later_front_end_orders_by_a_quantity(call, locked, provider_process, where):
    body = order_body()
    del body["amount"]
    if where != "metadata":
        body["machine_id"] = MACHINE
    if where == "body":
        del body["metadata"]["machine_id"]
    status, made = call(CREATE, {**body, "quantity": 3})
    assert status == 200
    assert (made["amount"], made["unit_price_paise"], made["quantity"]) == (300, 100, 3)
    assert sale_now().quantity == 3


def test_the_price_is_the_machines(call, locked, provider_process):
    Machine.objects.update(unit_price=250)
    status, made = call(CREATE, order_body(amount=500))
    assert (status, made["amount"], sale_now().quantity) == (200, 500, 2)
    Machine.objects.update(unit_price=300)
    assert sale_now().unit_price == 250


METADATA = {"error": "metadata.transaction_id, client_id and machine_id required"}


@pytest.mark.parametrize(
    ("body", "status", "refusal"),
    [
        ({"metadata": order_body()["metadata"]}, 400, {"error": "Amount required"}),
        (order_body(amount=0), 400, {"error": "Amount required"}),
        (order_body(amount=None), 400, {"error": "Amount required"}),
        ({}, 400, {"error": "Amount required"}),
        ({"amount": 200}, 400, METADATA),
        ({"amount": 200, "metadata": None}, 400, METADATA),
        (order_body(transaction_id=""), 400, METADATA),
        (order_body(client_id=None), 400, METADATA),
        (order_body(machine_id=""), 400, METADATA),
        (order_body(machine_id="M404"), 404, {"error": "Machine not found"}),
        (order_body(machine_id="../M001"), 404, {"error": "Machine not found"}),
        (order_body(client_id=BOB), 403, {"error": "Lock not owned by this client"}),
        (order_body(amount=-100), 400, {"error": "Quantity must be positive"}),
        (order_body(amount=99), 400, {"error": "Quantity must be positive"}),
        (order_body(amount=150), 400, {"error": "Amount is not price times quantity"}),
        ({**order_body(amount=None), "quantity": 0}, 400, {"error": "Quantity must be positive"}),
        (
            {**order_body(amount=100), "quantity": 2},
            400,
            {"error": "Amount is not price times quantity"},
        ),
        (
            {**order_body(), "machine_id": "M002"},
            400,
            {"error": "machine_id and metadata.machine_id differ"},
        ),
        (
            order_body(amount=1100),
            409,
            {"error": "Insufficient stock for requested quantity"},
        ),
        (order_body(transaction_id="x" * 200), 400, {"error": "transaction_id is too long"}),
    ],
)
def test_what_is_wrong_with_an_order(refused, locked, provider_process, body, status, refusal):
    assert refused(body) == (status, refusal)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"",
        {**order_body(), "amount": "two"},
        {**order_body(), "amount": [200]},
        {**order_body(), "amount": True},
        {**order_body(), "amount": 1.5},
        {**order_body(), "amount": 2**40},
        {**order_body(), "quantity": "2 units"},
        {**order_body(), "metadata": []},
        order_body(transaction_id={"a": 1}),
        order_body(transaction_id="x" * 201),
        order_body(client_id=["x"]),
        order_body(transaction_id="tx\0"),
    ],
)
def test_what_is_no_order_is_a_400(refused, locked, provider_process, body):
    status, refusal = refused(body)
    assert (status, list(refusal)) == (400, ["error"])


def test_without_a_key_nothing_can_be_ordered(refused, locked, settings):
    settings.PAYMENTS = {}
    assert refused(order_body()) == (500, {"error": "Razorpay not configured"})
    assert refused(order_body(amount=0)) == (400, {"error": "Amount required"})
    assert refused(order_body(machine_id="")) == (500, {"error": "Razorpay not configured"})


def test_without_a_living_lock_nothing_can_be_ordered(refused, machine, provider_process):
    none = (409, {"error": "No active lock or lock expired"})
    assert refused(order_body()) == none
    lock_make(machine, expires_at=timezone.now() - timedelta(seconds=1))
    assert refused(order_body()) == none


def test_nothing_is_ordered_while_the_machine_dispenses(refused, dispensing):
    other = order_body(transaction_id="tx2")
    assert refused(other) == (409, {"error": "No active lock or lock expired"})


def test_a_machine_that_is_out_of_service_sells_nothing(refused, locked, provider_process):
    Machine.objects.update(in_service=False)
    assert refused(order_body()) == (409, {"error": "Machine is not available"})


def test_units_are_kept_until_the_lock_ends(order, refused):
    order(amount=700)
    assert available() == 3
    short = (409, {"error": "Insufficient stock for requested quantity"})
    assert refused(order_body(transaction_id="tx2", amount=400)) == short
    order(transaction_id="tx2", amount=300)
    assert available() == 0
    lock_over()
    assert available() == 10
    work()
    assert (sale_now().state, sale_now("tx2").state) == ("expired", "expired")


def test_another_order_for_the_same_transaction_replaces_it(order):
    first = order(amount=900)
    second = order(amount=1000)
    sale = sale_now()
    assert (sale.quantity, sale.amount, available()) == (10, 1000, 0)
    orders = sale.orders.order_by("pk").values_list("provider_order_id", "is_current")
    assert list(orders) == [(first, False), (second, True)]


def test_a_transaction_that_has_expired_can_be_ordered_anew(order, machine):
    order()
    lock_over()
    work()
    assert (sale_now().state, sale_now().asked_last) == ("expired", True)
    lock_make(machine)
    order(amount=300)
    assert (sale_now().state, sale_now().quantity, available()) == ("ordered", 3, 7)
    assert sale_now().asked_last is False


def test_a_paid_transaction_cannot_be_ordered_again(refused, call, paid):
    assert refused(order_body()) == (409, DUPLICATE)
    call(trigger_path(), trigger_body())
    assert refused(order_body()) == (409, DUPLICATE)


def test_a_transaction_of_somebody_else_cannot_be_ordered(order, refused, make_machine):
    order()
    other = make_machine("M002")
    lock_make(other)
    assert refused(order_body(machine_id="M002")) == (409, DUPLICATE)
    Lock.objects.filter(machine__machine_id=MACHINE).update(client_id=BOB)
    assert refused(order_body(client_id=BOB)) == (409, DUPLICATE)


@pytest.mark.parametrize("fault", ["down", "error", "nonsense", "lost_answer"])
def test_a_provider_that_makes_no_order_leaves_nothing_kept(call, locked, provider_process, fault):
    provider_process.fault(fault)
    assert call(CREATE, order_body()) == (500, {"error": "Payment provider unavailable"})
    sale = sale_now()
    assert (sale.state, sale.orders.get().provider_order_id, available()) == ("expired", None, 10)
    assert steps_of() == ["ordered", "expired"]
    assert call(CREATE, order_body())[0] == 200
    assert (sale_now().state, available()) == ("ordered", 8)


def test_a_slow_provider_is_not_waited_for_longer_than_a_call(
    call, locked, provider_process, monkeypatch
):
    monkeypatch.setattr("payments.transport.CALL", 0.5)
    provider_process.fault("slow")
    assert call(CREATE, order_body()) == (500, {"error": "Payment provider unavailable"})
    assert (sale_now().state, available()) == ("expired", 10)


def test_keys_that_the_provider_refuses_are_not_configured(
    call, locked, provider_process, settings
):
    settings.PAYMENTS = {**provider_process.settings, "RAZORPAY_SECRET_KEY": "wrong"}
    assert call(CREATE, order_body()) == (500, {"error": "Razorpay not configured"})
    assert (sale_now().state, available()) == ("expired", 10)


def test_a_failed_replacement_lapses_and_its_units_are_free(call, order, provider_process):
    order(amount=300)
    provider_process.fault("down")
    assert call(CREATE, order_body(amount=400))[0] == 500
    assert (sale_now().state, available()) == ("expired", 10)


def test_the_lock_may_end_while_the_provider_makes_the_order(
    call, locked, provider_process, monkeypatch
):
    def over(name):
        if name == "order made":
            lock_over()
            work()

    monkeypatch.setattr("kit.steps.hook", over)
    refusal = {"error": "No active lock or lock expired"}
    assert call(CREATE, order_body()) == (409, refusal)
    assert (sale_now().state, available()) == ("expired", 10)
    assert SaleOrder.objects.get().provider_order_id.startswith("order_")


def test_trailing_slashes_are_as_good(call, locked, provider_process):
    assert call(f"{CREATE}/", order_body())[0] == 200
    assert Sale.objects.count() == 1
