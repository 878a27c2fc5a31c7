"""A stream that each listener sees in its own way."""

import asyncio
import json

import pytest
from channels.testing import WebsocketCommunicator
from django.db import transaction
from lamps.models import House, Lamp
from lamps.streams import LAMP, LampSource, ViewedLampSource, lamps
from live.fallback import current
from live.personal import PersonalConsumer
from live.socket import FOREVER
from testing.sockets import in_thread

pytestmark = [pytest.mark.usefixtures("layer"), pytest.mark.django_db(transaction=True)]
WITHIN = 20.0  # seconds


class ViewedConsumer(PersonalConsumer):
    """`/<visitor>` follows the lamp `a`."""

    source, group = LampSource(), LAMP.group

    async def subscription(self):
        self.own = ViewedLampSource(self.scope["path"].removeprefix("/"))
        return "a", FOREVER


@pytest.fixture
def lamp():
    return Lamp.objects.create(code="a", house=House.objects.create(name="home"))


@transaction.atomic
def change(lamp, by=None):
    """Switch the lamp on; or have a visitor do something with it."""
    lamp = Lamp.objects.select_for_update().get(pk=lamp.pk)
    if by is None:
        lamp.switched += 1
        lamp.save(update_fields=["switched"])
        lamps.record(lamp, "lamp.changed", b'{"view":true}')
    else:
        lamps.record(lamp, "visitor.did", b'{"by":"%s"}' % by.encode())


async def listen(visitor, query=""):
    wire = WebsocketCommunicator(ViewedConsumer(), f"/{visitor}{query}")
    assert (await wire.connect(timeout=WITHIN))[0]
    return wire


async def frames(wire, count):
    """The next frames as (type, number, data)."""
    read = [json.loads(await wire.receive_from(timeout=WITHIN)) for _ in range(count)]
    return [(frame["type"], frame["seq"], frame["data"]) for frame in read]


async def test_each_listener_gets_every_number_with_its_own_data(lamp):
    ann, bob = await listen("ann"), await listen("bob")
    for wire, visitor in ((ann, "ann"), (bob, "bob")):
        data = {"switched": 0, "visitor": visitor}
        assert await frames(wire, 1) == [("snapshot", 0, data)]
    await in_thread(change, lamp)
    for wire, visitor in ((ann, "ann"), (bob, "bob")):
        data = {"switched": 1, "visitor": visitor}
        assert await frames(wire, 1) == [("lamp.changed", 1, data)]
    await in_thread(change, lamp, "ann")
    assert await frames(ann, 1) == [("visitor.did", 2, {"by": "ann"})]
    assert await frames(bob, 1) == [("visitor.did", 2, None)]
    for wire in (ann, bob):
        await wire.disconnect()


async def test_many_events_at_once_come_all_and_in_order(lamp):
    wire = await listen("ann")
    await frames(wire, 1)
    await asyncio.gather(*[in_thread(change, lamp) for _ in range(20)])
    heard = await frames(wire, 20)
    assert [(kind, seq) for kind, seq, _ in heard] == [("lamp.changed", n + 1) for n in range(20)]
    shown = [data["switched"] for _, _, data in heard]
    assert shown == sorted(shown)
    assert shown[-1] == 20
    assert all(data["switched"] >= seq for _, seq, data in heard), "never older than the event"
    await wire.disconnect()


async def test_what_was_missed_is_shown_as_it_is_now(lamp):
    for by in (None, "ann", "bob", None):
        await in_thread(change, lamp, by)
    wire = await listen("bob", f"?since=1&epoch={lamp.epoch}")
    assert await frames(wire, 3) == [
        ("visitor.did", 2, None),
        ("visitor.did", 3, {"by": "bob"}),
        ("lamp.changed", 4, {"switched": 2, "visitor": "bob"}),
    ]
    await wire.disconnect()


def test_a_page_without_a_socket_sees_the_same(lamp):
    change(lamp, "ann")
    source = ViewedLampSource("bob")
    data = {"switched": 0, "visitor": "bob"}
    whole = {"seq": 1, "epoch": lamp.epoch, "data": data}
    assert json.loads(current(source, "a", None, "")) == whole
    assert json.loads(current(source, "a", 0, lamp.epoch)) == whole
    assert json.loads(current(source, "a", 1, lamp.epoch)) == whole | {"data": None}
