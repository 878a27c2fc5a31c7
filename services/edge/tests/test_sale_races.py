"""Many at once: one command, one fall of the stock, money that counts once."""

import pytest
from kit.errors import ApiError
from selling import (
    CREATE,
    ROUNDS,
    TX,
    VERIFY,
    confirm,
    dispenses,
    lock_make,
    lock_over,
    money_event,
    order_body,
    proof,
    refunds,
    sale_now,
    steps_of,
    stock,
    time_passes,
    trigger_body,
    trigger_path,
    unanswered,
    work,
    written,
)
from testing.races import at_once
from vending.actions.dispensing import machine_jammed
from vending.models import Lock, Machine, Received, Refund, Sale, SaleOrder
from world import MACHINE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


def test_one_trigger_many_times_at_once_is_one_command(call, paid):
    answers = at_once(lambda _: call(trigger_path(), trigger_body()), 20)
    assert answers == [(200, {"status": "dispatch_sent"})] * 20
    assert len(dispenses()) == 1
    assert steps_of().count("dispensing") == 1


def test_two_transactions_triggered_at_once_are_one_dispense(call, paid, order, hear):
    hear(money_event(order(transaction_id="tx2"), "pay_2"))

    def trigger(number):
        body = trigger_body(transaction_id=(TX, "tx2")[number % 2])
        return number % 2, call(trigger_path(), body)[0]

    answers = set(at_once(trigger, 16))
    assert len(answers) == 2
    assert {status for _, status in answers} == {200, 409}
    assert len(dispenses()) == 1
    states = sorted([sale_now().state, sale_now("tx2").state])
    assert states == ["dispensing", "paid"]


def test_a_confirm_many_times_at_once_takes_the_stock_down_once(dispensing):
    answers = at_once(lambda number: confirm(dispensed=number % 3), 20)
    assert all(each == answers[0] for each in answers)
    out = answers[0]["dispensed"]
    assert stock() == 10 - out
    assert sum(amount for amount, _, _ in refunds()) == 100 * (2 - out)
    assert steps_of().count("confirm") == 1


def test_the_last_unit_is_dispensed_once_and_the_other_customer_gets_the_money(
    call, paid, order, provider_process, machine
):
    """Two have paid for what a stock-taking has found to be one sale's worth."""
    _, bought = provider_process.act(order(transaction_id="tx2"), "pay")
    call(VERIFY, bought)
    Machine.objects.update(current_stock=2)
    at_once(lambda n: call(trigger_path(), trigger_body(transaction_id=(TX, "tx2")[n % 2]))[0], 8)
    [running] = Sale.objects.filter(state="dispensing")
    confirm(running.transaction_id)
    work()
    [other] = Sale.objects.exclude(pk=running.pk)
    running.refresh_from_db()
    assert (running.state, other.state, stock()) == ("delivered", "refunded", 0)
    assert refunds(other.transaction_id) == [(200, "lock_ended", "done")]


def test_the_last_unit_is_ordered_once(call, locked, provider_process):
    Machine.objects.update(current_stock=1)

    def order(number):
        return call(CREATE, order_body(transaction_id=f"tx{number}", amount=100))

    answers = at_once(order, 12)
    assert sorted(status for status, _ in answers) == [200, *[409] * 11]
    assert Sale.objects.count() == 1


def test_one_order_many_times_at_once_is_one_sale(call, locked, provider_process):
    answers = at_once(lambda _: call(CREATE, order_body()), 8)
    assert {status for status, _ in answers} == {200}
    sale = Sale.objects.get()
    assert sale.orders.filter(is_current=True).count() == 1
    ids = set(sale.orders.values_list("provider_order_id", flat=True))
    assert ids == {body["id"] for _, body in answers}


def test_one_transaction_at_two_machines_is_of_one_of_them(
    call, locked, make_machine, provider_process
):
    lock_make(make_machine("M002"))

    def order(number):
        return call(CREATE, order_body(machine_id=(MACHINE, "M002")[number % 2]))[0]

    assert set(at_once(order, 12)) == {200, 409}
    assert Sale.objects.count() == 1
    assert set(SaleOrder.objects.values_list("sale", flat=True)) == {Sale.objects.get().pk}


