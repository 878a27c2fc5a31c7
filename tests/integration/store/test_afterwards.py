"""The demo's people once they have gone: they pay and contest, and a reviewer follows; the newest
of each are left.
"""

from __future__ import annotations

import pytest

from tests.integration.store.shop import Customer, Played, Shop
from tools.devices.store.accounts import Account
from tools.devices.store.afterwards import CONTESTS, MESSAGE, WAITING, Afterwards

VISITS = WAITING + CONTESTS + 2
ROUNDS = 4


def account(shop: Shop, username: str, password: str) -> Account:
    return Account(shop.site.url, username, password)


@pytest.mark.embedded("pays at the sandbox")
def test_all_but_the_newest_are_reviewed_and_paid(shop: Shop, vera: Customer, rack: Played) -> None:
    for _ in range(VISITS):
        vera.enters()
        rack.rack.take("001", 2)
        rack.tells()
        vera.leaves()
    said, reviewer = list[str](), shop.reviewer
    people = Afterwards(
        {"reviewer": account(shop, reviewer.username, reviewer.password)},
        {"vera": account(shop, vera.user.username, vera.user.password)},
        said.append,
    )
    for _ in range(ROUNDS):
        people.go()
    assert not [line for line in said if " 4" in line.partition("S-")[0]], said
    mine = shop.listed(f"/edge/visits/?limit={VISITS}", vera.user)[:VISITS]
    receipts = [visit["receipt"] for visit in mine]
    assert receipts[:WAITING] == [None] * WAITING
    done = receipts[WAITING:]
    assert all(receipt["due"] == "0.00" for receipt in done if receipt["status"] != "contested")
    contested = [receipt for receipt in done if receipt["contest"]]
    assert {receipt["contest"]["message"] for receipt in contested} == {MESSAGE}
    assert {int(receipt["number"][2:]) % CONTESTS for receipt in contested} == {0}
    assert any("pays" in line for line in said)
