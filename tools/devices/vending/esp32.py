"""A vending machine's ESP32: it registers, tells each second that it lives, shows its code, runs
its motor when it is told to, and confirms once.

Times, orders and gaps are the sketch's own, its lack of a second try included: a server has to
live with them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from tools.devices.vending.board import FIRST, Counted, Faults, Firmware, Moment, Timing
from tools.devices.vending.calls import Answer, call
from tools.devices.vending.link import Link
from tools.devices.vending.motor import Motor

HEALTH_TRIES = 5

Say = Callable[[str], None]


def silent(_: str) -> None:
    """The Serial Monitor of a machine that nobody watches."""


class Esp32:
    """One machine. `url` is the suite's; `say` is told the lines of the Serial Monitor.

    `locked`, `code` and `lcd` are what it shows; `counted` is for whoever tests a server.
    """

    def __init__(
        self,
        url: str,
        machine_id: str,
        key: str,
        say: Say = silent,
        *,
        timing: Timing | None = None,
        firmware: Firmware = FIRST,
        faults: Faults | None = None,
    ) -> None:
        self.url, self.machine_id, self.key, self.say = url.rstrip("/"), machine_id, key, say
        self.timing, self.firmware = timing or Timing(), firmware
        self.faults, self.counted = faults or Faults(), Counted()
        self.locked, self.code, self.lcd = False, "", ""
        self.network = asyncio.Event()  # cleared while there is none
        self.network.set()
        self._link, self._motor = Link(self), Motor(self)
        self._power, self._changed = asyncio.Event(), asyncio.Event()
        self._power.set()
        self._life: asyncio.Task[None] | None = None
        self._timeout: asyncio.TimerHandle | None = None  # of the lock
        self._works = asyncio.TaskGroup()  # another one after each boot

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            while True:
                await self._power.wait()
                self._life = asyncio.create_task(self._live())
                await asyncio.wait([self._life])
                if not self._life.cancelled():
                    self._life.result()
        finally:
            self._forget()
            self._link.bury()
            if self._life is not None:
                self._life.cancel()
                await asyncio.wait([self._life])

    # What somebody does to it.

    @property
    def connected(self) -> bool:
        """Whether it has a socket, as far as it knows."""
        return self._link.is_up

    @property
    def is_dispensing(self) -> bool:
        """Whether its motor runs."""
        return self._motor.is_running

    async def until(self, condition: Callable[[Esp32], bool]) -> None:
        """Wait until something holds of this machine."""
        while not condition(self):
            await self._changed.wait()

    def lose_network(self, seconds: float = 0.0, *, silently: bool = False) -> None:
        """Out of reach for so long. The connection breaks at once; `silently`, the server is left
        with one that is half open.
        """
        self.network.clear()
        self._link.lose(silently=silently)
        asyncio.get_running_loop().call_later(seconds, self.network.set)

    def find_network(self) -> None:
        """There is one again, however long it was to be away."""
        self.network.set()

    def power_off(self) -> None:
        """The current fails: all stops, and is forgotten but for what was counted."""
        self._power.clear()
        self._forget()
        self._link.lose(silently=False)
        if self._life is not None:
            self._life.cancel()

    def power_on(self) -> None:
        """The current is back: it boots."""
        self._power.set()

    # What its parts tell it.

    def touch(self) -> None:
        """Something has changed: wake who waits for it."""
        self._changed.set()
        self._changed = asyncio.Event()

    def show(self, text: str) -> None:
        """What the display says from now on."""
        if text != self.lcd:
            self.lcd = text
            self.say(f"LCD: {text}")
        self.touch()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something beside all else; ends with the current, and with whatever else breaks."""
        return self._works.create_task(work)

    async def send(self, **frame: object) -> None:
        """Send a frame, or lose it without a word where there is no connection."""
        await self._link.send(**frame)

    async def call(self, method: str, path: str, body: object = None) -> Answer:
        """The answer to a call. Raises OSError and TimeoutError without one, and ValueError."""
        url, patience = self.url + path, self.timing.http
        return await call(method, url, key=self.key, body=body, patience=patience)

    async def reach(self, moment: Moment) -> None:
        """Let the fault of this moment happen, if there is one."""
        faults, loop = self.faults, asyncio.get_running_loop()
        if faults.drop is moment:
            faults.drop = None
            self.lose_network(faults.away, silently=faults.silently)
            await asyncio.sleep(0)
        if faults.power_cut is moment:
            faults.power_cut = None
            if faults.dark is not None:
                loop.call_later(faults.dark, self.power_on)
            self.power_off()
            await asyncio.Event().wait()  # the program that waits here has ended

    async def obey(self, frame: dict[str, Any]) -> None:
        """Do what a frame says; `stock_update`, `error` and unknown ones say nothing to it."""
        match frame:
            case {"type": "lock"}:
                await self._lock(frame)
            case {"type": "unlock"}:
                self.counted.unlocks += 1
                self.unlock()
                self.show(f"Code: {self.code}")
                await self.send(type="fetch_display")
            case {"type": "display_code", "value": str(code)}:
                self.code = code
                self.say("display_code received")
                if not self.locked:
                    self.show(f"Code: {code}")
            case {"type": "command", "action": "dispense"}:
                await self._motor.dispense(frame)
            case {"type": "ping"} if self.firmware.answers_ping:
                await self.send(type="pong")
            case {"type": "display_code"} | {"type": "command", "action": None}:
                await self._crash()

    def unlock(self) -> None:
        """Not locked any more; its display stays as it is."""
        self.locked = False
        if self._timeout is not None:
            self._timeout.cancel()
            self._timeout = None
        self.touch()

    async def _lock(self, frame: dict[str, Any]) -> None:
        """Lock, unless it is: then the time of the first lock runs on."""
        self.counted.locks += 1
        if self.locked:
            return
        self.locked = True
        loop = asyncio.get_running_loop()
        self._timeout = loop.call_later(self.timing.lock, self._unlock_by_itself)
        name = frame.get("locked_by_name")
        self.show(f"By: {name}" if name else "Locked")
        await self.reach(Moment.LOCKED)

    def _unlock_by_itself(self) -> None:
        self.unlock()
        self.show(f"Code: {self.code}")
        self.start(self.send(type="status", value="unlocked"))

    async def _crash(self) -> None:
        """A null where the sketch reads a text: it starts again."""
        self.counted.crashes += 1
        self.power_off()
        self.power_on()
        await asyncio.Event().wait()  # the program that waits here has ended

    def _forget(self) -> None:
        self._motor.stop()
        self.unlock()
        self.code = self.lcd = ""

    async def _live(self) -> None:
        """From boot until the current fails."""
        self.counted.boots += 1
        await self.network.wait()
        self.say("Wi-Fi connected")
        if self.firmware.looks_for_health:
            await self._look_for_health()
        async with asyncio.TaskGroup() as self._works:
            self.start(self._link.stay())
            if self.firmware.asks_over_http:
                self.start(self._ask_over_http())

    async def _look_for_health(self) -> None:
        for _ in range(HEALTH_TRIES):
            answer = await self._get("/health")
            if answer is not None and answer.status == 200:
                return
            await asyncio.sleep(self.timing.health)
        self.say("server not healthy")

    async def _ask_over_http(self) -> None:
        while True:
            await asyncio.sleep(self.timing.fallback)
            if self.connected:
                continue
            answer = await self._get(f"/device/commands/{self.machine_id}")
            if answer is not None and answer.status == 200 and isinstance(answer.body, dict):
                for frame in answer.body.get("commands", []):
                    await self.obey(frame)

    async def _get(self, path: str) -> Answer | None:
        if not self.network.is_set():
            return None
        try:
            return await self.call("GET", path)
        except (OSError, TimeoutError, ValueError):
            return None
