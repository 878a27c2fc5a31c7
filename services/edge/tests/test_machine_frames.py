"""The machine's own socket: what its frames do, and what it is told."""

import asyncio
import json
import random
import threading
from datetime import timedelta

import pytest
from devices.models import Command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rows import dispense, events, lock, now, order, shown, tell, until
from testing.races import waiting
from testing.sockets import in_thread
from vending import machine_socket, states
from vending.actions import lock_ends
from vending.actions.locks import machine_lock
from vending.actions.registration import machine_returned
from vending.actions.sending import dispense_frame, fits, lock_frame
from vending.machine_memory import Shown
from vending.models import Lock, Machine, Mail
from world import MACHINE

pytestmark = pytest.mark.django_db(transaction=True)


# ---- What it says -----------------------------------------------------------------------------


async def test_an_active_machine_is_shown_as_active_until_it_goes(connect, machine):
    assert await shown(machine) == "offline"
    socket = await connect()
    await socket.send(type="status", value="active")
    await socket.code()
    assert await shown(machine) == "active"
    await socket.close()
    await until(lambda: shown(machine), "offline")
    assert await events() == ["online", "offline"]
    assert (await now(machine)).said_active is False
    assert await in_thread(lambda: Mail.objects.get().subject) == "Machine Offline - M001"


@pytest.mark.parametrize("value", ["locked", "unlocked", "Active", "", "x" * 300, None, 7])
async def test_another_status_is_a_sign_of_life_and_nothing_else(connect, machine, value):
    socket = await connect()
    await socket.send(type="status", value=value)
    await socket.code()
    assert await shown(machine) == "idle"


async def test_a_sign_of_life_each_second_costs_no_database(connect, monkeypatch):
    monkeypatch.setattr(machine_socket.MachineConsumer, "frames_at_once", 500.0)
    socket = await connect()
    await socket.send(type="status", value="active")
    await socket.code()
    calls = []

    async def write(change, *args):
        calls.append(change.func.__name__)
        return "123456"

    with monkeypatch.context() as counting:
        for name in ("vending.machine_socket.write", "devices.consumer.write"):
            counting.setattr(name, write)
        for _ in range(100):
            await socket.send(type="status", value="active")
            await socket.says("pong")
        assert await socket.code() == "123456"
    assert calls == ["display_fetch"]


async def test_fetch_display_turns_a_code_that_is_over(connect, machine):
    socket = await connect()
    code = await socket.code()
    assert await socket.code() == code
    over = timezone.now() - timedelta(seconds=1)
    await in_thread(
        lambda: Machine.objects.filter(pk=machine.pk).update(display_code_expires_at=over)
    )
    following = await socket.code()
    assert following != code
    assert following == (await now(machine)).display_code


async def test_a_jam_takes_the_machine_out_of_service_and_operators_are_told(connect, machine):
    socket = await connect()
    await socket.send(type="error", value="motor_jam")
    await socket.send(type="error", value="something_else")
    await socket.code()
    assert (await now(machine)).in_service is False
    assert await shown(machine) == "Unavailable"
    assert await events() == ["online", "motor_jam"]
    assert await in_thread(lambda: Mail.objects.get().subject) == "Motor Jam - M001"


async def test_a_jam_ends_the_dispense_that_runs_and_its_money_goes_back(connect, machine):
    sale = await in_thread(dispense, machine)
    socket = await connect()
    assert [frame["type"] for frame in await socket.frames(2)] == ["lock", "command"]
    await socket.send(type="error", value="motor_jam")
    assert [frame["type"] for frame in await socket.frames(2)] == ["unlock", "display_code"]
    await in_thread(sale.refresh_from_db)
    assert (sale.state, sale.dispensed) == (states.REFUND_DUE, None)
    refunds = await in_thread(lambda: list(sale.refunds.values_list("amount", "reason")))
    assert refunds == [(200, states.NOT_DISPENSED)]
    assert (await now(machine)).current_stock == 10


async def test_a_machine_is_pinged(connect, monkeypatch):
    monkeypatch.setattr(machine_socket, "PING_EVERY", 0.05)
    socket = await connect()
    assert await socket.frames(3) == [{"type": "ping"}] * 3
    await socket.says("pong")
    assert await socket.frame() == {"type": "ping"}


async def test_one_that_chatters_is_closed_and_its_neighbour_is_not(
    connect, make_machine, monkeypatch
):
    monkeypatch.setattr(machine_socket.MachineConsumer, "frames_at_once", 5.0)
    monkeypatch.setattr(machine_socket.MachineConsumer, "frames_per_second", 0.001)
    await in_thread(make_machine, "M002")
    neighbour = await connect("M002", "machine-key-of-M002")
    chatty = await connect()
    await chatty.says(*["pong"] * 5)  # and its registration
    assert await chatty.close_of() == (4429, "too_many_requests")
    assert len(await neighbour.code()) == 6


# ---- What it is told --------------------------------------------------------------------------


async def test_a_machine_that_comes_back_locked_is_locked_again_and_keeps_its_code(
    connect, machine
):
    held = await in_thread(lock, machine, name="Alice")
    socket = await connect()
    assert await socket.frame() == lock_frame(held)
    assert (await now(machine)).display_code == machine.display_code
    for _ in range(2):
        await socket.send(type="status", value="active")
        assert await socket.frame() == lock_frame(held)
    assert await shown(machine) == "locked"
    assert (await now(machine)).said_active is False


async def test_a_lock_that_is_over_is_ended_by_the_return_of_its_machine(connect, machine):
    await in_thread(lock, machine, minutes=-1)
    socket = await connect()
    assert await socket.code() == (await now(machine)).display_code != machine.display_code
    assert await socket.silent()
    assert await in_thread(Lock.objects.count) == 0
    assert await events() == ["online", "unlock"]


