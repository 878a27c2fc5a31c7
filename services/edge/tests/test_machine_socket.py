"""The machine's own socket: whom it lets in."""

import asyncio

import pytest
from devices import guesses, keys
from devices.models import Device
from machines import Machine as Wire
from rows import events, now, shown
from testing.sockets import in_thread
from vending import machine_socket
from vending.models import Machine
from world import KEY, MACHINE

pytestmark = pytest.mark.django_db(transaction=True)
NOT_REGISTERED = {"type": "error", "error": "not_registered"}
UNLOCKED = {"type": "status", "value": "unlocked"}


# ---- Before registration ----------------------------------------------------------------------


async def test_the_handshake_asks_for_nothing_and_takes_the_firmwares_headers(dial):
    for path in ("/ws", "/ws/"):
        socket = await dial(path)
        assert await socket.silent()


@pytest.mark.parametrize("path", ["/ws/x", "/wsx", "/ws/M001/"])
async def test_nothing_below_the_path_is_a_machines(quick, path):
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
    code = await socket.code()
    assert await socket.silent()
    after = await now(machine)
    assert code == after.display_code != before
    assert after.device.online is True


async def test_what_it_has_said_while_its_registration_waited_does_not_count_as_chatter(
    dial, machine
):
    """Two minutes' signs of life, which are read at once when the database answers again."""
    socket = await dial()
    await socket.register()
    for _ in range(110):
        await socket.send(type="status", value="active")
    assert await socket.code() == (await now(machine)).display_code


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
