"""Sockets that never stop talking: others are told as fast as before (H2)."""

from __future__ import annotations

from functools import partial

import pytest
from testing.scale import scaled, some

from tests.faults import figures
from tests.faults.attack import STRANGER, attack
from tests.faults.attackers import Options
from tests.support.api import Place
from tests.support.guests import Guest, Screen
from tests.support.stack import Stack
from tools.bench.fanout import handshake

SOCKETS = 20
TIMES = scaled(150, least=30)
TARGET = 3.0  # times as long as without them

FRAMES = {
    "resume": '{"type":"resume","since":0,"epoch":"x"}',
    "ping": '{"type":"ping"}',
    "nonsense": "{" * 100,
}


@pytest.mark.parametrize("kind", some(FRAMES))
def test_twenty_sockets_that_flood(
    stack: Stack, place: Place, table: str, guest: Guest, kind: str
) -> None:
    opening = handshake(f"/ws/orders/{table}/").decode()
    options = Options("frames", stack.port, [STRANGER], SOCKETS, opening=opening, text=FRAMES[kind])

    def measure() -> figures.Measured:
        codes = [place.open() for _ in range(3)]  # one table may order 200 times at once
        screens = [Screen(stack.port, code) for code in codes]
        before, during, after = (
            partial(screen.deliveries, guest, code, TIMES)
            for screen, code in zip(screens, codes, strict=True)
        )
        quiet = before()
        with attack(options):
            other = place.open()
            attacked = during()
            newcomer = Screen(stack.port, other)
            assert len(newcomer.deliveries(guest, other, 5)) == 5
            assert stack.ready()
        quiet += after()
        for screen in (newcomer, *screens):
            screen.close()
        return attacked, quiet

    work = f"{SOCKETS} sockets flood with {kind}: order → frame of others, p50"
    figures.compare_best(work, measure, TARGET)
