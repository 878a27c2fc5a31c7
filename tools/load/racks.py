"""Simulated racks: each says once a second over HTTP what its scales weigh, and now and then a unit
is gone from one of them.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field

from tools.bench.load import Target, request
from tools.load.machines import Identity

SCALES = 11
GRAMS = 100  # a unit
UNITS = 1000  # on a scale at first
PICK_EVERY = 20  # heartbeats
PERIOD = 1.0  # seconds


@dataclass
class Heard:
    """What came of all heartbeats; seconds from sending to the answer."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    events: int = 0
    skipped: int = 0  # whose turn came while the one before was not answered yet


class Rack:
    """One machine."""

    def __init__(self, identity: Identity, chance: random.Random) -> None:
        self._identity = identity
        self._chance = chance
        self._units = [UNITS] * SCALES
        self._seq = 0

    def begin_at(self, seq: int) -> None:
        """Count on from here: it was switched off and on."""
        self._seq = seq

    def heartbeat(self) -> bytes:
        """The next one, as a request."""
        self._seq += 1
        if self._seq % PICK_EVERY == 0:
            self._units[self._chance.randrange(SCALES)] -= 1
        kilograms = [f"{units * GRAMS / 1000:.3f}" for units in self._units]
        rows = [[f"{scale:03}", *[weight] * 3] for scale, weight in enumerate(kilograms, start=1)]
        path = f"/edge/machines/{self._identity.machine_id}/heartbeats/"
        signed = (f"Authorization: Bearer {self._identity.key}",)
        return request("POST", path, json.dumps({"scales": rows, "seq": self._seq}), signed)


class Line:
    """A kept connection on which one rack speaks."""

    def __init__(self, rack: Rack, heard: Heard) -> None:
        self.rack, self._heard = rack, heard

    async def open(self, target: Target) -> None:
        if target.socket:
            pair = await asyncio.open_unix_connection(target.socket)
        else:
            pair = await asyncio.open_connection("127.0.0.1", target.port)
        self._reader, self._writer = pair

    async def speak(self, began: float, until: float) -> None:
        """Once in each PERIOD, from a moment on until another (time.perf_counter)."""
        turn = began
        while turn < until:
            await asyncio.sleep(max(0.0, turn - time.perf_counter()))
            await self.say()
            behind = int((time.perf_counter() - turn) / PERIOD)
            self._heard.skipped += behind
            turn += PERIOD * (1 + behind)

    async def say(self) -> None:
        """One heartbeat, until it is answered."""
        sent = time.perf_counter()
        self._writer.write(self.rack.heartbeat())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        said = await self._reader.readexactly(int(length))
        self._heard.seconds.append(time.perf_counter() - sent)
        if head.split()[1] == "200":
            self._heard.events += len(json.loads(said)["events"])
        else:
            self._heard.refused += 1

    def close(self) -> None:
        self._writer.close()


async def lines_open(
    target: Target, identities: list[Identity], heard: Heard, seed: int = 1
) -> list[Line]:
    """A connection for each of these, opened one after the other."""
    lines = []
    for number, identity in enumerate(identities):
        line = Line(Rack(identity, random.Random(seed + number)), heard)
        await line.open(target)
        lines.append(line)
    return lines
