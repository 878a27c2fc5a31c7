"""Requests per second at one worker, and at two. Rounds of what is compared alternate, so that a
noisy neighbour meets both.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from tools.bench import ledger, load
from tools.bench.load import request
from tools.bench.result import Pair, Result, rates
from tools.bench.suite import PLACES, Bench, hello

PAIRS = 5
PLENTY = 1_000_000  # units of a counted product
SIXES = 1000  # tables with four orders to begin with, eight in the end

Work = tuple[str, float | None, Callable[[], float]]  # its name, its target, what measures it


def against_hello(bench: Bench, works: Sequence[Work]) -> list[Result]:
    """As a share of hello-world on the same server."""
    with hello(bench) as limit:
        load.rate([limit], [request("GET", "/hello/")], seconds=1)
        found: dict[str, list[Pair]] = {work: [] for work, _, _ in works}
        for _ in range(PAIRS):
            for work, _, measure in works:
                most = load.rate([limit], [request("GET", "/hello/")])
                found[work].append((measure(), most))
    return [rates(work, found[work], target) for work, target, _ in works]


def works(bench: Bench) -> list[Work]:
    """What guests do at tables, and their scanners and orders at products."""
    orders, products = [bench.socket("orders-http")], [bench.socket("products-http")]
    short = [table.order() for table in bench.tables(PLACES, places=PLACES)]
    alone = [table.order() for table in bench.tables(PLACES)]
    tables = bench.tables(SIXES, orders=4, places=PLACES)
    whole = itertools.cycle([table.order(minimal=False) for table in tables])
    counting = [bench.sell(1, at, stock=PLENTY)[0] for at in bench.places]
    counted = [
        table.order(product=product)
        for product, table in zip(counting, bench.tables(PLACES, places=PLACES), strict=True)
    ]
    sales = ledger.sales(bench, counting)
    found, read = [request("GET", barcode(bench))], [_read(bench)]
    return [
        ("create order, short answer", 0.30, lambda: load.rate(orders, short)),
        ("the same, all at one place", None, lambda: load.rate(orders, alone)),
        ("order of a counted product", None, lambda: load.rate(orders, counted)),
        ("hold and commit in one call", 0.15, lambda: load.rate(products, sales)),
        ("create order, whole session of ~6", 0.20, lambda: load.rate(orders, whole)),
        ("read a session of 50 orders", 0.25, lambda: load.rate(orders, read)),
        ("product by barcode", 0.60, lambda: load.rate(products, found)),
    ]


def _read(bench: Bench) -> bytes:
    [long] = bench.tables(1, orders=50)
    return request("GET", f"/orders/sessions/get/{long.code}/")


def barcode(bench: Bench) -> str:
    return f"/products/barcode/{bench.barcode}/?location_id={bench.places[0].location}"


def two_processes(bench: Bench) -> Iterator[Result]:
    """A second http process beside the first; the load comes from twice as many connections."""
    one = bench.socket("orders-http")
    read, short = [_read(bench)], [t.order() for t in bench.tables(PLACES, places=PLACES)]
    with bench.another("orders-http") as other:
        load.rate([other], read, seconds=1)
        for work, asked in (("read a session of 50 orders", read), ("create order", short)):
            pairs = []
            for _ in range(PAIRS):
                alone = load.rate([one], asked)
                pairs.append((load.rate([one, other], asked, connections=16), alone))
            yield rates(f"{work}, two http processes", pairs, None)
