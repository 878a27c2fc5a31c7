"""The streams for pages whose socket is blocked: asked from time to time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from orders.actions import orders as actions
from orders.actions import sessions
from orders.models import Event, Order, OrderSession
from orders.states import STEPS
from orders.streams import PanelSource, SessionSource
from world import CALL, LOCATION, LOCATION_PATH, OWNER, STRANGER, answer, refusal

pytestmark = pytest.mark.django_db

PANEL = f"/orders/panel/live/{LOCATION}/"


@pytest.fixture
def page(table):
    return f"/orders/sessions/live/{table}/"


def since(told):
    return f"?since={told['seq']}&epoch={told['epoch']}"


def test_a_session_is_told_whole_and_then_only_when_it_changes(api, page, add, order):
    add()
    first = answer(api.ask(page))
    assert (first["seq"], len(first["data"]["cart"]), first["data"]["orders"]) == (1, 1, [])
    assert answer(api.ask(page + since(first))) == {**first, "data": None}
    order()
    now = answer(api.ask(page + since(first)))
    assert (now["seq"], len(now["data"]["orders"])) == (2, 1)


def test_it_is_what_the_socket_says(api, page, table, add, order, owner):
    add()
    order()
    answer(api.send(CALL, {"session_code": table, "kind": "bill"}))
    for path, source, stream in (
        (page, SessionSource(), table),
        (PANEL, PanelSource(), str(LOCATION)),
    ):
        whole = source.snapshot(stream)
        told = f'{{"seq":{whole.seq},"epoch":"{whole.epoch}","data":{whole.data}}}'
        assert (
            api.ask(path, token=owner).content == f'{{"success":true,"response":{told}}}'.encode()
        )


def test_a_quiet_stream_costs_one_query(api, page, add, django_assert_num_queries):
    add()
    told = answer(api.ask(page))
    with django_assert_num_queries(1):
        api.ask(page + since(told))


def left_over(api, owner):
    """The codes of the closed tables on the panel."""
    told = answer(api.ask(PANEL, token=owner))["data"]["sessions"]
    return [session["code"] for session in told if session["state"] == "CLOSED"]


def test_a_closed_table_is_told_until_all_is_served(api, table, order, owner):
    order()
    order()
    sessions.session_close(code=table)
    assert left_over(api, owner) == [table]
    first, second = Order.objects.order_by("id")
    for state in ("accepted", "preparing", "ready", "served"):
        assert left_over(api, owner) == [table]
        actions.order_move(order_id=first.id, to=state, expected=None, reason="", user_id=OWNER)
    actions.order_move(order_id=second.id, to="cancelled", expected=None, reason="", user_id=OWNER)
    assert left_over(api, owner) == []


def test_what_was_left_over_yesterday_is_told_no_more(api, table, order, owner):
    order()
    sessions.session_close(code=table)
    hours = timedelta(hours=12, minutes=1)
    OrderSession.objects.update(closed_at=timezone.now() - hours)
    assert left_over(api, owner) == []


@pytest.mark.parametrize("query", ["?since=1", "?since=1&epoch=", "?since=2&epoch={}", "?epoch={}"])
def test_from_elsewhere_the_whole_is_told(api, page, add, query):
    add()
    epoch = answer(api.ask(page))["epoch"]
    assert answer(api.ask(page + query.format(epoch)))["data"]


def test_after_events_were_pruned_the_whole_is_told(api, page, order):
    first = answer(api.ask(page))
    order()
    Event.objects.all().delete()
    assert answer(api.ask(page + since(first)))["data"]["orders"]


@pytest.mark.parametrize("odd", ["x", "-1", "1.5", "9" * 30, "true", "[]"])
def test_an_odd_since_is_refused(api, page, odd, owner):
    assert refusal(api.ask(f"{page}?since={odd}")) == (400, "erroneous_value")
    assert refusal(api.ask(f"{PANEL}?since={odd}", token=owner)) == (400, "erroneous_value")


@pytest.mark.parametrize("code", ["0" * 40, "abc", "A" * 40])
def test_an_unknown_session(api, db, code):
    response = api.ask(f"/orders/sessions/live/{code}/?since=0&epoch=e")
    assert refusal(response) == (404, "session_not_found")


def test_a_closed_session_can_still_be_read(api, page, table, order):
    order()
    sessions.session_close(code=table)
    told = answer(api.ask(page))
    assert (told["data"]["state"], len(told["data"]["orders"])) == ("CLOSED", 1)


def test_a_panel_holds_the_open_sessions(api, table, add, owner):
    line = add()
    sessions.session_create(code="1" * 40, location_id=LOCATION, name="Table 2")
    sessions.session_create(code="2" * 40, location_id=LOCATION, name="Table 3")
    sessions.session_close(code="2" * 40)
    told = answer(api.ask(PANEL, token=owner))
    assert [each["name"] for each in told["data"]["sessions"]] == ["Table 1", "Table 2"]
    assert [each["cart"] for each in told["data"]["sessions"]] == [[line], []]
    assert answer(api.ask(PANEL + since(told), token=owner)) == {**told, "data": None}


def test_a_panel_is_for_staff(api, table, signer):
    assert refusal(api.ask(PANEL)) == (403, "incorrect_credentials")
    response = api.ask(PANEL, token=signer.access(STRANGER))
    assert refusal(response) == (403, "incorrect_credentials")


def test_the_panel_of_a_location_without_sessions(api, location, owner):
    told = answer(api.ask(PANEL, token=owner))
    settings = {"steps": [*STEPS], "open_by": "staff", "ask_word": False, "languages": []}
    settings |= {"timezone": "UTC", "hours": None, "kitchen": None, "menus": [], "tell_wait": True}
    empty = {"location_id": LOCATION, "settings": settings, "tables": [], "sessions": []}
    assert told == {"seq": 0, "epoch": "", "data": empty}


@pytest.mark.parametrize("location_id", ["0", "-1", "x", "9" * 30, "1.5"])
def test_no_location(api, db, owner, location_id):
    response = api.ask(f"/orders/panel/live/{location_id}/", token=owner)
    assert refusal(response) == (404, "location_not_found")


def test_a_location_that_is_not_there(api, locations, owner):
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", LOCATION_PATH, missing, status=404)
    assert refusal(api.ask(PANEL, token=owner)) == (403, "incorrect_credentials")
    locations.broken = True
    assert refusal(api.ask(PANEL, token=owner)) == (503, "locations_service_unavailable")
