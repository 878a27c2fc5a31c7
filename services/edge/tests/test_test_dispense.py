"""Test dispenses: like a paid one for the machine, without money for anybody."""

import json

import pytest
from customers import status_of, take
from django.conf import settings
from django.db import IntegrityError, transaction
from selling import (
    CODE,
    CREATE,
    confirm,
    dispenses,
    frames,
    order_body,
    picture,
    steps_of,
    stock,
    trigger_body,
    trigger_path,
    unanswered,
    work,
    written,
)
from trying import BODY, PATH, is_over, the_sale
from vending.actions.dispensing import machine_jammed
from vending.models import FleetEvent, Lock, LoggedEvent, Machine, MachineEvent
from vending.streams import machine_source
from world import ALICE, KEY, MACHINE

pytestmark = pytest.mark.django_db


def test_it_is_shown_as_the_ledger_has_it(begin_test):
    shown = begin_test()
    assert shown["transaction_id"].startswith("test-")
    changing = ("transaction_id", "updated_at", "created_at")
    assert shown | dict.fromkeys(changing, "") | {"steps": []} == {
        "transaction_id": "",
        "order_id": None,
        "machine_id": MACHINE,
        "state": "dispensing",
        "quantity": 2,
        "dispensed": None,
        "amount": 0,
        "refunded": 0,
        "currency": "INR",
        "client_id": "operator:operator",
        "flag": None,
        "is_test": True,
        "created_at": "",
        "updated_at": "",
        "steps": [],
        "refunds": [],
    }
    assert [(step["step"], step["details"]) for step in shown["steps"]] == [
        ("test", {"quantity": 2, "reason": "new motor", "by": "operator"}),
        ("dispensing", {}),
    ]
    [logged] = LoggedEvent.objects.filter(type="test_dispense")
    assert logged.payload == {"transaction_id": shown["transaction_id"], **BODY, "by": "operator"}


def test_the_machine_is_told_as_of_a_paid_one(tried, api, machine):
    lock, command = frames()
    assert command == {
        "type": "command",
        "action": "dispense",
        "duration": 2,
        "transaction_id": tried,
    }
    shown = status_of(api, machine)
    assert lock == {"type": "lock", "expires_at": shown["expires_at"]}
    assert (shown["status"], shown["locked"], shown["locked_by"]) == ("dispatch_sent", True, None)
    assert (shown["current_stock"], shown["available"]) == (10, 8)


@pytest.mark.parametrize(
    ("dispensed", "state", "out"),
    [(2, "delivered", 2), (1, "partly_delivered", 1), (0, "refunded", 0), (7, "delivered", 2)],
)
def test_a_confirm_ends_it(tried, dispensed, state, out):
    answer = confirm(tried, dispensed)
    assert answer == confirm(tried, 5), "a repeat is answered the same"
    is_over(state, out, 10 - out)
    assert the_sale().flag == ("more_than_ordered" if dispensed > 2 else "")
    assert [frame["type"] for frame in frames()[2:]] == ["unlock", "display_code"]


def test_over_http_the_machine_confirms_as_ever(tried, api):
    path = f"/api/machine/{MACHINE}/confirm"
    answer = api.send(path, {"transaction_id": tried, "dispensed": 2}, token=KEY)
    assert (answer.status_code, answer.json()["status"]) == (200, "confirmed")
    is_over("delivered", 2, 8)


def test_nothing_came_out_and_the_ledger_says_why(tried):
    machine_jammed(machine_id=MACHINE)
    is_over("refunded", None, 10)
    assert steps_of(tried) == ["test", "dispensing", "nothing_dispensed"]
    assert the_sale().steps.last().details == {"why": "motor_jam"}
    assert not Machine.objects.get().in_service


def test_without_a_confirm_it_ends_and_a_late_one_takes_the_stock_down(tried):
    unanswered()
    work()
    is_over("refunded", None, 10)
    assert confirm(tried, 1)["dispensed"] == 1
    is_over("refunded", 1, 9)
    assert (the_sale().flag, confirm(tried, 2)["dispensed"]) == ("late_confirm", 1)
    assert stock() == 9


def test_a_machine_that_went_away_is_told_within_a_minute_or_not_at_all(begin_test):
    begin_test()
    [command] = dispenses()
    assert 50 < (command.expires_at - command.created_at).total_seconds() <= 60
    unanswered()
    work()
    assert written()[-1]["type"] != "command"
    is_over("refunded", None, 10)


@pytest.mark.parametrize(
    ("decision", "state", "dispensed", "left"),
    [("refund", "refunded", 0, 10), ("deliver", "delivered", 2, 8)],
)
def test_in_review_an_operator_decides(
    tried, api, operator, monkeypatch, decision, state, dispensed, left
):
    monkeypatch.setattr(settings, "DISPENSE_UNCONFIRMED", "review")
    unanswered()
    work()
    assert (the_sale().state, Lock.objects.exists()) == ("review", False)
    path = f"/edge/transactions/{tried}/{decision}/"
    answer = api.send(path, {"reason": "looked"}, token=operator)
    assert (answer.status_code, answer.json()["state"]) == (200, state)
    is_over(state, dispensed, left)


def test_out_of_service_is_when_one_tests(begin_test):
    Machine.objects.update(in_service=False)
    confirm(begin_test()["transaction_id"], 2)
    is_over("delivered", 2, 8)


def test_by_default_one_unit_and_no_reason(api, online, operator):
    shown = api.send(PATH, {}, token=operator).json()
    assert (shown["quantity"], shown["steps"][0]["details"]["reason"]) == (1, "")


@pytest.mark.parametrize("client", ["operator:operator", ALICE, ""])
def test_it_is_no_customers(tried, api, machine, client):
    shown = status_of(api, machine, client)
    assert (shown["transaction"], shown["locked_by"]) == (None, None)
    told = MachineEvent.objects.filter(kind="transaction.changed")
    assert {json.loads(event.data)["client_id"] for event in told} == {""}
    source = machine_source(client)
    assert json.loads(source.snapshot(MACHINE).data)["transaction"] is None
    fleet = FleetEvent.objects.filter(kind="transaction.changed").last()
    assert json.loads(fleet.data)["transaction_id"] == tried


def test_nobody_buys_or_triggers_it(tried, api, provider_process):
    """Not even who knows its id and calls themselves what it is ordered by."""
    me = "operator:operator"
    before = picture()
    asked = {"client_id": me, "transaction_id": tried}
    order = api.send(CREATE, order_body(**asked))
    body = trigger_body(**asked, amount=0, access_code="")
    empty = api.send(trigger_path(), body)
    coded = api.send(trigger_path(), {**body, "access_code": CODE})
    assert [each.status_code for each in (order, empty, coded)] == [409, 400, 409]
    unlock = api.send(f"/api/machine/{MACHINE}/unlock", {"client_id": me})
    assert unlock.status_code == 403
    assert picture() == before


def test_the_database_knows_no_test_with_money(make_sale):
    with pytest.raises(IntegrityError, match="vending_test_is_free"), transaction.atomic():
        make_sale(is_test=True)


def test_the_next_customer_comes_after_it(tried, api, machine):
    confirm(tried, 2)
    machine.refresh_from_db()
    assert take(api, machine)[0] == 200
