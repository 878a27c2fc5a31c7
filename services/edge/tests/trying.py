"""What tests of test dispenses share."""

import pytest
from customers import come_online
from selling import picture, stock, time_passes, unanswered, work, written
from vending.models import Lock, Refund, Sale
from world import MACHINE

PATH = f"/edge/vending-machines/{MACHINE}/test-dispense/"
BODY = {"quantity": 2, "reason": "new motor"}


@pytest.fixture
def online(machine):
    """M001, which is there."""
    come_online(machine)
    return machine


@pytest.fixture
def begin_test(api, online, operator):
    """Begin a test of M001; gives its ledger."""

    def send(**body):
        answer = api.send(PATH, {**BODY, **body}, token=operator)
        assert answer.status_code == 201, answer.json()
        return answer.json()

    return send


@pytest.fixture
def tried(begin_test):
    """The id of a test that the machine was told of."""
    name = begin_test()["transaction_id"]
    assert [frame["type"] for frame in written()] == ["lock", "command"]
    return name


def the_sale():
    return Sale.objects.get()


def is_over(state, dispensed, units):
    """The one test has ended so; nothing goes back, and the machine is free."""
    sale = the_sale()
    assert (sale.state, sale.dispensed, stock()) == (state, dispensed, units)
    assert (Refund.objects.count(), sale.amount, sale.provider_payment_id) == (0, 0, None)
    assert not Lock.objects.exists()
    before = picture()
    time_passes()
    unanswered()
    work()
    left = {name: before[name] for name in ("Sale", "Command")}  # frames that nobody took
    assert {**picture(), **left} == before, "nobody is asked for anything"
    assert the_sale().state == state
