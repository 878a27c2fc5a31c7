"""What people name: words of 100 letters break, and names in another script turn nothing around
them, on the phone of who buys at a machine, in the list of all and at the operators' board.
"""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Open
from tests.e2e.named import Looks, Names, names
from tests.e2e.vending import test_customer_looks, test_machine_looks
from tests.e2e.vending.shop import Shop
from tests.e2e.vending.test_desk_looks import World
from tests.e2e.vending.test_displays import Show, show
from tests.e2e.vending.test_receipt import address
from tests.e2e.watch import Watch

__all__ = ["names", "show"]


@pytest.mark.timeout(180)
def test_a_machines_page(open_window: Open, shop: Shop, names: Names, watch: Watch) -> None:
    watch.allow("net::ERR_", "WebSocket connection to", "status of 40")
    looks = Looks(open_window, None, names, "ar")
    [page] = looks.pages
    walk = test_customer_looks.Walk(page, shop, names.long(), names.arabic())
    for state in walk.states():
        looks.look(page, state)
    looks.are_well()


def test_the_list_and_a_receipt(open_window: Open, shop: Shop, names: Names) -> None:
    stand = shop.machine(name=names.long(), location=names.arabic())
    shop.machine(name=names.arabic(), location=names.long(), is_on=False)
    buyer = stand.customer(1).buys()
    buyer.ends("delivered", dispensed=1, left=9)
    looks = Looks(open_window, None, names, "en", "ar")
    looks.at("/vend/", "li + li .machine")
    looks.at(address(buyer), ".qr")
    looks.are_well()


@pytest.mark.timeout(180)
def test_what_waits_for_an_operator(
    open_window: Open, shop: Shop, show: Show, names: Names
) -> None:
    looks = Looks(open_window, shop.login, names, "ar")
    [page] = looks.pages
    for state in World(shop, show, names.long(), names.arabic()).states(page):
        looks.look(page, state)
    looks.are_well()


@pytest.mark.timeout(180)
def test_the_operators_machines(open_window: Open, shop: Shop, names: Names) -> None:
    looks = Looks(open_window, shop.login, names, "ar")
    [page] = looks.pages
    walk = test_machine_looks.Walk(page, shop, names.arabic(), names.long())
    for state in walk.states():
        looks.look(page, state)
    looks.are_well()
