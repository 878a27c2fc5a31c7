"""Sockets of hostile clients against the running suite, through the gateway and directly.

FUZZ_SECONDS says for how long (`make fuzz`), FUZZ_SEED repeats a run.
"""

from __future__ import annotations

import asyncio
import os
import secrets

import pytest
from testing.scale import scaled

from tests.faults.fuzz import Door, Fuzzer
from tests.faults.fuzz_cases import Cases, Targets
from tests.faults.fuzz_targets import Machine, Trolley, of_orders
from tests.support.api import Place
from tests.support.guests import Guest, Screen, fresh_addresses
from tests.support.memory import resident
from tests.support.stack import Stack

SECONDS = int(os.environ.get("FUZZ_SECONDS") or scaled(60))
SEED = os.environ.get("FUZZ_SEED") or secrets.token_hex(4)
MARGIN = 25.0  # MB of a process: its first 2,000 sockets move it by 19, the next 16,000 by one
PROCESSES = ("orders-ws", "trolleys-ws", "edge-ws")


def fuzz(stack: Stack, targets: dict[str, Targets], seed: str, seconds: float) -> list[Fuzzer]:
    """Send cases to the sockets of several services at once; one fuzzer for each."""
    addresses = fresh_addresses()
    fuzzers = [
        Fuzzer(
            [Door(port=stack.port), Door(socket=str(stack.runtime / f"{process}.sock"))],
            iter(Cases(f"{seed} {process}", targets[process])),
            addresses,
        )
        for process in PROCESSES
    ]

    async def run() -> None:
        await asyncio.gather(*(each.run(seconds) for each in fuzzers))

    asyncio.run(run())
    return fuzzers


def megabytes(stack: Stack) -> dict[str, float]:
    sizes = resident(stack.home)
    return {name: sizes[name] / 1024**2 for name in PROCESSES}


@pytest.mark.timeout(SECONDS + 120)
def test_no_socket_breaks_anything(stack: Stack, place: Place, table: str, guest: Guest) -> None:
    before = stack.processes()
    screen, trolley = Screen(stack.port, table), Trolley.create(stack, place)
    machine = Machine.create(stack, place)
    targets = {
        "orders-ws": of_orders(place),
        "trolleys-ws": trolley.targets,
        "edge-ws": machine.targets,
    }
    fuzz(stack, targets, f"{SEED} warm", SECONDS / 3)
    warm = megabytes(stack)
    fuzzers = fuzz(stack, targets, SEED, SECONDS * 2 / 3)
    for fuzzer in fuzzers:
        print(f"FUZZ_SEED={SEED}: {dict(fuzzer.counts)}")
    found = "".join(finding for fuzzer in fuzzers for finding in fuzzer.findings[:1])
    assert not found, f"FUZZ_SEED={SEED}: {found}"
    assert all(fuzzer.counts["101"] > 0 for fuzzer in fuzzers)
    grown = {name: size - warm[name] for name, size in megabytes(stack).items()}
    print(f"MB that were won: {grown}")
    assert max(grown.values()) < MARGIN, grown
    assert len(screen.deliveries(guest, table, 3)) == 3
    screen.close()
    assert trolley.works()
    assert machine.works()
    assert stack.processes() == before, "a process was started anew"
    assert stack.crashes() == []
