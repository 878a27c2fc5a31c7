"""Rows of the vending contract's tables: a call, and what it is answered at its doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

import psycopg2
import pytest
import requests
from testing.scale import WHOLE, scale

from demo.accounts import ADMIN_PASSWORD
from tests.integration.machines.vendor import Json, Vendor
from tests.integration.vending.spots import Spot
from tests.support.api import Api
from tests.support.stack import Stack
from tests.support.waiting import wait_for

FRONT_END = "http://localhost:5173"
WITHIN = 20.0  # seconds
ODD_BODIES = (b"{", b"[]", b"[1]", b'"x"', b"null", b"\xff")
OWN = (
    "(SELECT machine.id FROM vending_machine machine JOIN devices_device device"
    " ON device.id = machine.device_id WHERE device.external_id = ANY(%s))"
)
#: Everything of these machines that a refused call could change.
TABLES = {
    "vending_machine": f"id IN {OWN}",
    **dict.fromkeys(
        ("vending_lock", "vending_sale", "vending_loggedevent", "vending_feedback"),
        f"machine_id IN {OWN}",
    ),
    "devices_devicekey": f"device_id IN (SELECT device_id FROM vending_machine WHERE id IN {OWN})",
}
PRINT = (
    " UNION ALL ".join(
        f"SELECT '{table}', count(*), string_agg(row::text, ' ' ORDER BY row::text)"
        f" FROM {table} row WHERE {which}"
        for table, which in TABLES.items()
    )
    + " UNION ALL SELECT 'vending_mail', count(*), '' FROM vending_mail"
    " WHERE EXISTS (SELECT FROM unnest(%s) own WHERE strpos(subject, own) > 0)"
)


@dataclass(frozen=True)
class Row:
    """A call, and its answer. Texts stand for the world: `{held.code}`, `{operator}`.

    `bearer` is the token that comes along, `raw` a body that is no JSON.
    """

    name: str
    call: str  # as `POST /api/lock-by-code`
    status: int
    answer: Any
    body: Any = None
    bearer: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass(frozen=True)
class Door:
    """A way in: an address, asked from a network of its own, with or without a final slash."""

    name: str
    api: Api
    tail: str = ""

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        way, mark, query = path.partition("?")
        return self.api.call(method, f"{way}{self.tail}{mark}{query}", **options)


def doors(stack: Stack) -> Iterable[Door]:
    """The gateway in both forms of a path, and the development port that the seed names."""
    seeds = stack.address("codes").replace("localhost", "127.0.0.1")
    yield Door("gateway", Api(stack.url, source="127.0.0.71"))
    yield Door("slash", Api(stack.url, source="127.0.0.72"), "/")
    yield Door("development", Api(seeds, source="127.0.0.73"))


class World:
    """Machines in every state, and tokens of who may do what. Nothing of it changes by itself."""

    def __init__(self, vendor: Vendor) -> None:
        self.stack, self.vendor = vendor.stack, vendor
        vendor.operator = vendor.api.sign_in(vendor.operator)  # a token lives for 15 minutes
        self.doors = tuple(doors(vendor.stack))
        self._books = psycopg2.connect(vendor.stack.state["databases"]["edge"])
        self._books.autocommit = True
        self.operator = vendor.operator.access
        self.user = vendor.api.register().access
        login = vendor.api.post("/api/admin/login", {"password": ADMIN_PASSWORD})
        self.admin: str = login.json()["token"]
        self.free = Spot(vendor)
        self.empty = Spot(vendor, stock=0)
        self.resting = Spot(vendor).rest()
        self.held = Spot(vendor).locked()
        self.over = Spot(vendor).locked()
        self.paid = Spot(vendor).paid()
        self.short = Spot(vendor).paid()
        self.short.fill(1)
        self.closed = Spot(vendor).paid().rest()
        self.dispensing = Spot(vendor).dispensing()
        self.delivered = Spot(vendor).delivered()
        self._end_the_lock()

    def close(self) -> None:
        self._books.close()
        for door in self.doors:
            door.api.close()

    def doors_of(self, row: Row) -> Sequence[Door]:
        """Where a row is asked: at every door in a run of full size, else at one of them, so that
        rows take turns.
        """
        if scale() == WHOLE:
            return self.doors
        return [self.doors[crc32(f"{row.call} {row.name} {row.raw!r}".encode()) % len(self.doors)]]

    def fill(self, value: Any) -> Any:
        """A value with its texts filled in."""
        if isinstance(value, str):
            return value.format_map(vars(self))
        if isinstance(value, Mapping):
            return {name: self.fill(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.fill(each) for each in value]
        return value

    def ask(self, door: Door, row: Row) -> requests.Response:
        """Make the call of a row at a door."""
        method, path = self.fill(row.call).split(" ", 1)
        headers = {name: self.fill(each) for name, each in row.headers.items()}
        if row.bearer:
            headers["Authorization"] = f"Bearer {self.fill(row.bearer)}"
        if row.raw is not None:
            return door.ask(method, path, data=row.raw, headers=headers)
        return door.ask(method, path, json=self.fill(row.body), headers=headers)

    def print(self) -> list[tuple[Any, ...]]:
        """What is kept of all these machines; equal as long as nothing of it changes."""
        machines = [str(spot) for spot in vars(self).values() if isinstance(spot, Spot)]
        with self._books.cursor() as cursor:
            cursor.execute(PRINT, [machines] * PRINT.count("%s"))
            return list(cursor.fetchall())

    def _end_the_lock(self) -> None:
        statement = "UPDATE vending_lock SET expires_at = now() WHERE client_id = %s"
        self.stack.sql("edge", statement, self.over.client_id)
        count = "SELECT count(*) FROM vending_lock WHERE client_id = %s"

        def is_gone() -> bool:
            return self.stack.sql("edge", count, self.over.client_id) == [(0,)]

        wait_for(is_gone, WITHIN, "the lock has been swept away")


def stays(world: World, row: Row) -> None:
    """Check that a row is answered alike at its doors, and that nothing has changed."""
    before, answer = world.print(), world.fill(row.answer)
    for door in world.doors_of(row):
        got = world.ask(door, row)
        seen = got.status_code, got.json()
        assert seen == (row.status, answer), f"{door.name} {row.raw!r}: {seen} {answer}"
        is_problem = got.status_code >= 400 and " /edge/" in row.call
        kind = "application/problem+json" if is_problem else "application/json"
        assert got.headers["Content-Type"] == kind, f"{door.name}: {got.headers}"
    after = world.print()
    assert after == before, sorted({*after} ^ {*before})


def odd_bodies(world: World, row: Row) -> None:
    """The same for a row with each body that is no JSON object."""
    for raw in ODD_BODIES:
        stays(world, replace(row, raw=raw))


def rows_of(tables: Mapping[str, Iterable[Row]]) -> list[Any]:
    """The rows as parameters of a test, with names by which one is found again."""
    return [
        pytest.param(row, id=f"{table}-{row.call}-{row.name}".replace(" ", "_"))
        for table, rows in tables.items()
        for row in rows
    ]


def detail(words: object) -> Json:
    return {"detail": words}


def fault(words: object) -> Json:
    return {"error": words}
