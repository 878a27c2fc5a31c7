"""Triggers: the checks in their order, one command, and a sale that nobody triggers."""

import pytest
from selling import (
    CODE,
    TX,
    confirm,
    dispenses,
    frames,
    lock_make,
    lock_over,
    money_event,
    order_body,
    picture,
    proof,
    refunds,
    sale_now,
    steps_of,
    trigger_body,
    trigger_path,
    work,
)
from vending.models import Lock, LoggedEvent, Machine, Sale
from vending.selectors.machines import machine_find
from vending.selectors.standings import standing_of
from world import BOB, MACHINE

pytestmark = pytest.mark.django_db

SENT = (200, {"status": "dispatch_sent"})
DUPLICATE = (409, {"error": "Transaction already processed", "status": "duplicate"})
NO_LOCK = (409, {"detail": "No active lock or lock expired"})
UNPAID = (402, {"detail": "Payment required"})
MISMATCH = (409, {"detail": "Order mismatch"})
SHORT = (409, {"error": "Insufficient stock for requested quantity"})
INCOMPLETE = (400, {"detail": "client_id, access_code and transaction_id required"})


@pytest.fixture
def trigger(call):
    """Trigger the dispense of Alice's order: status and body."""

    def send(machine_id=MACHINE, **changes):
        return call(trigger_path(machine_id), trigger_body(**changes))

    return send


@pytest.fixture
def refused(trigger):
    """The same where it changes nothing."""

    def send(machine_id=MACHINE, **changes):
        before = picture()
        answer = trigger(machine_id, **changes)
        assert picture() == before
        return answer

    return send


def test_a_paid_order_is_dispensed_once(trigger, paid):
    assert trigger() == SENT
    sale, lock = sale_now(), Lock.objects.get()
    assert (sale.state, lock.status) == ("dispensing", "consumed")
    [command] = dispenses()
    assert command.payload == {
        "type": "command",
        "action": "dispense",
        "duration": 2,
        "transaction_id": TX,
    }
    assert (command.policy, command.answer_within, command.expires_at) == (
        *("once", 28.0),
        lock.expires_at,
    )
    assert sale.command == command
    assert Machine.objects.get().current_stock == 10
    assert standing_of(machine_find(MACHINE)).available == 8
    assert steps_of()[-1] == "dispensing"
    assert LoggedEvent.objects.get(type="dispense").payload == {
        "transaction_id": TX,
        "quantity": 2,
    }
    assert frames() == [command.payload]


def test_the_same_trigger_again_is_the_first_answer(trigger, refused, dispensing):
    for _ in range(3):
        assert refused() == SENT
    assert refused(access_code=int(CODE)) == SENT


@pytest.mark.parametrize(
    "changes", [{"client_id": BOB}, {"quantity": 1, "amount": 100}, {"access_code": "654321"}]
)
def test_another_trigger_for_the_same_transaction_is_refused(refused, dispensing, changes):
    assert refused(**changes) == DUPLICATE


def test_at_another_machine_it_is_refused_too(refused, dispensing, make_machine):
    make_machine("M002")
    assert refused("M002") == DUPLICATE


def test_it_stays_so_after_the_end(refused, dispensing):
    confirm()
    assert refused() == SENT
    assert refused(client_id=BOB) == DUPLICATE


@pytest.mark.parametrize("name", ["client_id", "access_code", "transaction_id"])
@pytest.mark.parametrize("value", ["", None])
def test_what_is_missing_is_named(refused, paid, name, value):
    assert refused(**{name: value}) == INCOMPLETE


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 0, "amount": 0},
        {"quantity": -1, "amount": -100},
        {"quantity": None},
        {"quantity": "two"},
        {"quantity": 2.5},
        {"quantity": [2]},
        {"quantity": 2**40},
        {"amount": 199},
        {"amount": 0},
        {"amount": None},
        {"amount": "a"},
        {"client_id": {}},
        {"transaction_id": ["tx1"]},
        {"transaction_id": "x" * 201},
        {"access_code": {"a": 1}},
        {"client_id": "a\0"},
    ],
)
def test_what_is_wrong_in_itself_is_a_400(refused, paid, changes):
    status, body = refused(**changes)
    assert (status, list(body)) == (400, ["detail"])


@pytest.mark.parametrize("body", [b"{", b"[]", b"7"])
def test_a_body_that_is_no_object_is_a_400(call, paid, body):
    before = picture()
    status, refusal = call(trigger_path(), body)
    assert (status, list(refusal), picture()) == (400, ["detail"], before)


