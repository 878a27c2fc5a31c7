"""Roles of staff at the tables: the kitchen moves orders; calls, orders for guests, cancelling and
the table itself are for waiters and managers.
"""

import pytest
from kit import cache
from orders.actions import orders
from orders.consumers import PanelConsumer
from orders.models import Call, Order, OrderSession
from orders.states import CLOSED, OPEN
from sockets import Listener
from world import (
    CALL,
    LOCATION,
    LOCATION_PATH,
    OWNER,
    PLACE,
    WAITER,
    espresso,
    line,
    refusal,
    wanted,
)


@pytest.fixture
def works_as(locations, signer):
    """The token of somebody who works here in a role."""

    def hire(role):
        place = {"id": LOCATION, "name": "Café", "user_id": OWNER, "staff": [WAITER]}
        answer = place | {"roles": {str(WAITER): role}}
        locations.on("GET", LOCATION_PATH, {"success": True, "response": answer})
        return signer.access(WAITER)

    return hire


@pytest.fixture
def waiters_calls(table, order):
    """A path and a body of each deed that the kitchen has no part in."""
    order()
    session, made = OrderSession.objects.get(), Order.objects.get()
    Call.objects.create(session=session, kind="bill")
    said = {"reason": "no more"}
    return {
        PLACE: {"session_code": table, "lines": [{"product_id": 1337}]},
        f"/orders/move/{made.id}/": {"state": "cancelled", **said},
        "/orders/refuse/": {"session_code": table, "batch": 1, **said},
        f"/orders/calls/answer/{Call.objects.get().id}/": {},
        "/orders/sessions/create/": {"location_id": LOCATION, "name": "Table 2"},
        f"/orders/sessions/close/{table}/": {},
    }


def rows():
    found = (OrderSession, Order, Call)
    return [list(model.objects.order_by("pk").values()) for model in found]


@pytest.mark.django_db
def test_the_kitchen_closes_no_table_answers_no_call_orders_and_cancels_nothing(
    api, works_as, waiters_calls
):
    token, before = works_as("kitchen"), rows()
    for path, body in waiters_calls.items():
        assert refusal(api.send(path, body, token=token)) == (403, "role_not_allowed"), path
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["waiter", "manager"])
def test_waiters_and_managers_do(api, works_as, waiters_calls, sell, code, role):
    sell(1337, espresso())
    token = works_as(role)
    for path, body in waiters_calls.items():
        if path != "/orders/refuse/":
            assert api.send(path, body, token=token).status_code == 200, path
    assert OrderSession.objects.order_by("pk").first().state == CLOSED


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["kitchen", "waiter"])
def test_all_staff_see_the_board_and_move_orders(api, works_as, table, order, role):
    order()
    token, made = works_as(role), Order.objects.get()
    for path in (
        f"/orders/panel/live/{LOCATION}/",
        f"/orders/sessions/find/?location_id={LOCATION}",
    ):
        assert api.ask(path, token=token).status_code == 200
    for state in ("accepted", "new", "accepted", "preparing"):
        moved = api.send(f"/orders/move/{made.id}/", {"state": state}, token=token)
        assert moved.json()["response"]["state"] == state


@pytest.mark.django_db
def test_the_kitchen_sees_what_was_in_a_closed_table(api, works_as, table, order, settings):
    order()
    settings.AUTH_MODE = "strict"
    OrderSession.objects.update(state=CLOSED)
    token = works_as("kitchen")
    seen = api.ask(f"/orders/sessions/get/{table}/", token=token).json()["response"]
    assert len(seen["orders"]) == 1
    assert api.ask(f"/orders/sessions/get/{table}/").json()["response"]["orders"] == []


@pytest.mark.django_db
def test_whoever_sits_at_a_table_orders_also_when_they_work_in_the_kitchen(
    api, works_as, table, sell
):
    works_as("kitchen")
    sell(1337, espresso())
    assert api.send("/orders/create/", wanted(table)).status_code == 200
    assert api.send(CALL, {"session_code": table, "kind": "waiter"}).status_code == 200
    assert OrderSession.objects.get().state == OPEN


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sockets_closed")
async def test_a_new_role_leaves_the_board_open_and_a_dismissal_closes_it(
    table, works_as, locations, monkeypatch
):
    monkeypatch.setattr(PanelConsumer, "asks_again", 0.05)
    headers = [(b"authorization", f"Bearer {works_as('manager')}".encode())]
    panel = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
    assert (await panel.frame())["type"] == "snapshot"
    works_as("kitchen")
    cache.clear_all()
    assert await panel.silent(0.3)
    place = {"id": LOCATION, "name": "Café", "user_id": OWNER, "staff": [], "roles": {}}
    locations.on("GET", LOCATION_PATH, {"success": True, "response": place})
    cache.clear_all()
    assert await panel.close_of() == (4403, "not_allowed")


@pytest.mark.django_db
def test_orders_of_a_batch_are_refused_by_waiters(api, works_as, table):
    orders.orders_place(code=table, lines=[line(), line()], staff_id=None)
    body = {"session_code": table, "batch": 1, "reason": "nobody there"}
    assert refusal(api.send("/orders/refuse/", body, token=works_as("kitchen"))) == (
        403,
        "role_not_allowed",
    )
    assert not Order.objects.filter(state="cancelled").exists()
    assert api.send("/orders/refuse/", body, token=works_as("waiter")).status_code == 200
    assert Order.objects.filter(state="cancelled").count() == 2
