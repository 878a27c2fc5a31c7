"""Orders of counted products: their units are taken in one call, and come back when nothing was
ordered.
"""

import pytest
from django.db import transaction
from kit.errands import errand_deliver
from orders import catalogue, units
from orders.actions import cart_sending, sessions
from orders.models import KnownProduct, Order, Taking
from world import (
    ADD,
    CHANGE,
    CREATE,
    HOLD,
    MOVE,
    PLACE,
    RELEASE,
    SEND,
    answer,
    cake,
    espresso,
    refusal,
    shown,
    wanted,
)

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "tap"}


@pytest.fixture
def cakes(sell, ledger):
    """One cake is left; espresso is not counted."""
    sell(2, cake())
    sell(1337, espresso())
    return ledger


def lines(table, *asked):
    return {
        "session_code": table,
        "lines": [{"product_id": product_id, "quantity": n} for product_id, n in asked],
    }


def test_an_order_takes_its_units(api, table, cakes):
    order = api.send(CREATE, wanted(table, product_id=2, quantity=3))
    assert order.status_code == 200
    [asked] = cakes.asked(HOLD)
    assert len(asked.pop("key")) == 32
    assert asked == {
        "lines": [{"product_id": 2, "quantity": 3}],
        "commit": True,
        "reference": "Table 1",
        "who": "guest",
    }
    assert Order.objects.get().counted
    assert not Taking.objects.exists()
    assert not errand_deliver()


def test_what_nobody_counts_is_ordered_as_before(
    api, table, cakes, django_assert_num_queries, products
):
    headers = {"Prefer": "return=minimal"}
    api.send(CREATE, wanted(table), headers=headers)
    before = len(products.received)
    with django_assert_num_queries(1):
        api.send(CREATE, wanted(table), headers=headers)
    assert len(products.received) == before
    assert not Order.objects.filter(counted=True).exists()


@pytest.mark.parametrize("quantity", [1, 2])
def test_short_is_sold_out_and_nothing_is_ordered(api, table, cakes, quantity):
    details = cakes.short(2, left=quantity - 1)
    response = api.send(CREATE, wanted(table, product_id=2, quantity=quantity), headers=KEY)
    assert refusal(response) == (409, "sold_out")
    assert response.json()["details"] == details
    assert not Order.objects.exists()
    assert not Taking.objects.exists()
    assert not errand_deliver()


def test_a_batch_is_taken_in_one_call_with_each_product_once(api, table, cakes, owner):
    body = lines(table, (2, 1), (1337, 4), (2, 2))
    assert api.send(PLACE, body, token=owner).status_code == 200
    [asked] = cakes.asked(HOLD)
    assert asked["lines"] == [{"product_id": 2, "quantity": 3}]
    assert asked["who"] == "user 7"
    assert list(Order.objects.order_by("id").values_list("counted", flat=True)) == [
        True,
        False,
        True,
    ]
    cakes.short(2)
    assert refusal(api.send(PLACE, body)) == (409, "sold_out")
    assert Order.objects.count() == 3


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "product_not_found"), (400, "product_unavailable")]
)
def test_what_the_ledger_knows_better(api, table, cakes, status, reason):
    cakes.answers(HOLD, status, reason=reason, details=[{"product_id": 2}])
    assert refusal(api.send(CREATE, wanted(table, product_id=2))) == (status, reason)
    assert not Taking.objects.exists()


def test_sold_out_wins_over_changed(api, table, cakes, sell):
    sell(2, cake(left=0))
    for path, body in (
        (CREATE, wanted(table, product_id=2, price="1.00")),
        (PLACE, {"session_code": table, "lines": [{"product_id": 2, "price": "1.00"}]}),
        (ADD, wanted(table, product_id=2, price="1.00")),
    ):
        assert refusal(api.send(path, body)) == (409, "sold_out")
    assert not cakes.asked(HOLD)


def test_changed_takes_nothing(api, table, cakes):
    response = api.send(CREATE, wanted(table, product_id=2, price="1.00"))
    assert refusal(response) == (409, "product_changed")
    assert not cakes.asked(HOLD)


def test_products_down_refuses_what_is_counted_alone(api, table, cakes, products):
    for product_id in (2, 1337):
        assert api.send(CREATE, wanted(table, product_id=product_id)).status_code == 200
    catalogue._seen.clear()
    products.broken = True
    assert KnownProduct.objects.get(product_id=2).counted
    response = api.send(CREATE, wanted(table, product_id=2))
    assert refusal(response) == (503, "products_service_unavailable")
    assert api.send(CREATE, wanted(table)).status_code == 200
    assert Order.objects.count() == 3


def test_nothing_is_taken_for_a_closed_table(api, table, cakes):
    api.send(CREATE, wanted(table, product_id=2))  # our copy is fresh
    sessions.session_close(code=table)
    assert refusal(api.send(CREATE, wanted(table, product_id=2))) == (400, "session_closed")
    assert len(cakes.asked(HOLD)) == 1


def test_adding_what_is_sold_out_is_refused(api, table, cakes, sell, products):
    response = api.send(ADD, wanted(table, product_id=2, quantity=2))
    assert refusal(response) == (409, "sold_out")
    assert response.json()["details"] == [{"product_id": 2, "available": 1}]
    sell(2, cake(left=2))  # our copy is older
    assert api.send(ADD, wanted(table, product_id=2, quantity=2)).status_code == 200
    products.broken = True  # it is seen when it is sent
    assert api.send(ADD, wanted(table, product_id=2, quantity=9)).status_code == 200
    assert not cakes.asked(HOLD)


