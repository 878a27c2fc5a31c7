"""A batch that nobody ordered in earnest is refused by the staff at once."""

import pytest
from orders.actions import orders
from orders.models import Order, OrderChange, OrderSession
from testing.races import at_once
from world import LOCATION, OWNER, PLACE, STRANGER, WAITER, answer, line, refusal

pytestmark = pytest.mark.django_db

REFUSE = "/orders/refuse/"


@pytest.fixture
def waiter(signer):
    return signer.access(WAITER)


@pytest.fixture
def batch(table):
    """Three orders that were sent together."""
    orders.orders_place(code=table, lines=[line() for _ in "abc"], staff_id=None)
    return {"session_code": table, "batch": 1, "reason": "nobody sits there"}


def states():
    return list(Order.objects.order_by("id").values_list("state", flat=True))


def test_a_batch_is_refused_with_a_reason(api, batch, waiter, order, heard):
    order()
    refused = answer(api.send(REFUSE, batch, token=waiter))
    assert refused["batch"] == 1
    assert [(each["state"], each["reason"]) for each in refused["orders"]] == [
        ("cancelled", "nobody sits there")
    ] * 3
    assert states() == ["cancelled"] * 3 + ["new"]
    assert heard() == ["order.created"] * 4 + ["order.changed"] * 3
    changes = set(OrderChange.objects.values_list("was", "became", "user_id"))
    assert changes == {("new", "cancelled", WAITER)}


def test_refusing_again_is_the_same(api, batch, waiter, heard):
    first, again = (api.send(REFUSE, batch, token=waiter) for _ in "ab")
    assert first.content == again.content
    assert heard() == ["order.created"] * 3 + ["order.changed"] * 3


def test_what_was_served_stays(api, batch, waiter):
    served, ready, _ = Order.objects.order_by("id")
    Order.objects.filter(id=served.id).update(state="served")
    Order.objects.filter(id=ready.id).update(state="ready")
    answer(api.send(REFUSE, batch, token=waiter))
    assert states() == ["served", "cancelled", "cancelled"]


def test_refused_orders_make_room(api, batch, waiter, settings, sell):
    settings.MAX_ORDERS_PER_SESSION = 3
    sell(1, keeps=False)
    body = {"session_code": batch["session_code"], "lines": [{"product_id": 1}] * 3}
    assert refusal(api.send(PLACE, body)) == (400, "session_full")
    answer(api.send(REFUSE, batch, token=waiter))
    answer(api.send(REFUSE, batch, token=waiter))
    assert OrderSession.objects.get().order_count == 0
    assert api.send(PLACE, body).status_code == 200
    assert refusal(api.send(PLACE, body)) == (400, "session_full")


def test_an_order_that_is_cancelled_makes_room_too(order, settings, table):
    settings.MAX_ORDERS_PER_SESSION = 1
    order()
    order_id = Order.objects.get().id
    for _ in "ab":
        orders.order_move(
            order_id=order_id, to="cancelled", expected=None, reason="x", user_id=OWNER
        )
    order()
    assert OrderSession.objects.get().order_count == 1


def test_a_session_is_never_full_for_staff(api, batch, waiter, settings, sell):
    settings.MAX_ORDERS_PER_SESSION = 3
    sell(1, keeps=False)
    body = {"session_code": batch["session_code"], "lines": [{"product_id": 1}]}
    assert api.send(PLACE, body, token=waiter).status_code == 200
    assert refusal(api.send(PLACE, body)) == (400, "session_full")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"batch": 9}, (404, "batch_not_found")),
        ({"session_code": "0" * 40}, (404, "session_not_found")),
        ({"session_code": "x"}, (404, "session_not_found")),
        *(({"batch": batch}, (400, "malformed_json")) for batch in (0, "x", None, True)),
        *(({"reason": text}, (400, "malformed_json")) for text in ("", " ", None, "x" * 201)),
    ],
)
def test_refused_refusals(api, batch, waiter, change, reason, heard):
    assert refusal(api.send(REFUSE, {**batch, **change}, token=waiter)) == reason
    assert states() == ["new"] * 3


def test_it_is_for_staff(api, batch, signer):
    assert refusal(api.send(REFUSE, batch)) == (403, "incorrect_credentials")
    response = api.send(REFUSE, batch, token=signer.access(STRANGER))
    assert refusal(response) == (403, "incorrect_credentials")
    assert states() == ["new"] * 3


@pytest.mark.django_db(transaction=True)
def test_two_waiters_refuse_while_a_guest_orders(table, location):
    orders.orders_place(code=table, lines=[line() for _ in "abc"], staff_id=None)

    def anything(number):
        if number % 2:
            orders.order_create(code=table, line=line())
        else:
            orders.orders_refuse(code=table, batch=1, reason="x", user_id=WAITER)

    at_once(anything, 16)
    assert states() == ["cancelled"] * 3 + ["new"] * 8
    assert OrderSession.objects.get().order_count == 8
    assert OrderChange.objects.count() == 3
    assert OrderSession.objects.get().location_id == LOCATION
