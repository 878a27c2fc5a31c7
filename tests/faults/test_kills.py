"""Every process is killed or frozen while guests order: what was accepted is stored and shown once.
So is what is sold of the stock: a cart whose hold and commit a process dies between is sold once.

Guests retry with their Idempotency-Key, screens follow the protocol.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from testing.races import at_once
from testing.scale import WHOLE, scale, scaled

from suite import registry
from tests.support.api import Api, Place, answer
from tests.support.ledger import Ledger
from tests.support.listener import Listener
from tests.support.load import Load, check_kept, check_told
from tests.support.stack import RECOVERED_WITHIN, SETTINGS, Stack, stack_running
from tests.support.waiting import wait_for

pytestmark = pytest.mark.killed

ALL = [name for entry in registry.SERVICES for name in entry.process_names]
ALL += ["status", "gateway", "redis", "postgres"]
FREEZE = ["redis", "postgres", "products-http", "orders-ws"]
# A tenth: those that no other suite kills.
KILLED = ALL if scale() == WHOLE else ["gateway", "products-http"]
FROZEN = FREEZE if scale() == WHOLE else ["products-http"]
OF_THE_LEDGER = ["products-http", "products-worker", "postgres"][: scaled(3)]
FROZEN_FOR = 6.0  # seconds
LISTENERS = 3
ORDERS = scaled(200)
CARTS = scaled(400)


@dataclass(frozen=True)
class Calm:
    """A suite that nobody attacks, with a place that sells one product."""

    stack: Stack
    api: Api
    place: Place


@pytest.fixture(scope="module")
def calm() -> Iterator[Calm]:
    with stack_running({**SETTINGS, "AUTH_MODE": "strict"}) as stack:
        api = Api(stack.url)
        place = Place.create(api, api.register())
        place.sell("Espresso")
        yield Calm(stack, api, place)
        api.close()


@pytest.fixture
def listeners(calm: Calm) -> Iterator[list[Listener]]:
    """Screens of a new table, each with its snapshot."""
    address = f"ws://127.0.0.1:{calm.stack.port}/ws/orders/{calm.place.open()}/"
    listeners = [Listener(address) for _ in range(LISTENERS)]
    for listener in listeners:
        listener.wait(lambda listener=listener: listener.frames, "a snapshot")  # type: ignore[misc]
    yield listeners
    for listener in listeners:
        listener.close()


def load_of(calm: Calm, listeners: list[Listener], *, door_closes: bool = False) -> Load:
    code = listeners[0].snapshots[0].data["code"]
    product = calm.place.products[0]
    return Load(calm.api, code, product, door_closes=door_closes, timeout=10)


@pytest.mark.parametrize("name", KILLED)
def test_killed(calm: Calm, listeners: list[Listener], name: str) -> None:
    with load_of(calm, listeners, door_closes=name == "gateway") as load:
        load.more(ORDERS)
        calm.stack.strike(name, signal.SIGKILL)
        wait_for(calm.stack.ready, RECOVERED_WITHIN, "ready again")
        load.more(ORDERS)
    check_kept(calm.stack, load)
    check_told(calm.stack, load, listeners)


@pytest.mark.parametrize("name", OF_THE_LEDGER)
def test_a_cart_is_sold_once_or_given_back(calm: Calm, name: str) -> None:
    """The process dies when half of the carts are held, and each caller asks until it is told."""
    cake = calm.place.sell(f"Cake {name}", stock=2 * CARTS)
    ledger, within = Ledger(calm.stack), 3 * RECOVERED_WITHIN

    def shop(number: int) -> tuple[int, int]:
        key = f"{name} {number}"
        lines = [{"product_id": cake, "quantity": 1}]
        held, _ = ledger.insist("hold", within=within, key=key, lines=lines, seconds=600)
        if number == CARTS // 2:
            calm.stack.strike(name, signal.SIGKILL)
        if number % 3 == 0:
            return held, ledger.insist("release", within=within, key=key)[0]
        words = {"reference": key, "who": "faults"}
        return held, ledger.insist("commit", within=within, key=key, **words)[0]

    assert set(at_once(shop, CARTS, threads=8)) == {(200, 200)}
    wait_for(calm.stack.ready, RECOVERED_WITHIN, "ready again")
    paid = {f"{name} {number}" for number in range(CARTS) if number % 3}
    left = 2 * CARTS - len(paid)
    product = answer(calm.api.get(f"/products/get/{cake}/"))
    assert (product["stock"], product["available"]) == (left, left)
    query = f"SELECT reference FROM products_movement WHERE product_id = {cake} AND kind = 'sale'"
    assert sorted(calm.stack.sql("products", query)) == [(key,) for key in sorted(paid)]


@pytest.mark.parametrize("name", FROZEN)
def test_frozen(calm: Calm, listeners: list[Listener], name: str) -> None:
    with load_of(calm, listeners) as load:
        load.more(ORDERS)
        with calm.stack.hanging(name):
            time.sleep(FROZEN_FOR)  # the fault itself: nothing else says that it lasted so long
        load.more(ORDERS)
    check_kept(calm.stack, load)
    check_told(calm.stack, load, listeners)
