"""What single requests and sockets cost: processor time by process, WAL and disk of PostgreSQL,
memory. docs/operations.md reckons with it (tools/k8s/capacity.py).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import psycopg2

from tools.bench import fanout, load, machine
from tools.bench.load import request
from tools.bench.suite import ADMIN, PLACES, Bench, Table

BEGIN, END = "<!-- what a request costs -->\n", "<!-- end of what a request costs -->\n"
ORDERS, STEPS, CHANGES, READS = 2000, 1200, 1000, 1500  # requests of each kind
SESSIONS, LOGINS = 300, 20
TABLES = 2 * PLACES
MENU = 40  # products of a place
SOCKETS = 1000
SILENCE = 20.0  # seconds that these are watched
STEPS_OF_SILENCE = 100  # in which their frames are sent
PING_EVERY, PONG_EVERY = 25, 20  # seconds: a page's own ping; its answer to the server's
PING = b"\x81\x8f" + bytes(4) + b'{"type":"ping"}'  # masked with zeros, RFC 6455 §5.3
PONG = b"\x8a\x80" + bytes(4)
NOISE = 3 / machine.TICKS  # seconds: the clock of processor time has two digits
SETTLE = 0.5  # seconds for what an answer leaves to be done
STATES = ("accepted", "preparing", "ready", "served")
ORDER, CHANGE, STEP = "an order", "a change of the cart", "a step of an order, by the staff"
MENU_READ, LOGIN = f"a menu of {MENU} products is read", "a login"
TABLE = "a table is opened, by the staff"
OPENED, SILENT = "a socket is opened", f"{SOCKETS:,} silent sockets, for a second"
SOCKET_MEMORY, ALONE = "memory of a socket, kB", "memory of the process alone, MB"
TEXT = """
## What a request costs

Made by `make bench` on {day}: {cores} cores, Python {python}. Milliseconds of a processor, where no
other unit stands; through the gateway, at {tables} tables of {places} places. At each table a phone
listens and at each place a panel, so each change makes two messages in Redis and two frames. The
processor time is that of one core of this machine while PostgreSQL and the program that measures
share its caches.

{table}

