"""The machine's own socket: whom it lets in, what its frames do, what it is told."""

import asyncio
import json
from datetime import timedelta

import pytest
from devices import guesses, keys
from devices.models import Command, Device
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from testing.sockets import in_thread
from vending import machine_socket, states
from vending.actions import lock_ends
from vending.actions.locks import machine_lock
from vending.actions.sending import dispense_frame, fits, frame_send, lock_frame
from vending.machine_memory import Shown
from vending.models import Lock, LoggedEvent, Machine, Mail
from vending.selectors.machines import status_shown
from world import ALICE, KEY, MACHINE

pytestmark = pytest.mark.django_db(transaction=True)
NOT_REGISTERED = {"type": "error", "error": "not_registered"}
UNLOCKED = {"type": "status", "value": "unlocked"}


def lock(machine, *, minutes=10.0, **more):
    ends = timezone.now() + timedelta(minutes=minutes)
    return Lock.objects.create(
        machine=machine, client_id=ALICE, code_hash="x", expires_at=ends, **more
    )


def order(machine, frame, seconds=60):
    """A command as the dispense of a sale makes it."""
    from devices.commands import command_order

    end = timezone.now() + timedelta(seconds=seconds)
    return command_order(
        device=machine.device, payload=frame, policy=Command.Policy.ONCE, expires_at=end
    )


@transaction.atomic
def tell(frame):
    frame_send(machine_lock(MACHINE), frame)


def fresh(machine):
    return Machine.objects.select_related("device").get(pk=machine.pk)


async def now(machine):
    return await in_thread(fresh, machine)


async def shown(machine):
    """What anybody is told of the machine's state."""
    return (await in_thread(lambda: status_shown(fresh(machine), "")))["status"]


async def events():
    return await in_thread(lambda: list(LoggedEvent.objects.values_list("type", flat=True)))


async def until(condition, expected, seconds=10.0):
    async with asyncio.timeout(seconds):
        while await condition() != expected:
            await asyncio.sleep(0.02)


# ---- Before registration ----------------------------------------------------------------------


async def test_the_handshake_asks_for_nothing_and_takes_the_firmwares_headers(dial):
    for path in ("/ws", "/ws/"):
        socket = await dial(path)
        assert await socket.silent()


@pytest.mark.parametrize("path", ["/ws/x", "/wsx", "/ws/M001/"])
async def test_nothing_below_the_path_is_a_machines(quick, path):
    from machines import Machine as Wire

    socket = await Wire(path).open()
    assert socket.accepted is False


async def test_who_has_not_registered_is_told_so_and_may_still_register(dial, machine):
    socket = await dial()
    await socket.send(**UNLOCKED)
    await socket.says("fetch_display", "pong")
    assert await socket.frame() == NOT_REGISTERED
    await socket.register()
    assert await socket.code() == (await now(machine)).display_code


ODD = [
    *("", " ", "x", "[]", "null", '"x"', "7", "true", "{}", '{"type":null}', '{"type":[]}'),
    '{"type":7}',
    '{"type":"fly"}',
    '{"type":"register"}',
    '{"type":"register","api_key":"x"}',
    '{"type":"register","machine_id":null}',
    '{"type":"register","machine_id":""}',
    '{"type":"register","machine_id":{"a":1}}',
    '{"type":"register","machine_id":7,"api_key":"x"}',
    '{"type":"status"}',
    '{"type":"status","value":["active"]}',
    '{"type":"error"}',
    '{"type":"error","value":{"motor_jam":1}}',
    '{"type":"pong","x":NaN}',
    '{"type":"status","value":"\\ud800"}',
    "[" * 30_000,
    '{"type":' + "[" * 5_000 + "]" * 5_000 + "}",
    '{"type":"status","value":"' + "x" * 60_000 + '"}',
]


@pytest.mark.parametrize("registered", [False, True])
async def test_what_is_no_frame_is_passed_over(dial, machine, registered, monkeypatch):
    monkeypatch.setattr(machine_socket.MachineConsumer, "frames_at_once", 100.0)
    socket = await dial()
    if registered:
        await socket.register()
    for text in ODD:
        await socket.text(text)
    await socket.wire.send_to(bytes_data=b"\x00\xff" * 1000)
    await socket.says("fetch_display")
    answer = await socket.frame()
    code = {"type": "display_code", "value": (await now(machine)).display_code}
    assert answer == (code if registered else NOT_REGISTERED)
    assert await events() == (["online"] if registered else [])
    assert (await now(machine)).in_service is True


async def test_who_never_registers_gives_its_place_back(dial, monkeypatch):
    monkeypatch.setattr(machine_socket.MachineConsumer, "register_within", 0.1)
    socket = await dial()
    assert await socket.close_of() == (4401, "not_registered")


# ---- Registration -----------------------------------------------------------------------------


async def test_a_registration_is_not_answered_and_the_display_gets_its_next_code(connect, machine):
    before = machine.display_code
    socket = await connect()
    assert await socket.silent()
    after = await now(machine)
    assert after.display_code != before
    assert after.device.online is True
    assert await socket.code() == after.display_code


