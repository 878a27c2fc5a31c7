"""The vending machine that is played, when its line, its current or its motor fails."""

from __future__ import annotations

from typing import Any

from tests.stack.playing import PATIENCE, confirmed, ends, playing, sold
from tools.devices.vending.board import LATER, Confirm, Faults, Firmware, Moment


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
