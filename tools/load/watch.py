"""A fleet that is watched for a while: who stays, how soon frames come, and what it costs."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tools.bench import machine as measured
from tools.bench.load import Target
from tools.bench.result import percentile
from tools.load.callers import Caller
from tools.load.machines import FRAME_WITHIN, Fleet, Identity, Machine, switch_on

WARM = 20  # machines that are connected once before: what is only done once, is done
SETTLE = 3.0  # seconds: whoever looks at all devices now and then has done so
CALM_WITHIN = 180.0  # seconds for the first signs of life of all machines to be written down


@dataclass
class Watched:
    """What was found. Seconds are those of the clock, CPU seconds those of one core; both of the
    named processes, kilobytes as well.
    """

    machines: int
    dropped: int
    seconds: float
    said: int  # signs of life
    connecting: float  # seconds until all have registered
    delays: list[float] = field(default_factory=list)  # from the sending of a call to its frame
    behind: list[float] = field(default_factory=list)  # from its answer to the frame; 0: before it
    cpu: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)  # more than before they came

    def cpu_each(self, name: str) -> float:
        """Milliseconds of a core that a machine costs in a second."""
        return self.cpu[name] * 1000 / self.seconds / self.machines

    def memory_each(self, name: str) -> float:
        """Kilobytes that a machine costs."""
        return self.memory[name] / self.machines

    def late(self, share: int) -> float:
        """Seconds from call to frame that so many percent do not exceed."""
        return percentile(self.delays, share)


async def watch(
    target: Target,
    identities: Sequence[Identity],
    open_caller: Callable[[], Awaitable[Caller]],
    pids: Mapping[str, int],
    *,
    seconds: float,
    rate: float,
) -> Watched:
    """Connect all machines, let them live for so many seconds, and make so many calls a second
    meanwhile; the processes of `pids` are measured.
    """
    (await switch_on(target, identities[:WARM])).close()
    before = _sizes(pids)
    began = time.perf_counter()
    fleet = await switch_on(target, identities)
    found = Watched(len(identities), 0, 0.0, 0, time.perf_counter() - began)
    async with asyncio.timeout(CALM_WITHIN):
        await fleet.calm()
    living = asyncio.create_task(fleet.live())
    await asyncio.sleep(SETTLE)
    caller = await open_caller()  # a connection on which nothing is asked is soon closed
    try:
        found.memory = {name: size - before[name] for name, size in _sizes(pids).items()}
        await _spend(found, fleet, caller, pids, seconds, rate)
    finally:
        living.cancel()
        caller.close()
        fleet.close()
    return found


async def _spend(
    found: Watched,
    fleet: Fleet,
    caller: Caller,
    pids: Mapping[str, int],
    seconds: float,
    rate: float,
) -> None:
    said, spent, began = fleet.said, processor(pids), time.perf_counter()
    await _calls(found, fleet, caller, seconds, rate)
    found.seconds = time.perf_counter() - began
    found.said = fleet.said - said
    found.cpu = {name: used - spent[name] for name, used in processor(pids).items()}
    found.dropped = fleet.dropped


async def _calls(found: Watched, fleet: Fleet, caller: Caller, seconds: float, rate: float) -> None:
    """One at a time, at each machine in turn."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number, machine in enumerate(itertools.cycle(fleet.machines), start=1):
        if loop.time() - began >= seconds:
            return
        if not machine.dropped:
            await _call(found, caller, machine)
        await asyncio.sleep(max(0.0, min(began + number / rate, began + seconds) - loop.time()))


async def _call(found: Watched, caller: Caller, machine: Machine) -> None:
    kind, work = caller.call(machine)
    came, sent = machine.expect(kind), time.perf_counter()
    async with asyncio.timeout(FRAME_WITHIN):
        await work()
        answered = time.perf_counter()
        at = await came
        await caller.after(machine)
    found.delays.append(at - sent)
    found.behind.append(max(0.0, at - answered))


def processor(pids: Mapping[str, int]) -> dict[str, float]:
    """Seconds of processor time of these processes so far."""
    return {name: measured.processor(pid) for name, pid in pids.items()}


def _sizes(pids: Mapping[str, int]) -> dict[str, float]:
    """Kilobytes by proportional share."""
    return {name: measured.memory(pid) * 1024 for name, pid in pids.items()}