async def test_the_firmware_sends_its_first_frames_without_waiting(dial, machine):
    socket = await dial()
    await socket.register()
    await socket.send(**UNLOCKED)
    assert await socket.code() == (await now(machine)).display_code
    assert await shown(machine) == "idle"


@pytest.mark.parametrize("wrong", ["", "x", "M001", "none", KEY + " ", KEY.upper(), None, 7, "😀"])
async def test_a_wrong_key_is_told_so_and_changes_nothing(dial, machine, wrong):
    before = await now(machine)
    socket = await dial()
    await socket.register(key=wrong)
    await socket.register()  # what comes behind has no effect
    await socket.says("fetch_display")
    assert await socket.frame() == {"type": "error", "error": "invalid_api_key"}
    assert await socket.close_of() == (4401, "invalid_api_key")
    after = await now(machine)
    assert (after.display_code, after.device.online) == (before.display_code, False)
    assert await events() == []


@pytest.mark.parametrize("name", ["M999", "m001", "x" * 51, "M001\n", "../M001", "\0", "é"])
async def test_an_unknown_machine_is_told_so_and_is_not_made(dial, machine, name):
    socket = await dial()
    await socket.register(name)
    assert await socket.frame() == {"type": "error", "error": "unknown_machine"}
    assert await socket.close_of() == (4401, "unknown_machine")
    assert await in_thread(Machine.objects.count) == 1


async def test_a_key_of_another_machine_and_one_that_was_revoked_are_wrong(
    connect, dial, make_machine
):
    await in_thread(make_machine, "M002")
    for name, key in (("M002", KEY), (MACHINE, "machine-key-of-M002")):
        socket = await dial()
        await socket.register(name, key)
        assert await socket.close_of() == (4401, "invalid_api_key")
    registered = await connect()
    device = await in_thread(lambda: Device.objects.get(external_id=MACHINE))
    await in_thread(keys.keys_revoke, device=device)
    assert (await registered.close_of())[0] == 4401
    again = await connect()
    assert await again.close_of() == (4401, "invalid_api_key")


async def test_who_tries_keys_waits_and_never_disturbs_the_real_machine(connect, dial, monkeypatch):
    monkeypatch.setattr(guesses, "AT_ONCE", 0)
    real = await connect()
    guesser = await dial()
    await guesser.register(key="wrong-key")
    assert await guesser.silent(0.5)
    assert len(await real.code()) == 6
    newcomer = await connect()  # the right key never waits
    assert len(await newcomer.code()) == 6
    assert await guesser.close_of() == (4401, "invalid_api_key")


async def test_a_newer_socket_replaces_the_older_one_and_the_machine_stays_on_line(
    connect, machine
):
    older = await connect()
    code = await older.code()
    newer = await connect()
    assert await older.close_code() == 4409
    await older.close()
    assert await newer.code() != code
    await asyncio.sleep(0.3)  # some rounds of the holder
    assert (await now(machine)).device.online is True
    assert await events() == ["online"]


async def test_a_second_registration_on_a_socket_is_passed_over(connect, make_machine, machine):
    other = await in_thread(make_machine, "M002")
    socket = await connect()
    code = await socket.code()
    await socket.register("M002", "machine-key-of-M002")
    await socket.register()
    await socket.register(key="wrong-key")
    assert await socket.code() == code
    assert (await now(other)).device.online is False
    assert (await now(machine)).device.fence == 1


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


async def test_a_machine_is_pinged(connect, monkeypatch):
    monkeypatch.setattr(machine_socket, "PING_EVERY", 0.05)
    socket = await connect()
    assert await socket.frames(3) == [{"type": "ping"}] * 3
    await socket.says("pong")
    assert await socket.frame() == {"type": "ping"}


async def test_one_that_chatters_is_closed_and_its_neighbour_is_not(connect, make_machine):
    await in_thread(make_machine, "M002")
    neighbour = await connect("M002", "machine-key-of-M002")
    chatty = await connect()
    for _ in range(60):
        await chatty.says("pong")
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
    assert await socket.silent()
    assert await in_thread(Lock.objects.count) == 0
    assert await socket.code() == (await now(machine)).display_code != machine.display_code
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


def test_what_is_remembered_of_a_lock_ends_by_the_clock_unless_it_dispenses(machine):
    held = lock(machine, minutes=-1)
    assert Shown(held).lock_again() is None
    remembered = Shown(None)
    assert remembered.lock_again() is None
    remembered.note(lock_frame(held))
    assert remembered.lock_again() is None
    remembered.note(dispense_frame("tx1", 1))
    assert json.loads(remembered.lock_again()) == lock_frame(held)
    remembered.note({"type": "unlock"})
    assert remembered.lock_again() is None
    held.status = states.CONSUMED
    assert json.loads(Shown(held).lock_again()) == lock_frame(held)


def test_a_registration_costs_few_statements(machine):
    from vending.actions.registration import machine_returned

    with CaptureQueriesContext(
        connection,
    ) as queries:
        machine_returned(machine_id=MACHINE)
    assert len(queries) <= 25, [query["sql"][:100] for query in queries]
