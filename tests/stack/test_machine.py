"""The vending machine that is played: what it sends, and how it obeys."""

from __future__ import annotations

import asyncio

from tests.stack.playing import KEY, PATIENCE, confirmed, ends, playing, sold
from tools.devices.vending.board import LATER, Timing
from tools.devices.vending.conformance.server import command


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
            assert await server.until(lambda: len(server.heard("fetch_display")) >= 2, PATIENCE)
            assert await server.until(lambda: len(server.heard("status active")) >= 5, PATIENCE)
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
        async with playing(timing=Timing(lock=2, status=60)) as (server, machine):
            loop = asyncio.get_running_loop()
            server.lock()
            await machine.until(lambda machine: machine.locked)
            loop.call_later(1, server.lock)
            await machine.until(lambda machine: machine.counted.locks == 2)
            again = loop.time()
            await machine.until(lambda machine: not machine.locked)
            assert loop.time() - again < machine.timing.lock
            assert await server.until(lambda: len(server.heard("status unlocked")) == 2, PATIENCE)

    ends(test())


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
