"""The lower half of a socket: admission, its end, its groups, and what it answers."""

import asyncio
import json
import time

import pytest
from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.db import OperationalError
from kit.errors import Conflict, Forbidden, TooMany
from lamps.streams import LampSource
from live.frames import wire
from live.places import CROWDED
from live.socket import FOREVER, Socket, offered_token
from live.watch import watch
from own_redis import seqs, until

pytestmark = pytest.mark.usefixtures("layer")


SOON = 1.0  # seconds until a credential ends: longer than any machine takes to answer a handshake


class Door(Socket):
    """Does what its test says; writes down what happens to it."""

    def __init__(self, admission=FOREVER, *, before=False):
        super().__init__()
        self.admission, self.refused_before_accepting = admission, before
        self.events = []

    async def admit(self):
        await self.join("doors")
        if isinstance(self.admission, Exception):
            raise self.admission
        return self.admission

    async def opened(self):
        self.events.append("opened")

    async def handle(self, message):
        if message["type"] == "knock":
            raise Conflict("replaced")
        if message["type"] == "pull":
            raise OperationalError
        if message["type"] == "wait":
            self.end_at(time.time() + message["seconds"], 4408, "register_first")
        else:
            await super().handle(message)

    def deliver(self, message):
        if message["type"] == "live.event":
            self.push(message["text"])

    async def left(self):
        self.events.append("left")


async def enter(door, protocols=()):
    wire = WebsocketCommunicator(door, "/", subprotocols=list(protocols))
    accepted, detail = await wire.connect(timeout=5)
    return wire, accepted, detail


async def closed(wire):
    message = await wire.receive_output(5)
    assert message["type"] == "websocket.close"
    return message["code"], message.get("reason")


async def send(text):
    await get_channel_layer().group_send("doors", {"type": "live.event", "seq": 1, "text": text})


async def test_a_refusal_is_told_after_accepting():
    door = Door(Forbidden("incorrect_credentials"))
    wire, accepted, _ = await enter(door)
    assert accepted
    assert await closed(wire) == (4403, "incorrect_credentials")
    await wire.disconnect()
    assert door.events == []
    assert not get_channel_layer().hub()._receivers


async def test_a_refusal_before_accepting_where_the_socket_says_so():
    _, accepted, _ = await enter(Door(Forbidden("incorrect_credentials"), before=True))
    assert not accepted


@pytest.mark.parametrize("before", [True, False])
async def test_a_database_that_is_down_asks_to_come_back(before):
    wire, accepted, _ = await enter(Door(OperationalError(), before=before))
    assert accepted
    assert await closed(wire) == (1013, "service_unavailable")


async def test_a_socket_ends_with_the_credential():
    wire, _, _ = await enter(Door(time.time() + SOON))
    assert await wire.receive_nothing(0.05)
    assert await closed(wire) == (4401, "token_expired")


async def test_a_subclass_may_set_another_end():
    wire, _, _ = await enter(Door(time.time() + SOON))
    await wire.send_to(json.dumps({"type": "wait", "seconds": SOON + 0.2}))
    assert await closed(wire) == (4408, "register_first")


async def test_a_ping_is_answered_and_errors_close_with_their_status():
    wire, _, _ = await enter(Door())
    await wire.send_to('{"type":"ping"}')
    assert json.loads(await wire.receive_from()) == {"type": "pong"}
    await wire.send_to('{"type":"knock"}')
    assert await closed(wire) == (4409, "replaced")


async def test_a_frame_that_the_database_cannot_take_asks_to_come_back():
    wire, _, _ = await enter(Door())
    await wire.send_to('{"type":"pull"}')
    assert await closed(wire) == (1013, "service_unavailable")


class Patient(Door):
    """Takes three frames, and then none for a long time."""

    frames_at_once, frames_per_second = 3.0, 0.001


@pytest.mark.parametrize("text", ['{"type":"ping"}', '{"type":"wait","seconds":9}'])
async def test_more_frames_than_a_client_may_send_close_the_socket(text):
    wire, _, _ = await enter(Patient())
    for _ in range(3):
        await wire.send_to(text)
    await wire.send_to("{")  # is not read any more
    while (message := await wire.receive_output(5))["type"] == "websocket.send":
        assert message["text"] == '{"type":"pong"}'
    assert (message["code"], message["reason"]) == (4429, "too_many_requests")


