"""Drawing QR codes without end: tables are opened all the same (H3)."""

from __future__ import annotations

import pytest
from testing.scale import scaled, some

from tests.faults.attack import STRANGER, attack
from tests.faults.attackers import Options, _request
from tests.support.api import Place, answer
from tests.support.guests import Guest
from tests.support.stack import Stack
from tests.support.waiting import wait_for

TIMES = scaled(100)
SERVED_WITHIN = 10.0  # seconds after the flood: what it had begun is drawn to its end


@pytest.mark.parametrize("letters", some([300, 1273]))
def test_a_flood_of_drawings(
    stack: Stack, place: Place, table: str, guest: Guest, letters: int
) -> None:
    draw = _request("POST", "/codes/render/qr/", f'{{"value":"{"a" * letters}"}}')
    options = Options("ask", stack.port, [STRANGER], 12, requests=[draw.decode()], per_second=60)
    with attack(options) as running:
        opened = [place.try_open(f"{letters}/{number}") for number in range(TIMES)]
    assert {str(answer(each)["state"]) for each in opened} == {"OPEN"}
    assert running.counts.get("broken", 0) == 0
    wait_for(lambda: prints(guest), SERVED_WITHIN, "whoever prints stickers is served")
    if letters > 300:
        assert running.counts.get("200", 0) == 0, "nothing on a table's sticker is that long"
        long = {"value": "a" * letters}
        assert guest.ask("POST", "/codes/render/qr/", long)[0] == 400


def prints(guest: Guest) -> bool:
    return guest.ask("POST", "/codes/render/qr/", {"value": "x" * 300})[0] == 200
