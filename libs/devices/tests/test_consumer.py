"""A device's socket, in one process."""

import asyncio
import threading
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from devices import guesses, holder, keys
from devices.commands import command_order
from devices.models import Command, Device
from django.db import transaction
from django.utils import timezone
from fleet.consumers import TrolleyConsumer
from sockets import Machine, notes, registered, trolley_at, until
from testing.sockets import WITHIN, in_thread

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick")]
UNTIL_ANSWERED = Command.Policy.UNTIL_ANSWERED


def order(device, policy=UNTIL_ANSWERED, **payload):
    return in_thread(
        command_order,
        device=device,
        payload=payload,
        policy=policy,
        expires_at=timezone.now() + timedelta(seconds=60),
    )


async def box_that_says(key, name="B-1"):
    machine = await Machine("/ws").open()
    await machine.send(type="register", box=name, key=key)
    return machine


async def offline(device):
    return not await in_thread(lambda: Device.objects.get(pk=device.pk).online)


async def test_a_device_registers_and_is_heard(trolley):
    machine = await registered(*trolley)
    await machine.send(id="h", type="heartbeat", data={})
    assert await machine.frame() == {"id": "h", "type": "result", "data": {"ok": True}}
    assert await notes() == ["online"]
    await machine.close()
    await until(lambda: offline(trolley[0]))
    assert await notes() == ["online", "offline"]


async def test_a_wrong_key_and_an_unknown_device(trolley, another):
    for wrong in ("", "x", another[1]):
        assert await (await trolley_at(trolley[0], wrong)).close_of() == (4401, "wrong_key")
    unknown = Device(kind="trolley", external_id="T-9")
    assert await (await trolley_at(unknown, trolley[1])).close_of() == (4404, "device_not_found")
    assert await notes() == []


async def test_nothing_within_the_deadline(monkeypatch):
    monkeypatch.setattr(TrolleyConsumer, "register_within", 0.1)
    machine = await Machine("/ws/trolleys/T-1/").open()
    assert await machine.close_of() == (4401, "not_registered")


@asynccontextmanager
async def held(device):
    """Somebody else has the device's row: its registration waits."""
    taken, given_back = threading.Event(), threading.Event()

    @transaction.atomic
    def hold():
        Device.objects.select_for_update().get(pk=device.pk)
        taken.set()
        given_back.wait(WITHIN)

    holding = asyncio.create_task(in_thread(hold))
    assert await asyncio.to_thread(taken.wait, WITHIN)
    try:
        yield
    finally:
        given_back.set()
        await holding


async def test_a_registration_that_came_in_time_may_take_long(trolley, monkeypatch):
    monkeypatch.setattr(TrolleyConsumer, "register_within", 0.2)
    async with held(trolley[0]):
        machine = await trolley_at(*trolley)
        assert await machine.silent(0.6)
    assert (await machine.frame())["data"]["ok"] is True


@pytest.mark.parametrize("text", [" ", "x", "[]", '"x"', "1", '{"type":1}', '{"type":"heartbeat"}'])
async def test_odd_frames_end_a_strict_socket(trolley, text):
    for machine in (await Machine("/ws/trolleys/T-1/").open(), await registered(*trolley)):
        await machine.wire.send_to(text)
        code, _ = await machine.close_of()
        assert code == 4400


async def test_what_was_sent_behind_an_odd_frame_has_no_effect(trolley):
    machine = await registered(*trolley)
    await machine.wire.send_to("odd")
    await machine.send(id="s", type="scan", data={"barcode": "123"})
    assert await machine.close_of() == (4400, "malformed_json")
    assert await machine.silent()
    assert await notes() == ["online"]


async def test_a_tolerant_socket_passes_odd_frames_over(box):
    machine = await Machine("/ws").open()
    for text in (" ", "x", "[]", "1", '{"type":1}', '{"type":"register"}', '{"type":"what"}'):
        await machine.wire.send_to(text)
    await machine.wire.send_to(bytes_data=b"\x00\xff")
    await machine.send(type="show")
    assert await machine.frame() == {"type": "error", "error": "not_registered"}
    await machine.send(type="register", box="B-1", key=box[1])
    await machine.send(type="show")  # without waiting for anything
    assert await machine.frame() == {"type": "show"}
    await asyncio.sleep(0.4)  # beyond the deadline for a registration
    assert await machine.silent()


async def test_a_service_may_say_why_before_the_close(box):
    machine = await box_that_says("wrong")
    await machine.send(type="show")
    assert await machine.frame() == {"type": "error", "error": "wrong_key"}
    assert await machine.close_of() == (4401, "wrong_key")
    assert await notes() == []


async def test_who_tries_keys_is_answered_later_and_later(box, monkeypatch):
    """And neither the device that has the right one nor another device waits."""
    real = await box_that_says(box[1])
    for _ in range(3):
        assert await (await box_that_says("wrong")).close_of() == (4401, "wrong_key")
    guesser = await box_that_says("wrong")
    assert await guesser.silent(0.5)
    newcomer = await box_that_says(box[1])
    await newcomer.send(type="show")
    assert await newcomer.frame(0.5) == {"type": "show"}
    assert await real.close_of() == (4409, "replaced")  # by its own key only
    assert await (await box_that_says("x", "B-9")).close_of() == (4401, "device_not_found")
    assert await guesser.close_of() == (4401, "wrong_key")


