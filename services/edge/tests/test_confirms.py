"""Confirms: what came out, once; and dispenses that nobody confirms."""

from datetime import timedelta

import pytest
from kit.errors import BadRequest, Conflict, NotFound
from selling import (
    TX,
    confirm,
    dispenses,
    frames,
    lock_make,
    money_event,
    order_body,
    picture,
    refunds,
    sale_now,
    steps_of,
    stock,
    unanswered,
    work,
    written,
)
from vending.actions.decisions import sale_deliver, sale_refund
from vending.actions.dispensing import machine_jammed
from vending.models import Lock, LoggedEvent, Machine, Mail
from vending.selectors.machines import machine_find
from vending.selectors.standings import standing_of
from world import BOB, MACHINE

pytestmark = pytest.mark.django_db(transaction=True)


def answer(dispensed=2):
    return {
        "status": "confirmed",
        "dispensed": dispensed,
        "new_display_code": Machine.objects.get(machine_id=MACHINE).display_code,
    }


def refused(error, act):
    """What an action refuses changes nothing; gives the refusal."""
    before = picture()
    with pytest.raises(error) as refusal:
        act()
    assert picture() == before
    return refusal.value


def available():
    return standing_of(machine_find(MACHINE)).available


def test_a_confirm_ends_the_lock_and_takes_the_stock_down(dispensing, machine):
    before = machine.display_code
    assert confirm() == answer()
    sale, now = sale_now(), Machine.objects.get()
    assert (sale.state, sale.dispensed, sale.flag) == ("delivered", 2, "")
    assert (now.current_stock, available(), now.display_code == before) == (8, 8, False)
    assert not Lock.objects.exists()
    assert frames()[-2:] == [
        {"type": "unlock"},
        {"type": "display_code", "value": now.display_code},
    ]
    assert [each.outcome for each in dispenses()] == ["answered"]
    assert refunds() == []
    assert steps_of()[-3:] == ["dispensing", "confirm", "delivered"]


def test_a_repeat_gets_the_first_answer_and_nothing_else_happens(dispensing, machine):
    first = confirm()
    lock_make(machine, client_id=BOB)
    Machine.objects.update(display_code="700700")
    before = picture()
    for dispensed in (2, 0, 1, 9):
        assert confirm(dispensed=dispensed) == first
    assert picture() == before


def test_what_this_machine_was_never_to_dispense_is_refused(dispensing, order, make_machine):
    make_machine("M002")
    for act in (lambda: confirm("tx9"), lambda: confirm(machine_id="M002")):
        refusal = refused(BadRequest, act)
        assert refusal.body == {"message": "confirm_failed", "error": "tx_not_found"}


def test_what_was_only_paid_is_refused(paid):
    assert refused(BadRequest, confirm).body["error"] == "tx_not_found"


def test_what_did_not_come_out_is_refunded(dispensing):
    assert confirm(dispensed=1) == answer(1)
    assert (sale_now().state, sale_now().dispensed, stock()) == ("partly_delivered", 1, 9)
    work()
    assert refunds() == [(100, "partly_dispensed", "done")]
    assert sale_now().state == "partly_delivered"


def test_when_nothing_came_out_all_is_refunded(dispensing):
    assert confirm(dispensed=0) == answer(0)
    assert (sale_now().state, sale_now().dispensed, stock()) == ("refund_due", 0, 10)
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "not_dispensed", "done")])


def test_more_than_was_ordered_is_clamped_and_flagged(dispensing):
    assert confirm(dispensed=50) == answer(2)
    assert (sale_now().state, sale_now().flag, stock()) == ("delivered", "more_than_ordered", 8)


def test_the_stock_never_falls_below_zero(dispensing):
    Machine.objects.update(current_stock=1)
    assert confirm() == answer()
    assert (sale_now().state, sale_now().flag, stock()) == ("delivered", "stock_short", 0)


@pytest.mark.parametrize(("before", "mails"), [(9, 0), (8, 0), (7, 1), (6, 1), (5, 0), (2, 0)])
def test_operators_are_told_when_the_stock_becomes_low(dispensing, before, mails):
    Machine.objects.update(current_stock=before)
    confirm()
    confirm()
    assert Mail.objects.count() == mails
    assert stock() == before - 2


def test_other_sales_of_the_lock_end_with_it(dispensing, order, hear, machine):
    """They were ordered and paid before; by way of a lock that was still open then."""
    Lock.objects.update(status="locked")
    order_id = order(transaction_id="tx2", amount=100)
    hear(money_event(order_id, "pay_2", amount=100))
    order(transaction_id="tx3", amount=100)
    Lock.objects.update(status="consumed")
    confirm()
    assert (sale_now("tx2").state, sale_now("tx3").state) == ("refund_due", "expired")
    assert refunds("tx2") == [(100, "lock_ended", "due")]


# No confirm


def test_a_command_that_was_never_sent_is_refunded(dispensing):
    unanswered()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "not_dispensed", "done")])
    assert not Lock.objects.exists()
    assert [frame["type"] for frame in frames()] == ["command", "unlock", "display_code"]
    assert [frame["type"] for frame in written()] == ["unlock", "display_code"]
    assert (stock(), available()) == (10, 10)


