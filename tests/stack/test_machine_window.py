"""What somebody in front of a played vending machine sees in its file, and may have it suffer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.stack.playing import MACHINE, confirmed, ends, playing, sold
from tools.devices.vending.board import Faults, Firmware
from tools.devices.vending.conformance.server import PlayedServer
from tools.devices.vending.esp32 import Esp32
from tools.devices.vending.window import Window, lines

Shown = dict[str, Any]
BLANK = 16 * " "
FIRMWARE = Firmware(senses_jams=True)


class Street:
    """Where the machine stands."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.file = directory / f"{MACHINE}.json"

    def seen(self) -> Shown:
        shown: Shown = json.loads(self.file.read_text())
        return shown

    def files(self) -> list[Path]:
        return sorted(self.directory.iterdir())

    async def until(self, condition: Callable[[Shown], object]) -> Shown:
        while not (self.file.exists() and condition(self.seen())):
            await asyncio.sleep(0.01)
        return self.seen()

    async def leave(self, trouble: str) -> None:
        """Leave a trouble, and wait until the machine has it."""
        mailbox = self.directory / f"{MACHINE}.trouble"
        mailbox.write_text(json.dumps({"trouble": trouble}))
        await self.until(lambda shown: shown["trouble"] == trouble)
        assert not mailbox.exists()


@asynccontextmanager
async def standing(
    directory: Path, **options: Any
) -> AsyncIterator[tuple[PlayedServer, Esp32, Street]]:
    """A machine with a window to look through; its absences last 0.3 seconds."""
    async with playing(firmware=FIRMWARE, **options) as (server, machine):
        window = asyncio.create_task(Window(machine, directory, looks=0.02, away=0.3).run())
        street = Street(directory)
        await street.until(lambda shown: shown["lines"][0].startswith("Code"))
        yield server, machine, street
        window.cancel()
        await asyncio.wait([window])
        assert window.cancelled()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", [BLANK, BLANK]),
        ("Code: 123456", ["Code: 123456    ", BLANK]),
        ("By: Bernadette-Anne", ["By: Bernadette- ", "Anne            "]),
        ("By: 1234567890123456", ["By:             ", "1234567890123456"]),
        (50 * "x", [16 * "x", 16 * "x"]),
    ],
)
def test_the_display_has_two_lines_of_sixteen_columns(text: str, shown: list[str]) -> None:
    assert lines(text) == shown


def test_it_shows_the_code_then_that_it_is_locked_then_that_it_dispenses(tmp_path: Path) -> None:
    async def test() -> None:
        async with standing(tmp_path / "new") as (server, machine, street):
            shown = street.seen()
            assert shown.pop("at").endswith("+00:00")
            assert shown == {
                "machine_id": MACHINE,
                "lines": [f"Code: {server.code}    ", BLANK],
                "state": "UNLOCKED",
                "motor": False,
                "connected": True,
                "dispensed": 0,
                "trouble": "none",
            }
            server.lock()
            shown = await street.until(lambda shown: shown["state"] == "LOCKED")
            assert shown["lines"] == ["Locked          ", BLANK]
            transaction_id = await sold(server, machine, 2)
            shown = await street.until(lambda shown: shown["lines"][0].startswith("Disp"))
            assert (shown["lines"], shown["motor"]) == (["Dispensing 2    ", BLANK], True)
            await confirmed(server, transaction_id)
            shown = await street.until(lambda shown: shown["state"] == "UNLOCKED")
            shown = await street.until(lambda shown: shown["lines"][0].startswith("Code"))
            assert (shown["dispensed"], shown["motor"]) == (2, False)

    ends(test())


def test_nothing_is_written_while_nothing_changes(tmp_path: Path) -> None:
    async def test() -> None:
        async with standing(tmp_path) as (_, machine, street):
            before = street.file.stat().st_ino
            heard = machine.counted.frames_sent
            await machine.until(lambda machine: machine.counted.frames_sent > heard + 3)
            await asyncio.sleep(0.1)  # longer than between two looks
            assert street.file.stat().st_ino == before
            assert street.files() == [street.file]

    ends(test())