def test_a_cart_is_sent_whole_or_not_at_all(api, table, cakes, add):
    added = [add(), add(product_id=2)]
    details = cakes.short(2)
    response = api.send(SEND, {"session_code": table}, headers=KEY)
    assert refusal(response) == (409, "sold_out")
    assert response.json()["details"] == details
    assert shown(api, table) == added
    cakes.answers(HOLD)
    assert len(answer(api.send(SEND, {"session_code": table}, headers=KEY))["orders"]) == 2
    assert not Taking.objects.exists()


def test_a_cart_of_changed_products_says_first_what_is_sold_out(api, table, cakes, add, sell):
    add(product_id=2)
    sell(2, cake(left=0, price="9.00"))
    catalogue._seen.clear()
    assert refusal(api.send(SEND, {"session_code": table})) == (409, "sold_out")
    sell(2, cake(price="9.00"))
    catalogue._seen.clear()
    assert refusal(api.send(SEND, {"session_code": table})) == (409, "product_changed")
    assert not cakes.asked(HOLD)
    assert api.send(SEND, {"session_code": table}).status_code == 200


@pytest.fixture
def meanwhile(monkeypatch):
    """Let another phone do something once the units of a sending are taken, so many times."""

    def do(what, times):
        left, send = [what] * times, cart_sending.cart_send

        def sending(**values):
            if left:
                left.pop()()
            return send(**values)

        monkeypatch.setattr(cart_sending, "cart_send", sending)

    return do


def test_a_line_that_changes_meanwhile_is_taken_anew(api, table, cakes, add, meanwhile, sell):
    sell(2, cake(left=9))
    line = add(product_id=2)
    more = {"session_code": table, "add": 1}
    meanwhile(lambda: api.send(CHANGE.format(line["id"]), more), 1)
    [order] = answer(api.send(SEND, {"session_code": table}))["orders"]
    assert order["quantity"] == 2
    first, second = cakes.asked(HOLD)
    assert first["key"] != second["key"]
    assert [each["lines"][0]["quantity"] for each in (first, second)] == [1, 2]
    [back] = cakes.asked(MOVE)
    assert (back["key"], back["kind"]) == (first["key"], "restock")
    assert back["lines"] == [{"product_id": 2, "change": 1}]


def test_a_cart_that_never_rests_is_given_up(api, table, cakes, add, meanwhile, sell):
    sell(2, cake(left=99))
    line = add(product_id=2)
    more = {"session_code": table, "add": 1}
    meanwhile(lambda: api.send(CHANGE.format(line["id"]), more), 9)
    response = api.send(SEND, {"session_code": table}, headers=KEY)
    assert refusal(response) == (503, "products_service_unavailable")
    assert not Order.objects.exists()
    assert len(cakes.asked(HOLD)) == len(cakes.asked(MOVE)) == 3


def test_the_slower_of_two_who_send_hears_that_nothing_is_left_to_send(
    api, table, cakes, add, monkeypatch
):
    add(product_id=2)
    cakes.short(2)
    room = units.OrderedUnits.take

    def faster(self, ordered):
        with transaction.atomic():
            sessions.session_lock_open(table).cart.all().delete()
        return room(self, ordered)

    monkeypatch.setattr(units.OrderedUnits, "take", faster)
    assert refusal(api.send(SEND, {"session_code": table})) == (409, "cart_empty")


def cancelled(api, table, token, path, **body):
    body = {"reason": "dropped", "session_code": table, **body}
    return answer(api.send(path, body, token=token))


def test_a_cancelled_order_gives_its_units_back(api, table, cakes, owner):
    order = answer(api.send(PLACE, lines(table, (2, 2), (1337, 1))))["orders"]
    for each in order:
        path = f"/orders/move/{each['id']}/"
        for _ in range(2):
            cancelled(api, table, owner, path, state="cancelled")
    assert errand_deliver()
    assert not errand_deliver()
    [asked] = cakes.asked(MOVE)
    assert asked["kind"] == "restock"
    assert asked["lines"] == [{"product_id": 2, "change": 2}]
    assert asked["reference"] == f"order {order[0]['id']} cancelled"
    assert not cakes.asked(RELEASE)


def test_a_refused_batch_gives_its_units_back_once(api, table, cakes, owner):
    sent = answer(api.send(PLACE, lines(table, (2, 2), (2, 1), (1337, 1))))
    first = sent["orders"][0]["id"]
    cancelled(api, table, owner, f"/orders/move/{first}/", state="cancelled")
    for _ in range(2):
        cancelled(api, table, owner, "/orders/refuse/", batch=sent["batch"])
    while errand_deliver():
        pass
    changes = [asked["lines"] for asked in cakes.asked(MOVE)]
    assert sorted(each["change"] for [each] in changes) == [1, 2]


def test_orders_of_what_nobody_counts_give_nothing_back(api, table, cakes, owner):
    sent = answer(api.send(PLACE, lines(table, (1337, 1))))
    cancelled(api, table, owner, "/orders/refuse/", batch=sent["batch"])
    assert not errand_deliver()


def test_a_product_that_is_gone_holds_up_no_others(api, table, cakes, owner, sell):
    sell(3, cake())
    sent = answer(api.send(PLACE, lines(table, (2, 1), (3, 1))))
    cancelled(api, table, owner, "/orders/refuse/", batch=sent["batch"])
    cakes.answers(MOVE, 404, reason="product_not_found", details=[{"product_id": 2}])
    assert errand_deliver()
    asked = [[each["product_id"] for each in one["lines"]] for one in cakes.asked(MOVE)]
    assert asked == [[2, 3], [3]]
