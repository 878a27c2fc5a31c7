"""What shopping with a trolley costs: scans, carts, and the way of a barcode to the phone."""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import struct
from collections.abc import Iterator

import psycopg2

from tools.bench import fanout, load
from tools.bench.live import frame_delay
from tools.bench.rates import Work
from tools.bench.result import Result, delays
from tools.bench.suite import Bench
from tools.bench.trolleys import (
    FULL_CART,
    Shopper,
    adds,
    scans,
    shelf,
    shoppers,
    trolleys,
)

FLEET = 320  # trolleys that are scanned; as many shoppers fill their carts
READERS = 16  # full carts that are read in turn: a shopper reads the own one, once at a time
YOUNG, OLD = 10, 10_000  # audit rows of a cart
BARCODES = 60  # that a trolley scans, one at a time: no more than ten a second
TEXT = 0x81  # a whole text frame, RFC 6455
HISTORY = """
INSERT INTO trolleys_cartaudit (cart_id, user_name, action, product_name, changes, timestamp)
SELECT cart.id, 'bench', 'UPDATE', 'bench', '{"old_quantity":1,"new_quantity":2}', now()
FROM trolleys_cart cart JOIN trolleys_session session ON session.id = cart.session_id,
     generate_series(1, %(rows)s)
WHERE session.session_id = %(session_id)s
"""


def works(bench: Bench) -> list[Work]:
    """What a shopper does, as requests per second."""
    http = [bench.socket("trolleys-http")]
    shelves = [shelf(bench, at.location) for at in bench.places]
    free = trolleys(bench, shelves, FLEET)
    baskets = itertools.cycle(list(adds(shoppers(bench, trolleys(bench, shelves, FLEET)))))
    full = _full_carts(bench)
    carts, sums = ([one.read(what) for one in full] for what in ("", "summary/"))
    return [
        ("scan a trolley: a new session", 0.15, lambda: scans(bench, free)),
        ("add to cart by barcode", 0.15, lambda: load.rate(http, baskets)),
        (f"read a cart of {FULL_CART} lines", 0.20, lambda: load.rate(http, carts)),
        ("summary of a cart", 0.40, lambda: load.rate(http, sums)),
    ]


def _full_carts(bench: Bench) -> list[Shopper]:
    goods = shelf(bench, bench.places[0].location, FULL_CART)
    full = shoppers(bench, trolleys(bench, [goods], READERS))
    load.bodies(bench.socket("trolleys-http"), [add for one in full for add in one.fill()])
    return full


def growth(bench: Bench) -> Result:
    """A change of a cart that has been changed ten thousand times, against one with ten changes."""
    target, goods = bench.socket("trolleys-http"), shelf(bench, bench.places[0].location, 1)
    young, old = shoppers(bench, trolleys(bench, [goods], 2))
    load.bodies(target, [add for one in (young, old) for add in one.fill()])
    _age(bench, {young: YOUNG, old: OLD})
    pairs = []
    for _ in range(40):
        seconds = [
            statistics.median(load.each(target, [one.change(n % 2 + 2) for n in range(10)]))
            for one in (old, young)
        ]
        pairs.append((seconds[0], seconds[1]))
    return delays(f"change of a cart with {OLD:,} audit rows against {YOUNG}", pairs, 1.25)


def _age(bench: Bench, rows: dict[Shopper, int]) -> None:
    connection = psycopg2.connect(bench.state["databases"]["trolleys"])
    with connection, connection.cursor() as cursor:
        for shopper, count in rows.items():
            cursor.execute(HISTORY, {"session_id": shopper.session_id, "rows": count})
    with connection, connection.cursor() as cursor:
        cursor.execute("ANALYZE trolleys_cartaudit")
    connection.close()


def scanned(bench: Bench) -> Result:
    """A barcode on the trolley's own socket → the line on its shopper's phone, one at a time, both
    through the gateway, against an order and its frame there.
    """
    goods = shelf(bench, bench.places[0].location)
    [shopper] = shoppers(bench, trolleys(bench, [goods], 1))
    key = bench.api.make(f"/api/trolleys/{shopper.trolley.name}/keys", {})["key"]
    found = asyncio.run(_scanned(bench, shopper, key))
    pairs = [(statistics.median(found), frame_delay(bench))]
    return delays("barcode on the trolley → line on the phone, p50 : an order", pairs, None)


async def _scanned(bench: Bench, shopper: Shopper, key: str) -> list[float]:
    device = await _registered(bench, shopper, key)
    phone = await fanout.listen([bench.gateway], f"/ws/trolleys/{shopper.code}/", 1)
    barcodes = _barcodes(shopper)

    async def scan() -> None:
        device.write(next(barcodes))

    try:
        return await fanout.delays(phone, scan, BARCODES, pause=0.12)
    finally:
        phone.close()
        device.close()


async def _registered(bench: Bench, shopper: Shopper, key: str) -> asyncio.StreamWriter:
    """The socket of the shopper's trolley. What it is answered stays unread: it is little."""
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.gateway.port)
    writer.write(fanout.handshake(f"/ws/devices/trolleys/{shopper.trolley.name}/"))
    await reader.readuntil(b"\r\n\r\n")
    writer.write(frame("register", 0, key=key))
    await reader.readexactly(1)  # the result
    return writer


def _barcodes(shopper: Shopper) -> Iterator[bytes]:
    for number, article in enumerate(itertools.cycle(shopper.trolley.shelf), start=1):
        yield frame("scan", number, barcode=article.barcode)


def frame(kind: str, number: int, **data: str) -> bytes:
    """What a trolley says, as a websocket frame masked with zeros."""
    text = json.dumps({"id": str(number), "type": kind, "data": data}).encode()
    if len(text) < 126:  # the shortest way to say the length is the only right one
        return struct.pack("!BB4x", TEXT, 0x80 | len(text)) + text
    return struct.pack("!BBH4x", TEXT, 0x80 | 126, len(text)) + text