- *Silent sockets* are at a table each. Their pages ping every {ping} s and answer the pings of the
server; the ws process asks PostgreSQL every two seconds how far their tables are.
- *Trolleys* have a board at each place and a phone that listens to each cart that is filled, with
goods that somebody has scanned at that place a moment ago.
- *WAL*, of all databases, and *disk*, of those of orders and trolleys, are bytes, whole pages after
a checkpoint included.
- *Memory alone* is the resident size: as in a container, where nobody shares it.
"""


@dataclass(frozen=True)
class Cost:
    """A line of the table: what each process has spent on one of `work`, and how many bytes of WAL
    and of disk, where they were measured.
    """

    work: str
    by_process: dict[str, float]
    wal: float | None = None
    disk: float | None = None


@dataclass(frozen=True)
class Spent:
    """What has been spent since the start: seconds by process; bytes of WAL and of disk."""

    seconds: dict[str, float]
    wal: float
    disk: float

    @classmethod
    def until_now(cls, bench: Bench) -> Spent:
        seconds = {name: machine.processor(bench.pid(name)) for name in processes(bench)}
        connection = psycopg2.connect(bench.postgres)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_current_wal_lsn() - '0/0',"  # bytes
                " pg_database_size('orders') + pg_database_size('trolleys')"
            )
            wal, disk = cursor.fetchone()
        connection.close()
        return cls(seconds, float(wal), float(disk))

    def since(self, before: Spent, work: str, count: float) -> Cost:
        """The cost of one, when so many were done since `before`; without what is below the
        clock's resolution.
        """
        seconds = {name: now - before.seconds[name] for name, now in self.seconds.items()}
        each = {name: used * 1000 / count for name, used in seconds.items() if used >= NOISE}
        return Cost(work, each, (self.wal - before.wal) / count, (self.disk - before.disk) / count)


def processes(bench: Bench) -> list[str]:
    """Those that do the work of people who ask: all but the one that probes the others."""
    return [name for name in bench.state["processes"] if name != "status"]


def costs(bench: Bench) -> Iterator[Cost]:
    """Every line; about half a minute. Ends with tables in plenty: measure others first."""
    yield from asyncio.run(_while_they_listen(bench))
    yield from asyncio.run(_sockets(bench))


def alone(bench: Bench) -> Cost:
    """The memory of each process; those of PostgreSQL share most of what each has."""
    names = [name for name in processes(bench) if name != "postgres"]
    return Cost(ALONE, {name: machine.resident(bench.pid(name)) for name in names})


async def _while_they_listen(bench: Bench) -> list[Cost]:
    """The cost of requests, while a phone at each table and a panel at each place listen."""
    tables = await asyncio.to_thread(bench.tables, TABLES, places=PLACES)
    token = bench.api.authorization.partition(" ")[2]
    opening = [fanout.handshake(f"/ws/orders/{table.code}/") for table in tables]
    opening += [fanout.handshake(f"/ws/panel/{at.location}/", token) for at in bench.places]
    audience = await fanout.listen_each([(bench.gateway, each) for each in opening])
    try:
        return [
            await cost_of(bench, work, await asyncio.to_thread(asked, bench, tables))
            for work, asked in WORKS
        ]
    finally:
        audience.close()


async def cost_of(
    bench: Bench, work: str, asked: Sequence[bytes], answers: list[bytes] | None = None
) -> Cost:
    """The cost of one of these requests; their answers go into a list if there is one."""
    before = Spent.until_now(bench)
    found = await asyncio.to_thread(load.bodies, bench.gateway, asked)
    await asyncio.sleep(SETTLE)
    if answers is not None:
        answers += found
    return Spent.until_now(bench).since(before, work, len(asked))


def _orders(bench: Bench, tables: Sequence[Table]) -> list[bytes]:
    return [table.order() for table in itertools.islice(itertools.cycle(tables), ORDERS)]


def _changes(bench: Bench, tables: Sequence[Table]) -> list[bytes]:
    bodies = ({"session_code": table.code, "product_id": table.product} for table in tables)
    return [
        request("POST", "/orders/cart/add/", json.dumps(body))
        for body in itertools.islice(itertools.cycle(list(bodies)), CHANGES)
    ]


def _steps(bench: Bench, tables: Sequence[Table]) -> list[bytes]:
    """All first steps of some new orders, then all second ones, and so on."""
    count = STEPS // len(STATES)
    asked = _orders(bench, tables)[:count]
    answers = map(json.loads, load.bodies(bench.gateway, asked))
    ids = [answer["response"]["id"] for answer in answers]
    signed = (f"Authorization: {bench.api.authorization}",)
    return [
        request("POST", f"/orders/move/{order}/", json.dumps({"state": state}), signed)
        for state in STATES
        for order in ids
    ]


def _menus(bench: Bench, tables: Sequence[Table]) -> list[bytes]:
    """At a place that has so many products by now."""
    place = bench.places[-1]
    bench.sell(MENU - 1, place)
    return [request("GET", f"/products/find/?location_id={place.location}&size=1000")] * READS


def _sessions(bench: Bench, tables: Sequence[Table]) -> list[bytes]:
    return [bench.opening(at) for at in itertools.islice(itertools.cycle(bench.places), SESSIONS)]


def _logins(bench: Bench, tables: Sequence[Table]) -> list[bytes]:
    return [request("POST", "/verification/login/", json.dumps(ADMIN))] * LOGINS


WORKS: tuple[tuple[str, Callable[[Bench, Sequence[Table]], list[bytes]]], ...] = (
    (ORDER, _orders),
    (CHANGE, _changes),
    (STEP, _steps),
    (TABLE, _sessions),
    (MENU_READ, _menus),
    (LOGIN, _logins),
)


async def _sockets(bench: Bench) -> list[Cost]:
    """What sockets cost when they are opened, and while nothing happens."""
    tables = await asyncio.to_thread(bench.tables, SOCKETS, orders=4, places=PLACES)
    opening = [fanout.handshake(f"/ws/orders/{table.code}/") for table in tables]
    places = [(bench.gateway, each) for each in opening]
    (await fanout.listen_each(places[:100])).close()  # what is only done once
    sizes, before = _sizes(bench), Spent.until_now(bench)
    audience = await fanout.listen_each(places)
    await asyncio.sleep(SETTLE)
    opened = Spent.until_now(bench).since(before, OPENED, SOCKETS)
    grown = {name: (size - sizes[name]) * 1024 / SOCKETS for name, size in _sizes(bench).items()}
    size, before = Cost(SOCKET_MEMORY, grown), Spent.until_now(bench)
    await _stay(audience.listeners)
    silent = Spent.until_now(bench).since(before, SILENT, SILENCE)
    audience.close()
    # Sockets write nothing: what was written meanwhile is the probes'.
    return [replace(opened, wal=None, disk=None), replace(silent, wal=None, disk=None), size]


def _sizes(bench: Bench) -> dict[str, float]:
    """Megabytes of the processes that hold a socket's two ends."""
    held = (name for name in processes(bench) if name == "gateway" or name.endswith("-ws"))
    return {name: machine.memory(bench.pid(name)) for name in held}


async def _stay(listeners: Sequence[fanout.Listener]) -> None:
    """Do for a while what a page does that nobody touches: each ping and pong in its turn."""
    loop = asyncio.get_running_loop()
    began, step = loop.time(), SILENCE / STEPS_OF_SILENCE
    turns = [(PING, PING_EVERY, itertools.cycle(listeners))]
    turns.append((PONG, PONG_EVERY, itertools.cycle(listeners)))
    for done in range(STEPS_OF_SILENCE):
        for frame, every, whose in turns:
            for listener in itertools.islice(whose, round(len(listeners) * step / every)):
                if listener.transport is not None:
                    listener.transport.write(frame)
        await asyncio.sleep(max(0.0, began + (done + 1) * step - loop.time()))


def section(found: Sequence[Cost]) -> str:
    """The section of docs/benchmarks.md. A column for each process that has spent anything."""
    names = [
        name
        for name in dict.fromkeys(itertools.chain(*(cost.by_process for cost in found)))
        if any(cell(cost.by_process.get(name)) != "–" for cost in found if cost.work != ALONE)
    ]
    head = f"| work | {' | '.join(names)} | WAL | disk |\n|---|{'---|' * (len(names) + 2)}"
    table = "\n".join([head, *(_row(cost, names) for cost in found)])
    text = TEXT.format(
        day=datetime.now(UTC).date().isoformat(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        tables=TABLES,
        places=PLACES,
        table=table,
        ping=PING_EVERY,
    )
    return f"{BEGIN}{text}\n{END}"


def _row(cost: Cost, names: Sequence[str]) -> str:
    cells = [cell(cost.by_process.get(name)) for name in names]
    sizes = ["–" if size is None else f"{max(0.0, size):.0f}" for size in (cost.wal, cost.disk)]
    return f"| {cost.work} | {' | '.join([*cells, *sizes])} |"


def cell(value: float | None) -> str:
    """A figure with as many digits as it is worth."""
    if value is None or value < 0.005:
        return "–"
    return f"{value:.0f}" if value >= 10 else f"{value:.2f}"
