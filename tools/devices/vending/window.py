"""What a person at a played vending machine sees, as a file; and what they do to it.

In a directory, for the machine M001: `M001.json` is what it shows, written as a whole when it has
changed, and gone with the machine. `M001.trouble` says what its next dispense shall suffer; it is
taken away when it has been read, and the file of the machine names it until it is over.
"""

from __future__ import annotations

import asyncio
import json
import os
import textwrap
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.devices.vending.board import Confirm, Faults
from tools.devices.vending.esp32 import Esp32

COLUMNS, LINES = 16, 2  # of the display
LOOKS = 0.25  # seconds between two looks at what has changed and what is asked for
AWAY = 20.0  # seconds without a network
NONE, OFFLINE = "none", "offline"
TROUBLES: dict[str, Callable[[Faults], Faults]] = {
    NONE: lambda faults: faults,
    "jam": lambda faults: replace(faults, jam_after=0),
    "short": lambda faults: replace(faults, short=1),
    "silent": lambda faults: replace(faults, confirm=Confirm.LOST),
    OFFLINE: lambda faults: faults,
}


class Window:
    """Shows one machine in a directory, which it makes, and plays the troubles that are left there
    for it. The faults that the machine was made with stay beside a trouble.
    """

    def __init__(
        self, machine: Esp32, directory: Path, *, looks: float = LOOKS, away: float = AWAY
    ) -> None:
        self._machine, self._looks, self._away = machine, looks, away
        self._file = directory / f"{machine.machine_id}.json"
        self._mailbox = directory / f"{machine.machine_id}.trouble"
        self._taken = directory / f"{machine.machine_id}.taken"
        self._usual = machine.faults
        self._trouble, self._since = NONE, 0
        self._shown: dict[str, Any] = {}

    async def run(self) -> None:
        """Until it is cancelled."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._mailbox.unlink(missing_ok=True)  # of another life
        try:
            while True:
                self._take()
                self._end()
                self._show()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._looks):
                        await self._machine.until(lambda _: self._seen() != self._shown)
        finally:
            for file in (self._file, self._taken):
                file.unlink(missing_ok=True)

    def _take(self) -> None:
        """Read what somebody has left, once; whatever is no trouble is none of ours."""
        try:
            os.replace(self._mailbox, self._taken)  # another one may be left meanwhile
            trouble = str(json.loads(self._taken.read_text())["trouble"])
        except (OSError, ValueError, TypeError, KeyError):
            return
        if trouble in TROUBLES:
            self._suffer(trouble)

    def _suffer(self, trouble: str) -> None:
        machine = self._machine
        if self._trouble == OFFLINE:
            machine.find_network()
        self._trouble, self._since = trouble, machine.counted.commands
        machine.faults = TROUBLES[trouble](self._usual)
        if trouble == OFFLINE:
            machine.lose_network(self._away)

    def _end(self) -> None:
        """A trouble is over with the dispense that it was for, or with the network's return."""
        machine = self._machine
        if self._trouble == OFFLINE:
            is_over = machine.network.is_set() and machine.connected
        else:
            begun = machine.counted.commands > self._since
            if begun:
                machine.faults = self._usual  # a dispense keeps those that it began with
            is_over = begun and not machine.is_dispensing
        if is_over:
            self._trouble = NONE

    def _seen(self) -> dict[str, Any]:
        machine = self._machine
        return {
            "machine_id": machine.machine_id,
            "lines": lines(machine.lcd),
            "state": "LOCKED" if machine.locked else "UNLOCKED",
            "motor": machine.is_dispensing,
            "connected": machine.connected,
            "dispensed": machine.counted.units_out,
            "trouble": self._trouble,
        }

    def _show(self) -> None:
        seen = self._seen()
        if seen == self._shown:
            return
        unfinished = self._file.with_suffix(".tmp")
        unfinished.write_text(json.dumps(seen | {"at": datetime.now(UTC).isoformat()}))
        os.replace(unfinished, self._file)
        self._shown = seen


def lines(text: str) -> list[str]:
    """A text as the display of two lines shows it, each filled up with blanks."""
    wrapped = [*textwrap.wrap(text, COLUMNS), *LINES * [""]]
    return [line.ljust(COLUMNS) for line in wrapped[:LINES]]
