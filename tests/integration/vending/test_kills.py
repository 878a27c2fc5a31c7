"""Processes die while customers buy: every sale ends charged and dispensed, or refunded."""

from __future__ import annotations

import dataclasses
import os
import secrets
from collections.abc import Callable
from itertools import chain

import pytest
from testing.races import at_once
from testing.scale import scaled

from tests.integration.machines.vendor import Stand, Vendor
from tests.integration.vending.buyers import STORIES, Buyer, shop
from tests.integration.vending.reckoning import Reckoning
from tests.support.api import Api
from tests.support.kills import ENDS, killing
from tests.support.machines import Machines

pytestmark = [pytest.mark.timeout(1500), pytest.mark.embedded("kills processes")]

MACHINES = scaled(10, least=5)
SALES = scaled(200, least=20)
STOCK = 1000


def stand_at(operator: Vendor, number: int) -> Stand:
    """A machine whose customers ask from an address of their own: wrong codes count by address."""
    api = Api(operator.api.url, source=f"127.0.1.{number + 1}")
    own = dataclasses.replace(operator, api=api)
    own.machines = operator.machines
    return own.stand(stock=STOCK)


def test_every_sale_ends_with_its_goods_or_without_its_money(
    operator: Vendor, played: Machines, record_property: Callable[[str, object], None]
) -> None:
    """KILL_SEED repeats the order of an earlier run."""
    operator.machines = played
    stands = [stand_at(operator, number) for number in range(MACHINES)]

    def go(number: int) -> list[Buyer]:
        """The customers of a machine, one after the other."""
        return [
            shop(stands[number], STORIES[(number + visit) % len(STORIES)], 1 + visit % 3)
            for visit in range(len(range(number, SALES, MACHINES)))
        ]

    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(10**6))
    print(f"KILL_SEED={seed}")
    with killing(operator.stack, seed) as killer:
        buyers = [*chain(*at_once(go, MACHINES, threads=MACHINES))]
    assert len(buyers) == SALES
    assert set(killer.killed) == set(ENDS)
    books = Reckoning(operator, buyers)
    books.rest()
    tally = books.agree()
    record_property("tally", f"{tally}; killed {killer}")
    assert tally.sales["delivered"] > 0