def test_its_file_goes_with_it_and_troubles_of_another_life_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / f"{MACHINE}.trouble").write_text('{"trouble": "jam"}')

    async def test() -> None:
        async with standing(tmp_path) as (_, _, street):
            assert street.seen()["trouble"] == "none"
            await street.leave("jam")
        assert street.files() == []

    ends(test())


def test_a_jam_is_told_and_the_next_dispense_is_whole(tmp_path: Path) -> None:
    async def test() -> None:
        async with standing(tmp_path) as (server, machine, street):
            await street.leave("jam")
            transaction_id = await sold(server, machine, 2)
            shown = await street.until(lambda shown: shown["lines"][0].startswith("Jammed"))
            assert shown["dispensed"] == 0
            await street.until(lambda shown: shown["trouble"] == "none")
            assert (machine.counted.jams, server.confirms(transaction_id)) == (1, [])
            server.unlock()
            await street.until(lambda shown: shown["state"] == "UNLOCKED")
            transaction_id = await sold(server, machine, 2)
            await confirmed(server, transaction_id)
            assert (machine.counted.jams, machine.counted.units_out) == (1, 2)

    ends(test())


@pytest.mark.parametrize("units", [1, 3])
def test_a_unit_too_few_comes_out_and_is_confirmed(tmp_path: Path, units: int) -> None:
    async def test() -> None:
        async with standing(tmp_path) as (server, machine, street):
            await street.leave("short")
            transaction_id = await sold(server, machine, units)
            await street.until(lambda shown: shown["motor"])
            assert street.seen()["trouble"] == "short"
            await confirmed(server, transaction_id)
            [call] = server.confirms(transaction_id)
            assert call.body["dispensed"] == units - 1
            shown = await street.until(lambda shown: shown["trouble"] == "none")
            assert (shown["dispensed"], shown["motor"]) == (units - 1, False)

    ends(test())


def test_a_silent_machine_dispenses_and_confirms_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        async with standing(tmp_path) as (server, machine, street):
            await street.leave("silent")
            first = await sold(server, machine, 1)
            await street.until(lambda shown: shown["dispensed"] == 1)
            await street.until(lambda shown: shown["trouble"] == "none")
            server.unlock()
            await street.until(lambda shown: shown["state"] == "UNLOCKED")
            await confirmed(server, await sold(server, machine, 1))
            assert server.confirms(first) == []

    ends(test())


def test_it_leaves_the_network_at_once_and_comes_back(tmp_path: Path) -> None:
    async def test() -> None:
        async with standing(tmp_path) as (_, machine, street):
            await street.leave("offline")
            await street.until(lambda shown: not shown["connected"])
            shown = await street.until(lambda shown: shown["connected"])
            await street.until(lambda shown: shown["trouble"] == "none")
            assert machine.counted.connections == 2
            assert shown["state"] == "UNLOCKED"

    ends(test())


def test_a_trouble_is_taken_back(tmp_path: Path) -> None:
    async def test() -> None:
        async with standing(tmp_path, faults=Faults(dispensed=1)) as (server, machine, street):
            await street.leave("silent")
            await street.leave("none")
            transaction_id = await sold(server, machine, 2)
            await confirmed(server, transaction_id)
            [call] = server.confirms(transaction_id)
            assert call.body["dispensed"] == 1  # as it always was

    ends(test())


@pytest.mark.parametrize("left", ["", "{", "[]", "{}", '{"trouble": "fire"}', '{"trouble": []}'])
def test_what_is_no_trouble_is_taken_away(tmp_path: Path, left: str) -> None:
    async def test() -> None:
        async with standing(tmp_path) as (_, machine, street):
            mailbox = tmp_path / f"{MACHINE}.trouble"
            mailbox.write_text(left)
            while mailbox.exists():
                await asyncio.sleep(0.01)
            assert street.seen()["trouble"] == "none"
            await street.leave("jam")
            assert machine.faults.jam_after == 0

    ends(test())
