"""A tenth of `make load`: machines that give a sign of life each second, all on one process."""

from __future__ import annotations

import asyncio

import pytest

from tests.integration.machines.vendor import Vendor
from tests.support.stack import Stack
from tools.bench.load import Target
from tools.load import suite
from tools.load.watch import Watched

pytestmark = pytest.mark.embedded("measures its processes")

MACHINES, SECONDS, RATE = 100, 5.0, 4.0


def test_a_hundred_machines_stay_and_hear_what_they_are_told(
    stack: Stack, operator: Vendor
) -> None:
    """How soon they hear is for `make load` to say, on a machine that has nothing else to do."""
    signed = operator.operator.bearer["Authorization"]
    identities = suite.machines(stack, signed, MACHINES)
    found: Watched = asyncio.run(
        suite.watch_suite(
            stack, Target(port=stack.port), identities, signed, seconds=SECONDS, rate=RATE
        )
    )
    assert (found.machines, found.dropped) == (MACHINES, 0)
    assert found.said / found.seconds > 0.8 * MACHINES
    assert len(found.delays) > 2
    assert found.memory_each("edge-ws") < 100  # kB
