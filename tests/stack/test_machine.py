"""The vending machine that is played: what it sends, how it obeys, and what it forgets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from tools.devices.vending.board import LATER, Confirm, Faults, Firmware, Moment, Timing
from tools.devices.vending.conformance.server import PlayedServer, command
from tools.devices.vending.esp32 import Esp32

PATIENCE = 10.0  # seconds
QUICK = Timing(
    status=0.02,
    fetch=0.1,
    reconnect=0.05,
    handshake=2,
    unit=0.05,
    lock=60,
    http=2,
    health=0.01,
    fallback=0.05,
)
MACHINE, KEY = "M001", "key-of-M001"


def ends(test: Coroutine[Any, Any, None]) -> None:
    """Run it, with an end."""

    async def within() -> None:
        async with asyncio.timeout(PATIENCE):
            await test

    asyncio.run(within())


@asynccontextmanager
async def playing(**options: Any) -> AsyncIterator[tuple[PlayedServer, Esp32]]:
    """A machine that has shown its first code, with these options."""
    server = PlayedServer(MACHINE, KEY)
    await server.open()
    machine = Esp32(server.url, MACHINE, KEY, **{"timing": QUICK, **options})
    running = asyncio.create_task(machine.run())
    try:
        await machine.until(lambda machine: machine.code == server.code)
        yield server, machine
    finally:
        running.cancel()
        await asyncio.wait([running])
        await server.close()
    assert running.cancelled()


async def sold(server: PlayedServer, machine: Esp32, units: int) -> str:
    """The transaction of so many units, which the machine begins to push out."""
    server.lock()
    await machine.until(lambda machine: machine.locked)
    begun = machine.counted.commands
    transaction_id = server.dispense(units)
    await machine.until(lambda machine: machine.counted.commands == begun + 1)
    return transaction_id


async def confirmed(server: PlayedServer, transaction_id: str, times: int = 1) -> None:
    assert await server.until(lambda: len(server.confirms(transaction_id)) >= times, PATIENCE)


def test_a_new_connection_registers_reports_and_asks_without_waiting() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            [wire] = server.wires
            assert wire.request.path == "/ws"
            assert wire.request.headers["origin"] == "file://"
            assert wire.request.headers["sec-websocket-protocol"] == "arduino"
            assert wire.request.headers["user-agent"] == "arduino-WebSocket-Client"
            assert [heard.text for heard in wire.heard[:3]] == [
                '{"type":"register","machine_id":"M001","api_key":"key-of-M001"}',
                '{"type":"status","value":"unlocked"}',
                '{"type":"fetch_display"}',
            ]
            assert machine.lcd == f"Code: {server.code}"

    ends(test())


def test_it_says_that_it_lives_and_asks_for_its_code_while_it_is_unlocked() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            assert await server.until(lambda: len(server.heard("fetch_display")) == 2, PATIENCE)
            assert len(server.heard("status active")) >= 5
            server.lock()
            await machine.until(lambda machine: machine.locked)
            heard = len(server.wires[0].heard)
            assert not await server.until(lambda: len(server.wires[0].heard) > heard, 0.2)
            server.unlock()
            assert await server.until(lambda: len(server.wires[0].heard) > heard, PATIENCE)
            assert server.wires[0].heard[heard].kind == "fetch_display"
            await machine.until(lambda machine: machine.lcd == f"Code: {server.code}")

    ends(test())


def test_it_pushes_out_what_was_sold_and_confirms_once() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            transaction_id = await sold(server, machine, 2)
            await confirmed(server, transaction_id)
            await machine.until(lambda machine: not machine.locked)
            [call] = server.confirms(transaction_id)
            assert (call.method, call.path) == ("POST", "/api/machine/M001/confirm")
            assert call.headers["content-type"] == "application/json"
            assert call.headers["authorization"] == f"Bearer {KEY}"
            assert call.body == {"transaction_id": transaction_id, "dispensed": 2}
            counted = machine.counted
            assert (counted.units_out, counted.commands, counted.confirms) == (2, 1, 1)
            assert [status for status, _ in counted.answers] == [200]

    ends(test())


def test_a_command_while_it_is_unlocked_is_ignored() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            server.dispense(1)
            await machine.until(lambda machine: machine.counted.commands_ignored == 1)
            assert (machine.counted.commands, machine.counted.units_out) == (0, 0)

    ends(test())


def test_a_second_command_replaces_the_first_which_is_never_confirmed() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            first = await sold(server, machine, 9)
            second = server.dispense(1)
            await confirmed(server, second)
            assert server.confirms(first) == []
            assert machine.counted.commands_replaced == 1

    ends(test())


def test_seconds_of_a_command_stand_above_its_units() -> None:
    async def test() -> None:
        async with playing(timing=Timing(unit=60, status=0.02)) as (server, machine):
            server.lock()
            server.send({**command(1, "t"), "duration_sec": 0.05})
            await confirmed(server, "t")
            assert machine.counted.units_out == 1

    ends(test())


def test_what_it_has_no_room_for_or_cannot_read_is_dropped() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            for text in ('{"type":"lock","filler":"' + 300 * "x" + '"}', "[]", "no JSON"):
                server.send(text)
            await machine.until(lambda machine: machine.counted.frames_dropped == 3)
            for kind in ("stock_update", "ping", "error", "nobody_knows"):
                server.send({"type": kind})
            server.lock()
            await machine.until(lambda machine: machine.locked)
            assert len(server.wires) == 1
            assert server.heard("pong") == []

    ends(test())


def test_a_code_that_is_null_restarts_it() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            server.send({"type": "display_code", "value": None})
            await machine.until(lambda machine: machine.counted.boots == 2 and bool(machine.code))
            assert machine.counted.crashes == 1

    ends(test())


def test_it_unlocks_by_itself_after_its_time_and_a_second_lock_does_not_add_to_it() -> None:
    async def test() -> None:
        async with playing(timing=Timing(lock=1, status=60)) as (server, machine):
            server.lock()
            await machine.until(lambda machine: machine.locked)
            asyncio.get_running_loop().call_later(0.6, server.lock)
            began = asyncio.get_running_loop().time()
            await machine.until(lambda machine: not machine.locked)
            assert 0.9 < asyncio.get_running_loop().time() - began < 1.5
            assert await server.until(lambda: len(server.heard("status unlocked")) == 2, PATIENCE)
            assert machine.counted.locks == 2

    ends(test())


def test_it_comes_back_unlocked_and_the_motor_has_gone_on() -> None:
    async def test() -> None:
        faults = Faults(drop=Moment.DISPENSING)
        async with playing(faults=faults) as (server, machine):
            transaction_id = await sold(server, machine, 3)
            await machine.until(lambda machine: machine.counted.connections == 2)
            await confirmed(server, transaction_id)
            assert machine.counted.units_out == 3
            assert machine.counted.locks == 2  # the server has said it again

    ends(test())


def test_a_confirm_without_a_network_is_lost() -> None:
    async def test() -> None:
        faults = Faults(drop=Moment.DISPENSED, away=0.1)
        async with playing(faults=faults) as (server, machine):
            transaction_id = await sold(server, machine, 1)
            await machine.until(lambda machine: machine.counted.connections == 2)
            assert server.confirms(transaction_id) == []
            assert machine.counted.confirms == 0

    ends(test())


def test_a_line_that_is_lost_between_lock_and_command_swallows_the_command() -> None:
    async def test() -> None:
        faults = Faults(drop=Moment.LOCKED, away=0.05)
        async with playing(faults=faults) as (server, machine):
            server.lock()
            server.dispense(1)
            await machine.until(lambda machine: machine.counted.connections == 2)
            assert machine.counted.commands + machine.counted.commands_ignored == 0

    ends(test())


def test_a_ghost_stays_open_and_answers_nothing() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            [ghost] = server.wires
            machine.lose_network(silently=True)
            await machine.until(lambda machine: machine.counted.connections == 2)
            assert ghost.is_open
            ghost.ping()
            server.wires[1].ping()
            assert await server.until(lambda: server.wires[1].pongs == 1, PATIENCE)
            assert ghost.pongs == 0

    ends(test())


def test_a_power_cut_ends_the_motor_and_all_is_forgotten() -> None:
    async def test() -> None:
        faults = Faults(power_cut=Moment.DISPENSING, dark=0.05)
        async with playing(faults=faults) as (server, machine):
            transaction_id = await sold(server, machine, 3)
            await machine.until(lambda machine: machine.counted.boots == 2)
            await machine.until(lambda machine: machine.connected)
            assert machine.counted.units_out == 1
            assert not await server.until(lambda: server.confirms(transaction_id), 0.3)

    ends(test())


def test_a_jam_is_told_where_it_is_noticed_and_else_confirmed_as_if_all_were_well() -> None:
    async def test(firmware: Firmware) -> tuple[int, int, int]:
        async with playing(firmware=firmware, faults=Faults(jam_after=1)) as (server, machine):
            transaction_id = await sold(server, machine, 2)
            await server.until(
                lambda: server.heard("error") or server.confirms(transaction_id), PATIENCE
            )
            assert machine.counted.units_out == 1
            told = [heard.frame for heard in server.heard("error")]
            assert told in ([], [{"type": "error", "value": "motor_jam"}])
            return len(told), len(server.confirms(transaction_id)), machine.counted.jams

    async def both() -> None:
        assert await test(LATER) == (1, 0, 1)
        assert await test(Firmware()) == (0, 1, 0)

    ends(both())


def test_confirms_get_lost_come_twice_at_once_and_late() -> None:
    async def test(confirm: Confirm, times: int, **faults: Any) -> None:
        async with playing(faults=Faults(confirm=confirm, **faults)) as (server, machine):
            transaction_id = await sold(server, machine, 2)
            if not times:
                await machine.until(lambda machine: machine.counted.units_out == 2)
                assert not await server.until(lambda: server.confirms(transaction_id), 0.2)
                return
            await confirmed(server, transaction_id, times)
            bodies = [call.body["dispensed"] for call in server.confirms(transaction_id)]
            assert bodies == [faults.get("dispensed", 2)] * times
            assert machine.counted.units_out == faults.get("dispensed", 2)

    async def each() -> None:
        await test(Confirm.LOST, 0)
        await test(Confirm.UNANSWERED, 1)
        await test(Confirm.TWICE, 2)
        await test(Confirm.PARALLEL, 5)
        await test(Confirm.SENT, 1, confirm_after=0.1)
        await test(Confirm.SENT, 1, dispensed=1)
        await test(Confirm.SENT, 1, dispensed=0)

    ends(each())


def test_later_firmware_looks_for_health_answers_pings_and_asks_over_http() -> None:
    async def test() -> None:
        async with playing(firmware=LATER) as (server, machine):
            assert [call.path for call in server.calls] == ["/health"]
            server.send({"type": "ping"})
            assert await server.until(lambda: server.heard("pong"), PATIENCE)
            server.refuses = True
            server.wires[0].drop()
            asked = "/device/commands/M001"
            assert await server.until(
                lambda: asked in [call.path for call in server.calls], PATIENCE
            )
            assert machine.counted.closed_with[0] == 1006

    ends(test())


def test_a_refused_machine_comes_again_and_again() -> None:
    async def test() -> None:
        async with playing() as (server, machine):
            server.refuses = True
            server.wires[0].drop()
            await machine.until(lambda machine: machine.counted.connections == 4)
            assert machine.counted.closed_with[1:3] == [4401, 4401]

    ends(test())
