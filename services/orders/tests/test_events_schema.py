"""Every frame that listeners get is as docs/events/orders.schema.json describes it."""

import json
from collections import Counter
from functools import partial
from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator, ValidationError
from live import recorder
from live.frames import frame
from orders.actions import (
    calls,
    cart,
    cart_sending,
    merging,
    orders,
    phones,
    places,
    seating,
    sessions,
    tables,
)
from orders.actions.cart import LineChange
from orders.actions.phones import Actor
from orders.clients import Product
from orders.models import CartLine, Order, OrderSession, Panel
from orders.streams import OldSessionSource, PanelSource, SessionSource
from rooms import new_table, seated
from world import LOCATION, OWNER, line

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/events/orders.schema.json").read_text())
Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = Draft202012Validator(SCHEMA)
SESSION = VALIDATOR.evolve(schema=SCHEMA | {"oneOf": [{"$ref": "#/$defs/session"}]})
PANEL, OTHER = str(LOCATION), "1" * 40


def checked(text):
    told = json.loads(text)
    VALIDATOR.validate(told)
    return told


def snapshot_frame(source, stream):
    whole = source.snapshot(stream)
    return frame("snapshot", whole.seq, whole.epoch, whole.data)


@pytest.fixture
def evening(table, order):
    """One of everything that can happen at a table; gives the table's code."""
    espresso = Product(
        'Espresso "doppio" ☕', "2.40", True, True, categories=("Coffee & cake", "All day")
    )
    wanted = line(product=espresso, quantity=99, note='no sugar\n\\ "x"', guest="Zoë 🙂")
    orders.order_create(code=table, line=wanted)
    order()
    first, second = Order.objects.order_by("id").values_list("id", flat=True)
    move = partial(orders.order_move, expected=None, user_id=OWNER)
    move(order_id=first, to="accepted", reason="")
    move(order_id=second, to="cancelled", reason="sold out")
    orders.orders_place(code=table, lines=[wanted, wanted], staff_id=OWNER)
    sessions.session_create(code=OTHER, location_id=LOCATION, name="Table 2")
    for code in (table, OTHER):
        fill(code, wanted)
    call = calls.call_make(code=table, kind="waiter")
    calls.call_make(code=OTHER, kind="bill")
    calls.call_answer(call_id=call, user_id=OWNER)
    cart_sending.cart_send(
        code=table,
        lines=CartLine.objects.filter(session__code=table),
        products={1: espresso},
        guest="Zoë 🙂",
    )
    sessions.session_close(code=table)
    return table


def fill(code, wanted):
    """Two lines in the cart, of three that came."""
    _, phone = phones.phone_join(code=code, key="")
    added = (cart.line_add(code=code, line=wanted, phone=each) for each in (phone, None, phone))
    first, second, _ = (orjson.loads(line)["id"] for line in added)
    actor = Actor("Bob")
    cart.line_change(code=code, line_id=first, change=LineChange(quantity=2), actor=actor)
    cart.line_remove(code=code, line_id=second, actor=actor)


@pytest.fixture
def moves(location):
    """One of everything that happens to tables and between them; gives the code of who is left."""
    places.place_set(location_id=LOCATION, fields={"languages": ["de"]})
    (first, code), (second, into), free = seated(), seated(), new_table(position={"x": 1, "y": 0})
    ids = [json.loads(orders.order_create(code=code, line=line()))["id"] for _ in range(2)]
    fill(code, line(guest_id=1))
    calls.call_make(code=code, kind="bill", pay="cash", split="separately")
    tables.table_call(code=free["code"])
    tables.table_answer(table_id=free["id"], user_id=OWNER)
    tables.table_call(code=free["code"])
    seating.session_split(code=code, order_ids=ids[:1], table_id=free["id"], new_code="2" * 40)
    merging.session_merge(code=code, into=into)
    seating.session_move(code=into, table_id=first["id"])
    tables.table_edit(table_id=first["id"], fields={"name": "Window"})
    tables.table_remove(table_id=second["id"])
    sessions.session_close(code=into)
    seating.session_reopen(code=into)
    orders.order_cancel_some(
        order_id=json.loads(orders.order_create(code=into, line=line(quantity=3)))["id"],
        quantity=1,
        expected=None,
        reason="one too many",
        user_id=OWNER,
    )
    return into


