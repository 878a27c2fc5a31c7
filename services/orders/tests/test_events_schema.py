"""Every frame that listeners get is as docs/events.schema.json describes it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError
from kit.live.frames import frame
from orders import events
from orders.actions import orders, sessions
from orders.clients import Product
from orders.models import Order, OrderSession, Panel
from orders.streams import OldSessionSource, PanelSource, SessionSource
from world import LOCATION, OWNER, line

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "events.schema.json").read_text())
Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = Draft202012Validator(SCHEMA)
SESSION = VALIDATOR.evolve(schema=SCHEMA | {"oneOf": [{"$ref": "#/$defs/session"}]})
PANEL = str(LOCATION)


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
    espresso = Product(name='Espresso "doppio" ☕', price="2.40", is_active=True, listed=True)
    wanted = line(product=espresso, quantity=99, note='no sugar\n\\ "x"', guest="Zoë")
    orders.order_create(code=table, line=wanted)
    order()
    first, second = Order.objects.order_by("id").values_list("id", flat=True)
    move = {"expected": None, "user_id": OWNER}
    orders.order_move(order_id=first, to="accepted", reason="", **move)
    orders.order_move(order_id=second, to="cancelled", reason="sold out", **move)
    sessions.session_create(code="1" * 40, location_id=LOCATION, name="Table 2")
    sessions.session_close(code=table)
    return table


def test_snapshots(evening):
    for code in (evening, "1" * 40):
        checked(snapshot_frame(SessionSource(), code))
        SESSION.validate(json.loads(OldSessionSource().snapshot(code).data))  # bare, to old clients
    panel = checked(snapshot_frame(PanelSource(), PANEL))
    assert [each["name"] for each in panel["data"]["sessions"]] == ["Table 2"]
    assert (panel["seq"], len(panel["data"]["sessions"][0]["epoch"])) == (7, 8)


def test_the_panel_of_a_location_without_sessions(db):
    assert checked(snapshot_frame(PanelSource(), "77"))["epoch"] == ""


def test_stored_events(evening):
    epoch = OrderSession.objects.get(code=evening).epoch
    of_session = SessionSource().events(evening, 0, epoch)
    of_panel = PanelSource().events(PANEL, 0, Panel.objects.get().epoch)
    kinds = ["order.created", "order.created", "order.changed", "order.changed"]
    assert [checked(event.text)["type"] for event in of_session] == [*kinds, "session.closed"]
    assert [checked(event.text)["type"] for event in of_panel] == [
        "session.opened",
        *kinds,
        "session.opened",
        "session.closed",
    ]


def test_published_events(request, monkeypatch, django_capture_on_commit_callbacks):
    published = []
    monkeypatch.setattr(events, "publish", published.extend)
    with django_capture_on_commit_callbacks(execute=True):
        request.getfixturevalue("evening")
    # Opening is number 0 of a session's own stream: its listeners have it in their snapshot.
    told = [checked(event.text) for _, event in published if event.seq]
    assert len(told) == 12


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
