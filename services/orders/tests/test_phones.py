"""Phones that join a table, and what they alone see of it after it was closed."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from orders.actions import orders as actions
from orders.actions import phones, sessions
from orders.models import OrderSession, Phone
from orders.streams import GuardedSessionSource
from sockets import Listener
from testing.client import ApiClient
from testing.hostile import NO_OBJECTS
from testing.races import at_once
from testing.sockets import in_thread
from world import CALL, CREATE, LOCATION, STRANGER, answer, refusal, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(table):
    return f"/orders/sessions/join/{table}/"


@pytest.fixture
def strict(settings):
    settings.AUTH_MODE = "strict"


@pytest.fixture
def closed(api, table, add, path):
    """A table where somebody has ordered, and that was closed; gives the key of a phone."""
    key = answer(api.send(path, {}))["guest_key"]
    add(guest_key=key)
    api.send(CALL, {"session_code": table, "kind": "bill"})
    answer(api.send(CREATE, wanted(table)))
    sessions.session_close(code=table)
    return key


def age(**passed):
    OrderSession.objects.update(closed_at=timezone.now() - timedelta(**passed))


def counts(response):
    """How many orders and lines an answer shows."""
    shown = answer(response)
    shown = shown.get("data", shown)
    assert shown["state"] == "CLOSED"
    return len(shown["orders"]), len(shown.get("cart", "-"))


def test_each_phone_has_its_own_key(api, path):
    first, second = (answer(api.send(path, {})) for _ in "ab")
    assert (first["guest_id"], second["guest_id"]) == (1, 2)
    assert first["guest_key"] != second["guest_key"]
    assert len(first["guest_key"]) == 43
    stored = bytes(Phone.objects.get(number=1).key_hash)
    assert first["guest_key"].encode() not in stored


def test_a_phone_that_comes_again_is_the_same(api, path):
    first = answer(api.send(path, {}))
    key = first["guest_key"]
    assert answer(api.send(path, {"guest_key": key})) == first
    assert answer(api.send(f"{path}?guest_key={key}", {})) == first
    assert answer(api.send(path, {}, headers={"X-Guest-Key": key})) == first
    assert answer(api.send(path, {"guest_key": "x" * 43}))["guest_id"] == 2
    assert answer(api.send(path, {"guest_key": None}))["guest_id"] == 3


def test_a_key_of_another_table_is_none(api, path, location):
    key = answer(api.send(path, {}))["guest_key"]
    sessions.session_create(code="1" * 40, location_id=LOCATION, name="Table 2")
    other = answer(api.send(f"/orders/sessions/join/{'1' * 40}/", {"guest_key": key}))
    assert other["guest_key"] != key


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_no_object(api, path, body):
    assert refusal(api.send(path, body)) == (400, "malformed_json")


def test_unknown_tables(api, db):
    assert refusal(api.send("/orders/sessions/join/nonsense/", {})) == (404, "session_not_found")
    response = api.send(f"/orders/sessions/join/{'0' * 40}/", {})
    assert refusal(response) == (404, "session_not_found")


def test_a_closed_table_is_for_who_took_part(api, path, closed):
    assert refusal(api.send(path, {})) == (400, "session_closed")
    assert answer(api.send(path, {"guest_key": closed}))["guest_id"] == 1
    age(hours=12, minutes=1)
    assert refusal(api.send(path, {"guest_key": closed})) == (400, "session_closed")
    assert Phone.objects.count() == 1


def test_a_table_of_five_hundred(api, path, monkeypatch):
    assert phones.MAX_PHONES == 500
    monkeypatch.setattr(phones, "MAX_PHONES", 2)
    keys = [answer(api.send(path, {}))["guest_key"] for _ in "ab"]
    assert refusal(api.send(path, {})) == (429, "too_many_requests")
    assert answer(api.send(path, {"guest_key": keys[1]}))["guest_id"] == 2


@pytest.mark.django_db(transaction=True)
def test_joining_at_once(path):
    joined = at_once(lambda _: answer(ApiClient().send(path, {})), 12)
    assert sorted(each["guest_id"] for each in joined) == list(range(1, 13))
    assert len({each["guest_key"] for each in joined}) == 12


@pytest.fixture(params=["get", "live"])
def view(request, table):
    return f"/orders/sessions/{request.param}/{table}/"


def test_strangers_see_nothing_of_a_closed_table(api, strict, view, closed):
    for query in ("", "?guest_key=", "?guest_key=" + "x" * 43):
        assert counts(api.ask(view + query))[0] == 0
    assert counts(api.ask(view, headers={"X-Guest-Key": "x" * 43}))[0] == 0


def test_guests_see_it_for_twelve_hours(api, strict, view, closed):
    for asked in (
        api.ask(f"{view}?guest_key={closed}"),
        api.ask(view, headers={"X-Guest-Key": closed}),
    ):
        assert counts(asked) == (1, 1)
    age(hours=11, minutes=59)
    assert counts(api.ask(f"{view}?guest_key={closed}")) == (1, 1)
    age(hours=12, minutes=1)
    assert counts(api.ask(f"{view}?guest_key={closed}"))[0] == 0


def test_staff_see_it(api, strict, view, closed, owner, signer):
    assert counts(api.ask(view, token=owner)) == (1, 1)
    assert counts(api.ask(view, token=signer.access(STRANGER)))[0] == 0
    assert counts(api.ask(view, token="nonsense"))[0] == 0


def test_an_open_table_is_for_who_has_the_code(api, strict, view, add, order):
    order()
    shown = answer(api.ask(view + "?guest_key="))
    assert len(shown.get("data", shown)["orders"]) == 1


def test_in_open_mode_it_is_as_the_seed_shows_it_unless_a_key_is_named(api, view, closed):
    assert counts(api.ask(view)) == (1, 1)
    assert counts(api.ask(view + "?guest_key="))[0] == 0
    assert counts(api.ask(f"{view}?guest_key={closed}")) == (1, 1)


def test_no_events_of_a_closed_table_for_strangers(table, order):
    order()
    source, epoch = GuardedSessionSource(), OrderSession.objects.get().epoch
    assert len(source.events(table, 0, epoch)) == 1
    sessions.session_close(code=table)
    assert source.events(table, 0, epoch) is None
    assert source.events(table, 2, epoch) == []  # nothing is new


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["orders", "session"])
async def test_sockets_of_a_closed_table(table, order, strict, owner, kind, sockets_closed):
    key, _ = await in_thread(phones.phone_join, code=table, key="")
    await in_thread(order)
    await in_thread(sessions.session_close, code=table)
    epoch = await in_thread(lambda: OrderSession.objects.get().epoch)
    staff = [(b"authorization", f"Bearer {owner}".encode())]
    for query, headers, orders in (
        ("", [], 0),
        ("?guest_key=", [], 0),
        (f"?since=0&epoch={epoch}", [], 0),
        (f"?guest_key={key}", [], 1),
        ("", staff, 1),
    ):
        socket = await Listener(f"/ws/{kind}/{table}/{query}", headers=headers).open()
        frame = await socket.frame()
        assert len(frame.get("data", frame)["orders"]) == orders, query


@pytest.mark.django_db(transaction=True)
async def test_what_is_served_after_closing_is_not_told_to_strangers(
    table, order, strict, sockets_closed
):
    key, _ = await in_thread(phones.phone_join, code=table, key="")
    placed = json.loads(await in_thread(order))["id"]
    early = await Listener(f"/ws/orders/{table}/").open()
    assert (await early.frame())["type"] == "snapshot"  # taken before the table is closed
    await in_thread(sessions.session_close, code=table)
    stranger = await Listener(f"/ws/orders/{table}/").open()
    guest = await Listener(f"/ws/orders/{table}/?guest_key={key}").open()
    for socket in (stranger, guest):
        await socket.frame()
    move = {"order_id": placed, "to": "accepted", "expected": None, "reason": "", "user_id": 1}
    await in_thread(actions.order_move, **move)
    assert (await guest.frame())["type"] == "order.changed"
    kinds = [frame["type"] for frame in await early.frames(2)]
    assert kinds == ["session.closed", "order.changed"]
    assert await stranger.silent()