def test_what_happens_to_tables_and_between_them(moves):
    for code in OrderSession.objects.values_list("code", flat=True):
        checked(snapshot_frame(SessionSource(), code))
        SESSION.validate(json.loads(OldSessionSource().snapshot(code).data))
    panel = checked(snapshot_frame(PanelSource(), PANEL))
    assert panel["data"]["tables"][0]["name"] == "Window"
    told = PanelSource().events(PANEL, 0, Panel.objects.get().epoch)
    kinds = {checked(event.text)["type"] for event in told}
    assert kinds >= {
        *("table.created", "table.changed", "table.removed", "table.called", "table.answered"),
        *("settings.changed", "session.moved", "session.merged", "session.split"),
        "session.reopened",
    }


@pytest.mark.parametrize("products", [None, [{"id": 7, "product": None}]], ids=str)
def test_what_changes_on_the_menu(products):
    checked(json.dumps({"type": "menu.changed", "data": {"products": products}}))


def test_snapshots(evening):
    for code in (evening, OTHER):
        checked(snapshot_frame(SessionSource(), code))
        SESSION.validate(json.loads(OldSessionSource().snapshot(code).data))  # bare, to old clients
    panel = checked(snapshot_frame(PanelSource(), PANEL))
    closed, open_one = panel["data"]["sessions"]  # an order of the closed one was not served
    assert (closed["name"], closed["state"], closed["calls"]) == ("Table 1", "CLOSED", [])
    assert (open_one["name"], len(open_one["cart"]), len(open_one["calls"])) == ("Table 2", 2, 1)
    assert (panel["seq"], len(open_one["epoch"])) == (25, 8)


def test_the_panel_of_a_location_without_sessions(db):
    assert checked(snapshot_frame(PanelSource(), "77"))["epoch"] == ""


FILLED = ["line.added"] * 3 + ["line.changed", "line.removed"]
AT_TABLE = [
    *["order.created"] * 2,
    *["order.changed"] * 2,
    *["order.created"] * 2,
    *FILLED,
    *["call.made", "call.answered"],
    *["order.created"] * 2,
    *["cart.sent", "session.closed"],
]


def test_stored_events(evening):
    epoch = OrderSession.objects.get(code=evening).epoch
    of_session = SessionSource().events(evening, 0, epoch)
    of_panel = PanelSource().events(PANEL, 0, Panel.objects.get().epoch)
    assert [checked(event.text)["type"] for event in of_session] == AT_TABLE
    kinds = Counter(checked(event.text)["type"] for event in of_panel)
    others = Counter({"session.opened": 2, "call.made": 1}) + Counter(FILLED)
    assert kinds == Counter(AT_TABLE) + others


def test_published_events(request, monkeypatch, django_capture_on_commit_callbacks):
    published = []
    monkeypatch.setattr(recorder, "publish", published.append)
    with django_capture_on_commit_callbacks(execute=True):
        request.getfixturevalue("evening")
    # Opening is number 0 of a session's own stream: its listeners have it in their snapshot.
    told = [checked(event.text) for sent in published for _, event in sent if event.seq]
    assert len(told) == 2 * 25 - 2
    together = [[checked(event.text)["type"] for _, event in sent[::2]] for sent in published[-2:]]
    assert together == [["order.created", "order.created", "cart.sent"], ["session.closed"]]


def test_pong(db):
    checked('{"type":"pong"}')


@pytest.mark.parametrize(
    "change",
    [{"seq": 0}, {"seq": "1"}, {"epoch": ""}, {"type": "order.moved"}, {"data": {}}, {"extra": 1}],
)
def test_the_schema_refuses_other_frames(evening, change):
    epoch = OrderSession.objects.get(code=evening).epoch
    told = json.loads(SessionSource().events(evening, 0, epoch)[0].text)
    with pytest.raises(ValidationError):
        VALIDATOR.validate(told | change)
