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
from tests.faults.fuzz_cases import Cases
from tests.support.api import Place
from tests.support.guests import Guest, Screen, fresh_addresses
from tests.support.stack import Stack

SECONDS = int(os.environ.get("FUZZ_SECONDS") or scaled(60))
SEED = os.environ.get("FUZZ_SEED") or secrets.token_hex(4)


@pytest.mark.timeout(SECONDS + 120)
def test_no_socket_breaks_anything(stack: Stack, place: Place, table: str, guest: Guest) -> None:
    before = stack.processes()
    screen = Screen(stack.port, table)
    doors = [Door(port=stack.port), Door(socket=str(stack.runtime / "orders-ws.sock"))]
    cases = iter(Cases(SEED, place.open(), place.location_id))
    fuzzer = Fuzzer(doors, cases, fresh_addresses())
    asyncio.run(fuzzer.run(SECONDS))
    print(f"FUZZ_SEED={SEED}: {dict(fuzzer.counts)}")
    found = "".join(fuzzer.findings[:1])
    assert not found, f"FUZZ_SEED={SEED}: {found}"
    assert fuzzer.counts["101"] > 0
    assert len(screen.deliveries(guest, table, 3)) == 3
    screen.close()
    assert stack.processes() == before, "a process was started anew"
    assert stack.crashes() == []