def test_a_command_waits_for_its_machine_as_long_as_the_lock_would_have_lived(dispensing):
    expires = Lock.objects.get().expires_at
    work()
    assert sale_now().state == "dispensing"
    assert dispenses()[0].expires_at == expires
    assert [frame["type"] for frame in written()] == ["command"]
    assert written() == [], "it may have run: never again"
    assert abs(dispenses()[0].expires_at - dispenses()[0].sent_at - timedelta(seconds=28)) < (
        timedelta(milliseconds=1)
    )


def test_one_that_was_sent_and_never_confirmed_is_refunded(dispensing):
    written()
    unanswered()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "unconfirmed", "done")])
    assert not Lock.objects.exists()
    assert LoggedEvent.objects.get(type="dispense_given_up").payload == {
        "transaction_id": TX,
        "why": "unconfirmed",
    }


def test_a_confirm_after_the_refund_takes_the_stock_down_and_is_flagged(dispensing, machine):
    written()
    unanswered()
    work()
    lock_make(machine, client_id=BOB)
    code = Machine.objects.get().display_code
    assert confirm() == answer()
    assert (sale_now().state, sale_now().flag, sale_now().dispensed) == (
        *("refunded", "late_confirm"),
        2,
    )
    assert (stock(), refunds()) == (8, [(200, "unconfirmed", "done")])
    assert (Lock.objects.get().client_id, Machine.objects.get().display_code) == (BOB, code)
    before = picture()
    assert confirm() == answer()
    assert picture() == before


@pytest.fixture
def review(dispensing, settings):
    """Alice's sale waits for an operator."""
    settings.DISPENSE_UNCONFIRMED = "review"
    written()
    unanswered()
    work()
    assert sale_now().state == "review"


def test_the_policy_may_be_that_an_operator_decides(review):
    assert (refunds(), Lock.objects.exists(), stock(), available()) == ([], False, 10, 8)
    work()
    assert sale_now().state == "review"


def test_an_operator_may_refund(review):
    sale = sale_refund(transaction_id=TX, reason="nothing came", by="operator")
    assert (sale.state, sale.dispensed, stock(), available()) == ("refund_due", 0, 10, 10)
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "staff", "done")])
    again = refused(Conflict, lambda: sale_refund(transaction_id=TX, reason="x", by="operator"))
    assert again.title == "Transaction is not in review"
    confirm()
    assert (stock(), sale_now().flag, sale_now().dispensed) == (8, "late_confirm", 2)


def test_an_operator_may_say_that_all_came_out(review):
    Machine.objects.update(current_stock=6)
    sale = sale_deliver(transaction_id=TX, reason="seen", by="operator")
    assert (sale.state, sale.dispensed, stock(), available()) == ("delivered", 2, 4, 4)
    assert Mail.objects.count() == 1
    refused(Conflict, lambda: sale_deliver(transaction_id=TX, reason="x", by="operator"))
    confirm()
    assert (stock(), sale_now().state, sale_now().flag) == (4, "delivered", "late_confirm")


@pytest.mark.parametrize("decide", [sale_refund, sale_deliver])
def test_nothing_else_is_decided(dispensing, decide):
    refused(Conflict, lambda: decide(transaction_id=TX, reason="x", by="operator"))
    refused(NotFound, lambda: decide(transaction_id="tx9", reason="x", by="operator"))


@pytest.mark.parametrize(
    ("dispensed", "state", "back"),
    [
        (2, "delivered", []),
        (1, "partly_delivered", [(100, "partly_dispensed", "due")]),
        (0, "refund_due", [(200, "not_dispensed", "due")]),
    ],
)
def test_a_late_confirm_decides_a_review(review, dispensed, state, back):
    assert confirm(dispensed=dispensed) == answer(dispensed)
    assert (sale_now().state, sale_now().flag) == (state, "late_confirm")
    assert (stock(), refunds()) == (10 - dispensed, back)


# Jams


def test_a_jam_refunds_and_takes_the_machine_out_of_service(dispensing):
    written()
    machine_jammed(machine_id=MACHINE)
    assert Machine.objects.get().in_service is False
    assert (sale_now().state, refunds()) == ("refund_due", [(200, "not_dispensed", "due")])
    assert not Lock.objects.exists()
    assert Mail.objects.get().subject == "Motor Jam - M001"
    assert LoggedEvent.objects.filter(type="motor_jam").count() == 1
    work()
    machine_jammed(machine_id=MACHINE)
    assert (sale_now().state, len(refunds()), Mail.objects.count()) == ("refunded", 1, 1)
    confirm(dispensed=1)
    assert (stock(), sale_now().flag) == (9, "late_confirm")


def test_a_jam_before_the_command_was_sent_takes_it_back(dispensing):
    machine_jammed(machine_id=MACHINE)
    assert [frame["type"] for frame in written()] == ["unlock", "display_code"]


def test_a_jam_without_a_dispense_leaves_the_lock(paid):
    machine_jammed(machine_id=MACHINE)
    assert (Machine.objects.get().in_service, sale_now().state) == (False, "paid")
    assert Lock.objects.get().status == "locked"


def test_a_jam_of_an_unknown_machine_is_refused(paid):
    refused(NotFound, lambda: machine_jammed(machine_id="M404"))


def test_a_new_order_after_all_that(dispensing, call, machine):
    confirm()
    lock_make(machine)
    assert call("/create-order", order_body(transaction_id="tx2"))[0] == 200
    assert (stock(), available()) == (8, 6)
