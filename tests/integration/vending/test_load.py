"""A tenth of `make load`: machines that give a sign of life each second, all on one process."""

from __future__ import annotations

import asyncio

import pytest

from tests.integration.machines.vendor import Vendor
from tests.support.stack import RECOVERED_WITHIN, Stack
from tests.support.waiting import wait_for
from tools.bench.load import Target
from tools.load import section, suite
from tools.load.section import Runs
from tools.load.watch import Watched
from tools.load.wire import PING, PONG, TEXT, Reader, frame, message

MACHINES, SECONDS, RATE = 100, 5.0, 4.0


@pytest.mark.embedded("measures its processes")
def test_a_hundred_machines_stay_and_hear_what_they_are_told(
    stack: Stack, operator: Vendor
) -> None:
    """How soon they hear is for `make load` to say, on a machine that has nothing else to do."""
    signed = operator.operator.bearer["Authorization"]
    wait_for(stack.ready, RECOVERED_WITHIN, "ready, whatever was killed before")
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


def run(**more: float) -> Watched:
    """A run of a thousand machines in which all went well, but for this."""
    found = Watched(1000, 0, 60.0, 60_000, connecting=5.0, delays=[0.02] * 100)
    found.behind = [0.01] * 100
    found.cpu = {**dict.fromkeys(suite.PARTS, 6.0), "edge-ws": 12.0, suite.RAW: 3.0}
    found.memory = {"edge-ws": 35_000.0, "gateway": 28_000.0, suite.RAW: 15_000.0}
    found.dropped = int(more.get("dropped", 0))
    found.behind[-2:] = [more.get("late", 0.01)] * 2
    return found


def test_the_table_says_what_was_missed() -> None:
    good = section.section(Runs(run(), run(), run()))
    assert "Both are met." in good
    assert "| machines dropped | 0 of 1,000 | 0 of 1,000 | 0 of 1,000 |" in good
    assert "10,000 × 0.200 ms = 2.0 cores" in good
    assert "that is 4 processes, by WS_SOCKETS alone (4,000 each) 3." in good
    bad = Runs(run(dropped=7), run(late=0.3), run())
    assert section.missed(bad) == ["7 machines dropped through the gateway", "300 ms straight"]
    told = "**Missed: 7 machines dropped through the gateway; 300 ms straight.**"
    assert told in section.section(bad)


def test_frames_are_cut_wherever_the_network_has_cut_them() -> None:
    long, short = b"x" * 300, b"y" * 125
    sent = b"\x81\x7e\x01\x2c" + long + b"\x81\x7d" + short + b"\x89\x00"
    reader = Reader()
    found = [cut for byte in sent for cut in reader.feed(bytes([byte]))]
    assert found == [(TEXT, long), (TEXT, short), (PING, b"")]
    assert frame(PONG, b"") == b"\x8a\x80" + bytes(4)
    assert message(type="x")[6:] == b'{"type":"x"}'
    assert frame(TEXT, long)[:8] == b"\x81\xfe\x01\x2c" + bytes(4)
