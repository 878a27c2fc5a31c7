"""Two phones at one table, one of them without a network for a while: whatever the order in which
their changes arrive, and however often each is sent, the cart holds what the two people meant.

Twenty-five evenings are tried in `make test`, five hundred in `make faults`.
"""

import json
import secrets
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from orders.actions import sessions
from orders.models import CartLine, Event, OrderSession
from testing.client import ApiClient
from testing.scale import scaled
from world import ADD, CHANGE, LOCATION, REMOVE, answer, espresso, shown, wanted

pytestmark = pytest.mark.django_db

EVENINGS = scaled(500, every=20)
PHONES = ("Ann", "Bob")  # Bob is offline at times

# What a person does: on which of the lines there are, and how.
deeds = st.one_of(
    st.tuples(st.just("order"), st.integers(1, 3), st.sampled_from(["", "no nuts"])),
    st.tuples(st.just("add"), st.integers(0, 5), st.sampled_from([-1, 1, 2])),
    st.tuples(st.just("set"), st.integers(0, 5), st.integers(1, 9)),
    st.tuples(st.just("note"), st.integers(0, 5), st.sampled_from(["hot", "no nuts", ""])),
    st.tuples(st.just("remove"), st.integers(0, 5), st.none()),
)
evenings = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PHONES), deeds, st.booleans()),  # is the answer lost?
        st.tuples(st.just("network"), st.booleans(), st.none()),
    ),
    min_size=4,
    max_size=25,
)


@dataclass
class Call:
    """A request as a phone keeps it until it has the answer."""

    path: str
    body: dict
    key: str = field(default_factory=lambda: secrets.token_hex(8))


class Phone:
    """What a page does: it shows the cart as it last heard of it, and repeats what was lost."""

    def __init__(self, table, name):
        self.api, self.name, self.table = ApiClient(), name, table
        joined = answer(self.api.send(f"/orders/sessions/join/{table}/", {}))
        self.key, self.number = joined["guest_key"], joined["guest_id"]
        self.online, self.queue, self.cart = True, [], []
        self.look()

    def look(self):
        self.cart = shown(self.api, self.table)

    def deed(self, kind, which, how):
        """The request for what a person does with what the phone shows; None where there is
        nothing to do it with.
        """
        body = {"session_code": self.table, "guest": self.name, "guest_key": self.key}
        if kind == "order":
            return Call(ADD, wanted(self.table, **body, quantity=which, note=how))
        if not self.cart:
            return None
        line = self.cart[which % len(self.cart)]
        if kind == "remove":
            return Call(REMOVE.format(line["id"]), {**body, "expected": line["quantity"]})
        change = {
            "add": {"add": how},
            "set": {"quantity": how, "expected": line["quantity"]},
            "note": {"note": how, "expected_note": line["note"]},
        }[kind]
        return Call(CHANGE.format(line["id"]), {**body, **change})

    def send(self, call):
        headers = {"Idempotency-Key": call.key}
        return self.api.send(call.path, call.body, headers=headers)


class People:
    """What the two mean, kept apart from the service: each deed that was accepted, once."""

    def __init__(self):
        self.lines = {}

    def accept(self, call, response, by):
        """Follow an accepted call; a refused one must say how things are."""
        payload = response.json()
        if response.status_code == 200:
            self._follow(call, payload, by)
            return
        line_id = int(call.path.split("/")[-2])
        line = self.lines.get(line_id)
        reason = payload["reason"]
        if reason == "line_not_found":
            assert line is None
        elif reason == "not_your_line":
            assert line["phone"] != by.number
        else:
            assert reason in {"line_changed", "erroneous_value"}
            [now] = payload["details"]
            assert (now["quantity"], now["note"]) == (line["quantity"], line["note"])

    def _follow(self, call, payload, by):
        body, line = call.body, payload.get("response")
        if call.path == ADD:
            self.lines[line["id"]] = {
                "quantity": body["quantity"],
                "note": body["note"],
                "phone": by.number,
                "by": "",
            }
            return
        line_id = int(call.path.split("/")[-2])
        before = self.lines.get(line_id)
        if "remove" in call.path:
            self.lines.pop(line_id, None)
            return
        after = before["quantity"] + body.get("add", 0)
        after = body.get("quantity", after)
        if after < 1:
            del self.lines[line_id]
            return
        if after != before["quantity"]:
            before["by"] = "" if before["phone"] == by.number else by.name
        before.update(quantity=after, note=body.get("note", before["note"]))


def play(phone, call, people, lost):
    """Send a call, twice where the answer is lost; the repeat is answered the same."""
    response = phone.send(call)
    people.accept(call, response, phone)
    if lost:
        again = phone.send(call)
        assert again.status_code == response.status_code
        assert again.status_code != 200 or again.content == response.content
    phone.look()


def come_back(phone, people):
    """The network is there again: all that waited goes out in its order, each of it twice."""
    phone.online = True
    for call in phone.queue:
        play(phone, call, people, lost=True)
    phone.queue.clear()


def meant(people):
    return {
        line_id: (line["quantity"], line["note"], line["by"])
        for line_id, line in people.lines.items()
    }


@pytest.fixture
def new_table(location, sell):
    sell(1337, espresso())

    def make():
        code = secrets.token_hex(20)
        sessions.session_create(code=code, location_id=LOCATION, name=code)
        return code

    return make


@pytest.mark.timeout(600)
@settings(
    max_examples=EVENINGS,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(evening=evenings)
def test_the_cart_is_what_people_meant(new_table, evening):
    table, people = new_table(), People()
    phones = {name: Phone(table, name) for name in PHONES}
    for who, what, lost in evening:
        if who == "network":
            if what:
                come_back(phones["Bob"], people)
            phones["Bob"].online = what
            continue
        phone = phones[who]
        call = phone.deed(*what)
        if call is None:
            continue
        if phone.online:
            play(phone, call, people, lost)
        else:
            phone.queue.append(call)
    come_back(phones["Bob"], people)
    stored = CartLine.objects.filter(session__code=table)
    rows = {line.id: (line.quantity, line.note, line.changed_by) for line in stored}
    assert rows == meant(people)
    check_told(table, rows)


def check_told(table, rows):
    """Who has followed the events since the beginning shows the very same cart."""
    session = OrderSession.objects.get(code=table)
    followed = {}
    for event in Event.objects.filter(session=session, seq__gt=0).order_by("seq"):
        payload = json.loads(event.data)
        if event.kind == "line.removed":
            del followed[payload["id"]]
        else:
            followed[payload["id"]] = (
                payload["quantity"],
                payload["note"],
                payload["changed_by"],
            )
    assert followed == rows