def test_verify_webhook_and_asking_at_once_count_once(call, order, hear):
    order_id = order()
    ways = (
        lambda: call(VERIFY, proof(order_id, "pay_1"))[0],
        lambda: hear(money_event(order_id, "pay_1"))[0],
        lambda: call(trigger_path(), trigger_body(**proof(order_id, "pay_1")))[0],
    )
    assert set(at_once(lambda number: ways[number % 3](), 18)) == {200}
    assert (Received.objects.count(), steps_of().count("paid"), refunds()) == (1, 1, [])
    assert len(dispenses()) == 1


def test_the_same_money_for_two_orders_at_once_counts_for_one(call, order):
    ids = (order(), order(transaction_id="tx2"))
    answers = at_once(lambda number: call(VERIFY, proof(ids[number % 2], "pay_1"))[0], 12)
    assert sorted(set(answers)) == [200, 400]
    assert Sale.objects.filter(state="paid").count() == 1
    assert Received.objects.count() == 1


def test_money_and_the_end_of_the_lock_at_once_have_one_outcome(call, order, hear):
    order_id = order()
    lock_over()
    ways = (*ROUNDS, lambda: hear(money_event(order_id, "pay_1"))[0])
    at_once(lambda number: ways[number % len(ways)](), 18)
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "late_payment", "done")])


def ended(act):
    """Whether it did, however it was answered."""
    try:
        return act()
    except ApiError as refusal:
        return refusal.status


def test_all_ends_of_a_dispense_at_once_have_one_outcome(dispensing):
    """It is confirmed, jams and runs out of time in the same moment, while workers go round."""
    written()
    unanswered()
    ways = (
        lambda: ended(confirm),
        lambda: machine_jammed(machine_id=MACHINE),
        *ROUNDS,
    )
    at_once(lambda number: ways[number % len(ways)](), 21)
    work()
    sale = sale_now()
    assert sale.confirmation["dispensed"] == 2
    assert (stock(), Lock.objects.exists()) == (8, False)
    if sale.state == "delivered":
        assert (refunds(), sale.flag) == ([], "")
    else:
        assert (sale.state, sale.flag) == ("refunded", "late_confirm")
        [(amount, reason, state)] = refunds()
        assert (amount, state) == (200, "done")
        assert reason in ("unconfirmed", "not_dispensed")
    assert steps_of().count("confirm") == 1


def test_a_trigger_and_the_worker_at_once_are_one_command(call, order, hear):
    hear(money_event(order(), "pay_1"))
    time_passes()
    ways = (*ROUNDS, lambda: call(trigger_path(), trigger_body())[0])
    at_once(lambda number: ways[number % len(ways)](), 18)
    assert (sale_now().state, len(dispenses())) == ("dispensing", 1)
    assert steps_of().count("dispensing") == 1


def test_many_machines_do_not_wait_for_each_other_in_circles(
    call, make_machine, hear, provider_process
):
    """Sales of several machines live and end at once; each ends well, and nothing deadlocks."""
    names = [f"M{number:03}" for number in range(100, 106)]
    for name in names:
        lock_make(make_machine(name))

    def live(number):
        name, transaction = names[number % len(names)], f"tx-{number}"
        body = order_body(transaction_id=transaction, machine_id=name, amount=100)
        status, made = call(CREATE, body)
        if status != 200:
            return status
        hear(money_event(made["id"], f"pay_{number}", amount=100))
        trigger = trigger_body(transaction_id=transaction, quantity=1, amount=100)
        call(trigger_path(name), trigger)
        for each in ROUNDS:
            each()
        ended(lambda: confirm(transaction, 1, name))
        return 200

    assert set(at_once(live, 24)) <= {200, 409}
    Lock.objects.filter(status="locked").update(expires_at="2000-01-01T00:00Z")
    work()
    for sale in Sale.objects.exclude(state="expired"):
        back = list(sale.refunds.values_list("amount", "state"))
        assert (sale.state, back) in (("delivered", []), ("refunded", [(100, "done")]))
    for machine in Machine.objects.all():
        out = machine.sales.filter(state="delivered").count()
        assert machine.current_stock == 10 - out
        assert out >= 1
    assert Refund.objects.exclude(state="done").count() == 0
