"""The trolley's own socket: who it lets in, which frames it takes, what the lock is told."""

import pytest
from devices import guesses, keys
from devices.models import Command
from django.db import transaction
from machines import TEA, Machine
from testing.sockets import in_thread
from trolleys.actions import commands
from trolleys.models import CartLine, Trolley
from world import goods

pytestmark = pytest.mark.django_db(transaction=True)


def rows(model, *fields):
    return in_thread(lambda: list(model.objects.order_by("pk").values_list(*fields)))


async def test_a_free_trolley_is_told_to_be_locked(connect):
    for slash in ("", "/"):
        assert (await connect(slash))[1] == {"ok": True, "locked": True}


async def test_one_that_somebody_has_is_told_not_to_be(connect, session):
    assert (await connect())[1] == {"ok": True, "locked": False}


@pytest.mark.usefixtures("quick", "trolley")
@pytest.mark.parametrize(
    ("name", "wrong", "code"),
    [("TROLLEY_01", "x", 4401), ("TROLLEY_01", "", 4401), ("TROLLEY_99", "x", 4404)],
)
async def test_who_has_no_key_is_not_let_in(name, wrong, code):
    machine = await Machine(f"/ws/devices/trolleys/{name}/").open()
    await machine.send(id="1", type="register", data={"key": wrong})
    assert await machine.close_code() == code


@pytest.mark.usefixtures("quick")
async def test_a_key_of_another_trolley_is_a_wrong_one(trolley, make_trolley):
    other = await in_thread(make_trolley, "TROLLEY_02")
    _, foreign = await in_thread(keys.key_create, device=other.device)
    machine = await Machine("/ws/devices/trolleys/TROLLEY_01/").open()
    await machine.send(id="1", type="register", data={"key": foreign})
    assert await machine.close_code() == 4401


@pytest.mark.usefixtures("quick", "trolley")
async def test_wrong_keys_are_answered_later_and_later(monkeypatch):
    monkeypatch.setattr(guesses, "AT_ONCE", 0)
    machine = await Machine("/ws/devices/trolleys/TROLLEY_01/").open()
    await machine.send(id="1", type="register", data={"key": "x"})
    assert await machine.silent(0.5)
    assert await machine.close_code() == 4401


async def test_a_newer_socket_replaces_the_older_one(connect):
    older, _ = await connect()
    newer, _ = await connect()
    assert await older.close_code() == 4409
    assert await newer.ask("h", "heartbeat") == {"ok": True}


ODD = [
    *(" ", "x", "[]", '"x"', "{}", '{"id":"1","type":"heartbeat"}'),
    '{"type":"heartbeat","data":{}}',
    '{"id":1,"type":"heartbeat","data":{}}',
    '{"id":"","type":"heartbeat","data":{}}',
    '{"id":"1","type":"heartbeat","data":[]}',
    '{"id":"%s","type":"heartbeat","data":{}}' % ("1" * 65),
    r'{"id":"\u0000","type":"heartbeat","data":{}}',
    r'{"id":"\ud800","type":"heartbeat","data":{}}',
    '{"id":"1","type":"fly","data":{}}',
    '{"id":"1","type":"scan","data":{}}',
    '{"id":"1","type":"scan","data":{"barcode":7}}',
    r'{"id":"1","type":"scan","data":{"barcode":"\ud800"}}',
    '{"id":"1","type":"status","data":{}}',
    '{"id":"1","type":"status","data":{"locked":1}}',
    '{"id":"1","type":"result","data":{"ok":"yes"}}',
    '{"id":"1","type":"register","data":{"key":"x"}}',
]


async def test_odd_frames_close_the_socket_and_change_nothing(connect, session, shop):
    shop(goods())
    for text in ODD:
        machine, _ = await connect()
        await machine.wire.send_to(text)
        await machine.send(id="s", type="scan", data={"barcode": TEA})
        assert (text, await machine.close_code()) == (text, 4400)
    machine, _ = await connect()
    await machine.wire.send_to(bytes_data=b"\x00")
    assert await machine.close_code() == 4400
    assert await rows(CartLine, "pk") == []


@pytest.mark.usefixtures("quick", "trolley")
async def test_nothing_goes_before_the_registration():
    for text in (ODD[3], '{"id":"1","type":"heartbeat","data":{}}'):
        machine = await Machine("/ws/devices/trolleys/TROLLEY_01/").open()
        await machine.wire.send_to(text)
        assert await machine.close_code() == 4400


async def test_a_command_comes_again_until_it_is_answered(connect, trolley):
    await in_thread(transaction.atomic(commands.lock_order), trolley, locked=False)
    machine, _ = await connect()
    command = await machine.frame()
    assert command["data"] == {"action": "unlock"}
    machine, _ = await connect()
    assert await machine.frame() == command
    await machine.send(id=command["id"], type="result", data={"ok": True})
    await machine.ask("h", "heartbeat")
    machine, _ = await connect()
    assert await machine.silent()
    assert await rows(Command, "outcome", "result") == [("answered", {"ok": True})]


async def test_a_lock_that_is_not_as_it_should_be_gets_a_command(connect, trolley):
    machine, _ = await connect()
    assert await machine.ask("1", "status", locked=True) == {"ok": True}
    assert await machine.silent()
    await machine.send(id="2", type="status", data={"locked": False, "battery": 80})
    frames = {frame["type"]: frame["data"] for frame in await machine.frames(2)}
    assert frames == {"result": {"ok": True}, "command": {"action": "lock"}}
    assert await rows(Trolley, "reported_locked") == [(False,)]
