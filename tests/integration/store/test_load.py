"""`make load` for racks: a few of them for a few seconds, and what is printed of it."""

from __future__ import annotations

import asyncio

import pytest

from tests.integration.store.shop import Shop
from tests.support.stack import Stack
from tools.load.racks import PICK_EVERY, SCALES
from tools.load.store import measure, prepared
from tools.load.store_section import BEGIN, END, section

pytestmark = pytest.mark.embedded("measures its processes")
RACKS, SECONDS, COPIES = 5, 3.0, 3


def test_a_few_racks_for_a_few_seconds(shop: Shop, stack: Stack) -> None:
    identities = prepared(stack, RACKS)
    run = asyncio.run(measure(stack, identities, SECONDS, copies=COPIES))
    heard = run.heard
    assert (run.machines, heard.refused) == (RACKS, 0)
    assert len(heard.seconds) + heard.skipped == pytest.approx(RACKS * SECONDS, abs=RACKS)
    assert run.events[1] > run.events[0] >= run.each // PICK_EVERY - 1
    assert min(run.cpu["edge-http"], run.fresh.cpu["edge-http"], run.old.seconds) > 0
    text = section(run)
    assert text.startswith(BEGIN)
    assert text.endswith(f"{END}")
    assert f"with {SCALES} scales" in text
    assert "| refused | 0 |" in text
    for identity in identities:
        shop.operates("DELETE", f"/edge/machines/{identity.machine_id}/")