def test_a_quantity_that_is_not_named_is_one(call, order):
    order_id = order(amount=100)
    body = {**trigger_body(amount=100), **proof(order_id, "pay_1")}
    del body["quantity"]
    assert call(trigger_path(), body) == SENT
    assert dispenses()[0].payload["duration"] == 1


def test_an_unknown_machine_is_a_404(refused, paid):
    assert refused("M404") == (404, {"detail": "Machine not found"})


def test_without_a_living_lock_nothing_is_dispensed(refused, paid):
    lock_over()
    assert refused() == NO_LOCK
    work()
    assert sale_now().state == "refunded"
    assert refused() == NO_LOCK


def test_only_its_own_customer_with_the_right_code(refused, trigger, paid):
    assert refused(client_id=BOB) == (403, {"detail": "Lock not owned by this client"})
    assert refused(access_code="654321") == (403, {"detail": "Access code mismatch"})
    assert trigger() == SENT, "a refusal burns nothing"


def test_unpaid_is_a_402(refused, order):
    assert refused(transaction_id="tx9") == UNPAID
    order()
    assert refused() == UNPAID


def test_a_refunded_transaction_is_unpaid(refused, paid, machine):
    lock_over()
    work()
    lock_make(machine)
    assert refused() == UNPAID


def test_another_order_than_was_paid_is_refused(refused, trigger, paid):
    assert refused(quantity=1, amount=100) == MISMATCH
    assert refused(quantity=3, amount=300) == MISMATCH
    assert trigger() == SENT


def test_an_order_of_another_client_or_machine_is_no_payment(refused, paid, make_machine):
    lock_make(make_machine("M002"))
    assert refused("M002") == MISMATCH
    Sale.objects.update(client_id=BOB)
    assert refused() == MISMATCH


def test_units_that_are_gone_are_not_dispensed(refused, paid):
    Machine.objects.update(current_stock=1)
    assert refused() == SHORT
    lock_over()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "lock_ended", "done")])


def test_units_of_a_sale_in_review_may_be_gone(refused, trigger, paid, order):
    order(transaction_id="tx2", amount=300)
    Sale.objects.filter(transaction_id="tx2").update(state="review")
    Machine.objects.update(current_stock=4)
    assert refused() == SHORT
    Machine.objects.update(current_stock=5)
    assert trigger() == SENT


def test_a_machine_out_of_service_dispenses_nothing(refused, trigger, paid):
    Machine.objects.update(in_service=False)
    assert refused() == (409, {"detail": "Machine is not available"})
    Machine.objects.update(in_service=True)
    assert trigger() == SENT


def test_a_dear_thing_can_be_bought(call, locked, provider_process, trigger):
    price = 3_000_000_000
    Machine.objects.update(unit_price=price)
    status, made = call("/create-order", {**order_body(amount=2 * price), "quantity": 2})
    assert (status, made["amount"], made["unit_price_paise"]) == (200, 2 * price, price)
    assert trigger(amount=2 * price, **proof(made["id"], "pay_1")) == SENT
    assert sale_now().amount == 2 * price


def test_the_price_of_the_order_holds(trigger, refused, paid):
    Machine.objects.update(unit_price=150)
    assert refused(amount=300)[0] == 400
    assert trigger() == SENT


def test_the_proof_of_payment_may_come_along(trigger, order):
    order_id = order()
    assert trigger(**proof(order_id, "pay_1")) == SENT
    assert (sale_now().state, sale_now().proven) == ("dispensing", True)
    assert trigger(**proof(order_id, "pay_1")) == SENT
    assert len(dispenses()) == 1


@pytest.mark.parametrize("signature", ["0" * 64, "", 7, ["x"]])
def test_a_wrong_proof_is_as_good_as_none(refused, order, signature):
    wrong = {**proof(order(), "pay_1"), "razorpay_signature": signature}
    assert refused(**wrong) == UNPAID


def test_a_wrong_proof_does_no_harm_to_who_has_paid(trigger, paid):
    assert trigger(razorpay_signature="0" * 64) == SENT


def test_a_good_proof_counts_though_the_trigger_is_refused(trigger, order):
    bought = proof(order(), "pay_1")
    assert trigger(access_code="654321", **bought)[0] == 403
    assert (sale_now().state, sale_now().proven) == ("paid", True)
    assert trigger() == SENT


def test_a_second_transaction_waits_for_no_second_dispense(trigger, refused, paid, order, hear):
    order_id = order(transaction_id="tx2", amount=300)
    hear(money_event(order_id, "pay_2", amount=300))
    assert trigger() == SENT
    assert refused(transaction_id="tx2", quantity=3, amount=300) == NO_LOCK