def test_the_pauses():
    found = [guesses.pause("box", "B-1") for _ in range(11)]
    assert found == [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]
    assert guesses.pause("box", "B-2") == guesses.pause("trolley", "B-1") == 0


async def test_a_newcomer_replaces_the_older_socket(trolley):
    older = await registered(*trolley)
    newer = await registered(*trolley)
    assert await older.close_of() == (4409, "replaced")
    await older.close()
    await newer.send(id="h", type="heartbeat", data={})
    assert (await newer.frame())["id"] == "h"
    await asyncio.sleep(0.3)  # some rounds of the holder
    assert await notes() == ["online"]
    assert not await offline(trolley[0])


async def test_a_socket_ends_with_its_key(trolley):
    device, old = trolley
    _, new = await in_thread(keys.key_create, device=device)
    machine = await registered(device, old)
    old_id = await in_thread(lambda: device.keys.earliest("id").pk)
    await in_thread(keys.key_revoke, device=device, key_id=old_id)
    assert await machine.close_of() == (4401, "wrong_key")
    machine = await registered(device, new)
    assert await machine.silent()


@pytest.fixture
def deaf(monkeypatch):
    """Messages between processes get lost."""
    monkeypatch.setattr("devices.announce.announce", lambda messages: False)


@pytest.mark.usefixtures("deaf")
async def test_lost_messages_are_made_up_for(trolley, another):
    older = await registered(*trolley)
    command = await order(trolley[0], action="lock")
    assert (await older.frame())["id"] == str(command.uid)
    newer = await registered(*trolley)
    assert await older.close_of() == (4409, "replaced")
    assert (await newer.frame())["id"] == str(command.uid)
    await in_thread(keys.keys_revoke, device=trolley[0])
    assert await newer.close_of() == (4401, "wrong_key")


async def test_messages_alone_are_enough(trolley, monkeypatch):
    """Nobody waits for the holder's next round."""

    async def compare(self):
        """It finds nothing."""

    monkeypatch.setattr(holder.Holder, "_compare", compare)
    machine = await registered(*trolley)
    command = await order(trolley[0], action="lock")
    assert (await machine.frame())["id"] == str(command.uid)
    await in_thread(keys.keys_revoke, device=trolley[0])
    assert await machine.close_of() == (4401, "wrong_key")


async def test_a_command_is_sent_and_answered(trolley):
    early = await order(trolley[0], action="unlock")
    machine = await registered(*trolley)
    frame = {"id": str(early.uid), "type": "command", "data": {"action": "unlock"}}
    assert await machine.frame() == frame
    late = await order(trolley[0], action="lock")
    assert (await machine.frame())["id"] == str(late.uid)
    await machine.send(id=str(early.uid), type="result", data={"ok": True})
    await machine.send(id="unknown", type="result", data={"ok": True})
    await machine.send(id="h", type="heartbeat", data={})
    assert (await machine.frame())["id"] == "h"
    assert await notes() == ["online", "answered"]
    await machine.close()
    again = await registered(*trolley)
    assert (await again.frame())["id"] == str(late.uid)
    assert await again.silent()


async def test_no_command_goes_before_the_answer_to_the_registration(trolley, monkeypatch):
    answer, answering = TrolleyConsumer.registered, asyncio.Event()

    async def registered(self, frame):
        await answering.wait()
        await answer(self, frame)

    monkeypatch.setattr(TrolleyConsumer, "registered", registered)
    command = await order(trolley[0], action="lock")
    machine = await trolley_at(*trolley)
    assert await machine.silent()  # for some rounds of the holder
    answering.set()
    assert [frame["id"] for frame in await machine.frames(2)] == ["r", str(command.uid)]


async def test_a_repeated_frame_is_answered_as_before(trolley):
    first, results = await registered(*trolley), []
    for number in ("1", "2", "1"):
        await first.send(id=number, type="scan", data={"barcode": "123"})
        results.append((await first.frame())["data"]["total"])
    second = await registered(*trolley)
    await second.send(id="2", type="scan", data={"barcode": "123"})
    results.append((await second.frame())["data"]["total"])
    assert results == [1, 2, 1, 2]
    assert await notes() == ["online", "123", "123"]


async def test_a_silent_device_is_offline_until_it_is_heard(trolley, box, monkeypatch):
    from devices import kinds

    for name in ("trolley", "box"):
        kind = kinds.kind_of(name)
        quick = {**{field: getattr(kind, field) for field in kind.__slots__}, "silence": 0.2}
        monkeypatch.setitem(kinds._kinds, name, kinds.Kind(**quick))
    machine = await registered(*trolley)
    await box_that_says(box[1])  # an open socket is enough of it
    await until(lambda: offline(trolley[0]))
    await machine.send(id="h", type="heartbeat", data={})

    async def heard():
        return await notes() == ["online", "online", "offline", "online"]

    await until(heard)
    assert not await offline(box[0])