async def test_one_that_says_it_is_free_during_a_lock_is_locked_again(connect, machine):
    socket = await connect()
    await socket.code()
    held = await in_thread(lock, machine)
    await in_thread(tell, lock_frame(held))
    assert await socket.frame() == lock_frame(held)
    await socket.send(type="status", value="active")
    assert await socket.frame() == lock_frame(held)
    await in_thread(tell, {"type": "unlock"})
    assert await socket.frame() == {"type": "unlock"}
    await socket.send(type="status", value="active")
    await socket.code()


async def test_a_dispense_waits_for_its_machine_goes_once_and_after_the_lock(connect, machine):
    held = await in_thread(lock, machine, status=states.CONSUMED, minutes=-1)
    frame = dispense_frame("tx1", 2)
    await in_thread(order, machine, frame)
    await in_thread(tell, {"type": "stock_update", "stock": 3})  # is of no use later
    socket = await connect()
    assert await socket.frames(2) == [lock_frame(held), frame]
    assert await socket.silent()
    again = await connect()
    assert await again.frame() == lock_frame(held)
    await again.send(type="status", value="active")
    assert await again.frame() == lock_frame(held)
    assert await again.silent()


async def test_frames_that_only_show_a_state_are_dropped_when_the_machine_returns(connect, machine):
    for frame in ({"type": "unlock"}, {"type": "display_code", "value": "123456"}):
        await in_thread(tell, frame)
    socket = await connect()
    assert await socket.code() == (await now(machine)).display_code
    assert await socket.silent()
    outcomes = await in_thread(lambda: list(Command.objects.values_list("outcome", flat=True)))
    assert outcomes == ["replaced", "replaced"]


async def test_frames_come_in_the_order_in_which_they_were_made(connect, machine):
    socket = await connect()
    await socket.code()
    await in_thread(lock, machine)

    @transaction.atomic
    def end():
        lock_ends.lock_end(lock_ends.lock_live(machine_lock(MACHINE)), why=states.BY_CLIENT)

    await in_thread(end)
    code = (await now(machine)).display_code
    assert await socket.frames(2) == [{"type": "unlock"}, {"type": "display_code", "value": code}]


async def test_the_longest_frames_fit_into_the_buffer_of_the_machine(connect, machine):
    held = await in_thread(lock, machine, name="\u0001" * 16)
    await in_thread(order, machine, dispense_frame("x" * 180, 5))
    socket = await connect()
    assert [frame["type"] for frame in await socket.frames(2)] == ["lock", "command"]
    assert fits(lock_frame(held))
    assert fits(dispense_frame("x" * 180, 5))
    assert not fits(dispense_frame("x" * 200, 5))
    assert not fits(dispense_frame("é" * 100, 5))


def test_what_is_remembered_of_a_lock_ends_by_the_clock_and_with_a_dispense_later(machine):
    assert Shown(None).lock_again() is None
    for minutes, locked, dispensing in ((1, True, True), (-1, False, True), (-11, False, False)):
        held = lock(machine, minutes=minutes)
        remembered = Shown(held)
        assert (remembered.lock_again() is not None) == locked
        remembered.note(dispense_frame("tx1", 1))
        assert (remembered.lock_again() is not None) == dispensing
        remembered.note({"type": "unlock"})
        assert remembered.lock_again() is None
        held.status = states.CONSUMED
        assert (Shown(held).lock_again() is not None) == dispensing
        held.delete()


def test_what_is_remembered_is_the_frame_itself(machine):
    held = lock(machine, name="Alice")
    assert json.loads(Shown(held).lock_again()) == lock_frame(held)


def test_a_registration_costs_few_statements(machine):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        machine_returned(machine_id=MACHINE)
    assert len(queries) <= 25, [query["sql"][:100] for query in queries]


async def test_a_lock_that_comes_while_its_machine_returns_is_told_once(connect, machine):
    """And nothing that was made before, such as a code that is no more."""
    taken, end = threading.Event(), threading.Event()

    @transaction.atomic
    def customer():
        machine_lock(MACHINE)
        tell({"type": "display_code", "value": "123456"})
        held = lock(machine)
        tell(lock_frame(held))
        taken.set()
        end.wait(20)
        return held

    locking = asyncio.create_task(in_thread(customer))
    await asyncio.to_thread(taken.wait, 20)
    socket = await connect()

    async def waits():
        return await in_thread(waiting) > 0

    await until(waits, True)
    end.set()
    held = await locking
    assert await socket.frame() == lock_frame(held)
    await socket.says("fetch_display")
    assert (await socket.frame())["value"] == (await now(machine)).display_code
    assert await socket.silent()


async def test_random_frames_change_nothing(connect, machine, monkeypatch):
    monkeypatch.setattr(machine_socket.MachineConsumer, "frames_at_once", 1000.0)
    socket = await connect()
    code = await socket.code()
    draw = random.Random(13)
    words = ["type", "register", "status", "value", "machine_id", MACHINE, "api_key", "fly", ""]
    values = [None, True, -1, 1.5, 10**15, [], {}, [[]], {"type": "error"}]
    for _ in range(400):
        frame = {draw.choice(words): draw.choice(words + values) for _ in range(4)}
        await socket.text(json.dumps(draw.choice([frame, [frame], frame])))
        noise = bytes(draw.randrange(256) for _ in range(draw.randrange(1, 60)))
        await socket.text(noise.decode("latin-1"))
    assert await socket.code() == code
    after = await now(machine)
    assert (after.in_service, after.device.fence, after.current_stock) == (True, 1, 10)
    assert await events() == ["online"]