async def test_what_a_frame_costs_besides_counts_too():
    door = Patient()
    await enter(door)
    door.spend(2)
    with pytest.raises(TooMany) as refused:
        door.spend(1.5)
    assert (refused.value.reason, refused.value.retry_after > 100) == ("too_many_requests", True)
    door.spend(1)


async def test_what_comes_behind_the_frame_that_closes_has_no_effect():
    wire, _, _ = await enter(Door())
    for text in ('{"type":"knock"}', '{"type":"ping"}', '{"type":"knock"}'):
        await wire.send_to(text)
    assert await closed(wire) == (4409, "replaced")
    assert await wire.receive_nothing(0.1)


async def test_who_was_refused_is_not_listened_to():
    wire, _, _ = await enter(Door(Forbidden("incorrect_credentials")))
    assert await closed(wire) == (4403, "incorrect_credentials")
    await wire.send_to('{"type":"ping"}')
    assert await wire.receive_nothing(0.1)


class Reserved(Door):
    reserved = True


@pytest.mark.parametrize(("door", "crowded"), [(Door, True), (Reserved, True), (Door, False)])
async def test_the_last_places_are_for_who_is_signed_in(door, crowded):
    wire = WebsocketCommunicator(door(), "/")
    wire.scope["extensions"] = {CROWDED: lambda: crowded}
    assert (await wire.connect(timeout=5))[0]
    if crowded and door is Door:
        assert await closed(wire) == (1013, "too_many_connections")
    else:
        await wire.send_to('{"type":"ping"}')
        assert json.loads(await wire.receive_from()) == {"type": "pong"}


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "{}", '{"type":"sing"}', '{"type":[]}'])
async def test_nonsense_closes_the_socket(text):
    wire, _, _ = await enter(Door())
    await wire.send_input({"type": "websocket.receive", "text": text})
    assert await closed(wire) == (4400, "malformed_json")


async def test_binary_frames_close_the_socket():
    wire, _, _ = await enter(Door())
    await wire.send_to(bytes_data=b'{"type":"ping"}')
    assert await closed(wire) == (4400, "malformed_json")


async def test_messages_of_its_groups_arrive_until_it_has_left():
    door = Door()
    wire, _, _ = await enter(door)
    await send("1")
    assert await wire.receive_from() == "1"
    await wire.disconnect()
    assert door.events == ["opened", "left"]
    assert not get_channel_layer().hub()._receivers
    assert not get_channel_layer()._attached


async def test_what_comes_before_it_is_open_is_not_delivered():
    door, layer, heard = Door(), get_channel_layer(), []
    join = door.join
    layer.attach("witness", heard.append)

    async def slowly(group):
        await join(group)
        await layer.group_add(group, "witness")
        await send("early")
        await until(lambda: seqs(heard) == [1])

    door.join = slowly
    wire, _, _ = await enter(door)
    await layer.group_discard("doors", "witness")
    assert await wire.receive_nothing(0.1)


async def test_a_reader_that_is_too_slow_is_cut(monkeypatch):
    monkeypatch.setattr("live.sendqueue.LIMIT", 2)
    door = Door()
    wire, _, _ = await enter(door)
    monkeypatch.setattr(door.queue, "_send", lambda message: asyncio.Event().wait())
    for text in "abc":
        door.push(text)
    assert await closed(wire) == (1013, "too_slow")


@pytest.mark.parametrize(
    ("offers", "accepted"),
    [([], None), (["bearer.x"], None), (["aisle", "bearer.x"], "aisle"), (["bearer.x", "b"], "b")],
)
async def test_the_subprotocol_that_is_no_token_is_accepted(offers, accepted):
    _, _, protocol = await enter(Door(), offers)
    assert protocol == accepted


@pytest.mark.parametrize(
    ("headers", "offers", "token"),
    [
        ([], [], ""),
        ([], ["aisle", "bearer.a.b.c"], "a.b.c"),
        ([(b"authorization", b"Bearer  t ")], ["bearer.other"], "t"),
        ([(b"authorization", b"Basic t")], [], ""),
    ],
)
def test_where_the_token_is_found(headers, offers, token):
    assert offered_token({"headers": headers, "subprotocols": offers}) == token


async def test_sources_of_one_class_are_watched_each_for_itself():
    one, two = LampSource(), LampSource()
    assert watch(one) is watch(one)
    assert watch(one) is not watch(two)


def test_frames_are_made_ready_once():
    assert wire("a")["frame"] == b"\x81\x01a"
