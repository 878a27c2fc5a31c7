"""What becomes of units that were taken when something fails between the ledger and our order."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from kit.errands import errand_deliver
from kit.models import Errand
from orders import ledger as orders_ledger
from orders.actions import cart_sending, orders, takings
from orders.errands import undo
from orders.models import Order, Taking
from testing.client import ApiClient
from testing.races import at_once
from world import CREATE, HOLD, MOVE, RELEASE, SEND, cake, refusal, wanted

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {"Idempotency-Key": "tap", "Prefer": "return=minimal"}


class Killed(BaseException):
    """As if the process ended here: nothing of ours runs any more."""


@pytest.fixture
def body(table, sell, ledger):
    sell(2, cake(left=99))
    return wanted(table, product_id=2)


@pytest.fixture
def killed(api, body, monkeypatch):
    """Order, and die at a step; whatever would run in the process afterwards does not."""

    def order(module, step, headers=KEY):
        def die(*_, **__):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(module, step, die)
            patch.setattr(takings, "taking_undo", lambda _: None)
            with pytest.raises(Killed):
                api.send(CREATE, body, headers=headers)

    return order


def overdue():
    """Let the time of all takings be over, and the worker go round."""
    Taking.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    takings.takings_end()
    while errand_deliver():
        pass


STEPS = [(orders_ledger, "units_take"), (orders, "order_create")]


@pytest.mark.parametrize("step", STEPS, ids=["before products", "after products"])
def test_killed_and_never_repeated(killed, ledger, step):
    killed(*step)
    [taking] = Taking.objects.all()
    overdue()
    assert [asked["key"] for asked in ledger.asked(RELEASE)] == [taking.key]
    [asked] = ledger.asked(MOVE)
    assert (asked["key"], asked["lines"]) == (taking.key, [{"product_id": 2, "change": 1}])
    assert not Order.objects.exists()
    assert not Taking.objects.exists()


@pytest.mark.parametrize("step", STEPS, ids=["before products", "after products"])
def test_killed_and_repeated(api, body, killed, ledger, step):
    killed(*step)
    [taking] = Taking.objects.all()
    for _ in range(2):
        assert api.send(CREATE, body, headers=KEY).status_code == 200
    assert {asked["key"] for asked in ledger.asked(HOLD)} == {taking.key}
    overdue()
    assert Order.objects.count() == 1
    assert not ledger.asked(MOVE)


def test_repeated_a_day_later_takes_anew(api, body, killed, ledger):
    killed(orders, "order_create")
    overdue()
    assert api.send(CREATE, body, headers=KEY).status_code == 200
    first, second = (asked["key"] for asked in ledger.asked(HOLD))
    assert first != second
    assert [asked["key"] for asked in ledger.asked(MOVE)] == [first]
    assert Order.objects.count() == 1


def test_what_was_not_taken_is_not_given_back(killed, ledger):
    killed(orders_ledger, "units_take")
    ledger.answers(RELEASE)
    overdue()
    assert len(ledger.asked(RELEASE)) == 1
    assert not ledger.asked(MOVE)


def test_an_order_that_comes_after_its_units_went_back(api, body, ledger, monkeypatch):
    take = orders_ledger.units_take

    def slow(**values):
        take(**values)
        overdue()

    monkeypatch.setattr("orders.ledger.units_take", slow)
    assert refusal(api.send(CREATE, body)) == (503, "products_service_unavailable")
    assert not Order.objects.exists()
    assert len(ledger.asked(MOVE)) == 1


@pytest.mark.parametrize("headers", [{}, KEY])
def test_an_answer_that_is_lost(api, body, ledger, products, headers):
    api.send(CREATE, body)  # our copy is fresh
    ledger.answers(HOLD, 500)
    response = api.send(CREATE, body, headers=headers)
    assert refusal(response) == (503, "products_service_unavailable")
    assert Taking.objects.count() == bool(headers)  # for the repeat
    if headers:
        ledger.answers(HOLD)
        assert api.send(CREATE, body, headers=headers).status_code == 200
    overdue()
    assert len(ledger.asked(MOVE)) == (not headers)


def test_a_refusal_of_our_own_gives_back_at_once(api, body, ledger, monkeypatch):
    def broken(**_):
        raise OperationalError

    monkeypatch.setattr(orders, "order_create", broken)
    assert api.send(CREATE, body, headers=KEY).status_code == 503
    assert errand_deliver()
    assert len(ledger.asked(MOVE)) == 1


def test_giving_back_is_tried_until_products_answers(body, killed, ledger, products):
    killed(orders, "order_create")
    products.broken = True
    overdue()
    errand = Errand.objects.get()
    assert errand.state == "waiting"
    products.broken = False
    undo(errand)
    assert len(ledger.asked(MOVE)) == 1


def test_one_key_at_once_takes_for_one_order(body, ledger):
    answers = at_once(lambda _: ApiClient().send(CREATE, body, headers=KEY).content, 20, threads=20)
    assert len(set(answers)) == Order.objects.count() == 1
    assert not Taking.objects.exists()
    while errand_deliver():
        pass
    keys = {asked["key"] for asked in ledger.asked(HOLD)}
    assert len(keys) - len({asked["key"] for asked in ledger.asked(MOVE)}) == 1


def test_a_cart_that_was_changed_since_the_first_try(api, table, add, sell, ledger, monkeypatch):
    sell(2, cake(left=99))
    line = add(product_id=2)

    def die(**_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(cart_sending, "cart_send", die)
        patch.setattr(takings, "taking_undo", lambda _: None)
        with pytest.raises(Killed):
            api.send(SEND, {"session_code": table}, headers=KEY)
    api.send(f"/orders/cart/change/{line['id']}/", {"session_code": table, "add": 1})
    assert api.send(SEND, {"session_code": table}, headers=KEY).status_code == 200
    overdue()
    first, second = ledger.asked(HOLD)
    assert first["key"] != second["key"]
    assert [asked["key"] for asked in ledger.asked(MOVE)] == [first["key"]]


def test_two_workers_end_a_taking_once(killed, ledger):
    killed(orders, "order_create")
    Taking.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    at_once(lambda _: takings.takings_end(), 8, threads=8)
    while errand_deliver():
        pass
    assert len(ledger.asked(MOVE)) == 1


def test_what_is_being_ordered_is_left_alone(body, killed, ledger):
    killed(orders, "order_create")
    assert takings.takings_end() is False
    assert Taking.objects.count() == 1
