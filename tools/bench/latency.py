"""How long single requests take, one at a time."""

from __future__ import annotations

import itertools
import statistics
import time

from tools.bench import load
from tools.bench.load import Target
from tools.bench.result import Pair, Result, delays
from tools.bench.suite import PLACES, Bench

PRODUCTS, ROUNDS = 40, 4
FORGOTTEN = 2.1  # seconds after which orders no longer goes by what products has said


def growth(bench: Bench) -> Result:
    """An order at a table with ten thousand orders against one at a table with ten."""
    target = bench.socket("orders-http")
    [big] = bench.tables(1, orders=10_000)
    pairs = []
    for small in bench.tables(40, orders=10):
        at_small = load.each(target, [small.order()] * 10)
        at_big = load.each(target, [big.order()] * 10)
        pairs.append((statistics.median(at_big), statistics.median(at_small)))
    return delays("order no. 10,000 against no. 10, short answer", pairs, 1.25)


def cold(bench: Bench) -> list[Result]:
    """Orders of products that nobody has ordered for two seconds, or ever, between orders of one
    that is ordered all the time. All are on the menu for longer than orders needs to hear of it.
    """
    target, products = bench.socket("orders-http"), bench.sell(PRODUCTS)
    [table] = bench.tables(1)
    asked = [
        request for product in products for request in (table.order(product=product), table.order())
    ]
    time.sleep(FORGOTTEN)
    first, *again = _rounds(target, asked)
    return [
        delays("order of a product not ordered for 2 s : of one in use", _joined(again), 1.3),
        delays("order of a product never ordered before : of one in use", first, 1.3),
    ]


def quiet(bench: Bench) -> Result:
    """The first order at a place after two seconds, against the one that follows it."""
    target, tables = bench.socket("orders-http"), bench.tables(PLACES, places=PLACES)
    asked = [request for table in tables for request in (table.order(), table.order())]
    _, *again = _rounds(target, asked)
    return delays("first order at a place for 2 s : the next one", _joined(again), None)


def _rounds(target: Target, asked: list[bytes]) -> list[list[Pair]]:
    """The seconds of every first and second request, a few times, so far apart that orders has
    forgotten what products said.
    """
    rounds = []
    for _ in range(ROUNDS):
        seconds = load.each(target, asked)
        rounds.append(list(zip(seconds[::2], seconds[1::2], strict=True)))
        time.sleep(FORGOTTEN)
    return rounds


def _joined(rounds: list[list[Pair]]) -> list[Pair]:
    return list(itertools.chain(*rounds))
