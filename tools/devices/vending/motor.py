"""The motor of a played vending machine, and the one confirm that follows it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tools.devices.vending.board import Confirm, Faults, Moment
from tools.devices.vending.calls import post_and_leave

if TYPE_CHECKING:
    from tools.devices.vending.esp32 import Esp32

AT_ONCE = 5  # confirms of Confirm.PARALLEL


class Motor:
    """Runs for one dispense at a time; goes on while the machine has no connection."""

    def __init__(self, machine: Esp32) -> None:
        self._machine = machine
        self._running: asyncio.Task[None] | None = None
        self._confirms: set[asyncio.Task[None]] = set()

    @property
    def is_running(self) -> bool:
        return self._running is not None and not self._running.done()

    async def dispense(self, frame: dict[str, Any]) -> None:
        """Begin; while another one runs, that one is cut short and never confirmed."""
        counted = self._machine.counted
        if not self._machine.locked:
            counted.commands_ignored += 1
            return
        if self.is_running:
            counted.commands_replaced += 1
        self._cancel()
        counted.commands += 1
        counted.transactions.append(str(frame.get("transaction_id") or ""))
        self._running = self._machine.start(self._run(frame, self._machine.faults))

    def stop(self) -> None:
        """The current fails: it stands still, and what was to be confirmed is forgotten."""
        self._cancel()
        for confirm in self._confirms:
            confirm.cancel()

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._running = None

    async def _run(self, frame: dict[str, Any], faults: Faults) -> None:
        """Push out the units, then confirm."""
        machine = self._machine
        units = _number(frame.get("duration"))
        seconds = _number(frame.get("duration_sec")) or units * machine.timing.unit
        machine.show(f"Dispensing {units:g}")
        await machine.reach(Moment.COMMANDED)
        for turn in range(int(units)):
            await asyncio.sleep(seconds / int(units))
            if turn == faults.jam_after and machine.firmware.senses_jams:
                await self._jam()
                return
            self._push(turn, int(units), faults)
            if turn == 0:
                await machine.reach(Moment.DISPENSING)
        await machine.reach(Moment.DISPENSED)
        confirm = machine.start(self._confirm(frame, int(units), faults))
        self._confirms.add(confirm)
        confirm.add_done_callback(self._confirms.discard)

    def _push(self, turn: int, units: int, faults: Faults) -> None:
        limits = (faults.jam_after, faults.dispensed, units - faults.short)
        if all(limit is None or turn < limit for limit in limits):
            self._machine.counted.units_out += 1
            self._machine.touch()

    async def _jam(self) -> None:
        self._machine.counted.jams += 1
        self._machine.show("Jammed")
        await self._machine.send(type="error", value="motor_jam")

    async def _confirm(self, frame: dict[str, Any], units: int, faults: Faults) -> None:
        """Once, and in the background: the sketch reads frames meanwhile."""
        machine = self._machine
        await asyncio.sleep(faults.confirm_after)
        dispensed = max(0, units - faults.short) if faults.dispensed is None else faults.dispensed
        body = {"transaction_id": frame.get("transaction_id") or "", "dispensed": dispensed}
        match faults.confirm:
            case Confirm.LOST:
                return
            case Confirm.TWICE:
                await self._post(body)
                await self._post(body)
            case Confirm.PARALLEL:
                await asyncio.gather(*(self._post(body) for _ in range(AT_ONCE)))
            case _:
                await self._post(body)
        await machine.reach(Moment.CONFIRMED)

    async def _post(self, body: dict[str, Any]) -> None:
        machine = self._machine
        path = f"/api/machine/{machine.machine_id}/confirm"
        try:
            if not machine.network.is_set():
                raise ConnectionError("no network")
            machine.counted.confirms += 1
            if machine.faults.confirm is Confirm.UNANSWERED:
                url, patience = machine.url + path, machine.timing.http
                await post_and_leave(url, key=machine.key, body=body, patience=patience)
            else:
                answer = await machine.call("POST", path, body)
                machine.counted.answers.append((answer.status, answer.body))
                machine.say(f"confirm answered with {answer.status}")
        except (OSError, TimeoutError, ValueError) as trouble:
            machine.say(f"confirm failed: {type(trouble).__name__}")
        machine.touch()


def _number(value: object) -> float:
    """A number of a frame as the sketch reads it: what is none counts as 0."""
    return float(value) if isinstance(value, int | float) else 0.0
