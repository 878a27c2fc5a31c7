"""Trips through the store, with up to five people inside and lines that repeat and reorder: what
is billed or waits for a reviewer is what has left, and nothing is counted twice.
"""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Callable

import pytest
from testing.scale import scaled

from tests.integration.store.reckoning import agree
from tests.integration.store.shop import Shop
from tests.integration.store.trips import Trips
from tests.support.kills import ENDS, killing
from tests.support.stack import Stack
from tools.devices.store.gates import Person

SEED = 20261127
TRIPS = scaled(100, least=20)
TRIPS_OF_DEATH = scaled(60, least=10)
MOST_INSIDE = 5
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def people(shop: Shop) -> list[Person]:
    return [shop.person() for _ in range(MOST_INSIDE)]


@pytest.mark.timeout(900)
def test_what_is_billed_or_queued_is_what_has_left(
    shop: Shop, people: list[Person], record_property: Record
) -> None:
    racks = [shop.rack(), shop.rack()]
    done = Trips(shop, racks, random.Random(SEED), people).play(TRIPS)
    assert len(done.baskets) == TRIPS
    record_property("tally", f"seed {SEED}, {agree(shop, racks, done)}")
    shop.retire(*racks)


@pytest.mark.embedded("kills processes")
@pytest.mark.timeout(900)
def test_also_when_processes_die(
    shop: Shop, stack: Stack, people: list[Person], record_property: Record
) -> None:
    """KILL_SEED repeats the order of an earlier run."""
    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(10**6))
    print(f"KILL_SEED={seed}")
    racks = [shop.rack(), shop.rack()]
    with killing(stack, seed) as killer:
        done = Trips(shop, racks, random.Random(seed), people).play(TRIPS_OF_DEATH)
    assert set(killer.killed) == set(ENDS)
    record_property("tally", f"{agree(shop, racks, done)}; killed {killer}")
    shop.retire(*racks)
