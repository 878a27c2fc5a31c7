"""A suite of its own for the measurements, in a temporary directory, with places to order at."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from demo import accounts
from demo.api import Api
from tools.bench import load, process
from tools.bench.load import Target, request
from tools.browser.window import login
from tools.stack import place, plan
from tools.stack.embedded import Postgres
from tools.stack.plan import ROOT, Site
from tools.stack.temporary import temporary

BARCODE = "4006381333931"
ADMIN = {"username": accounts.ADMIN, "password": accounts.ADMIN_PASSWORD}
ENVIRONMENT = {
    "RATE_LIMITS": "off",
    "MAX_ORDERS_PER_SESSION": "1000000",
    "LOG_FORMAT": "json",
    "STATIC_FILES": "joined",
    "TROLLEY_SESSION_SECONDS": "3600",  # a shopper of the bench is silent while others are measured
}
PLACES = 16  # a server has many places; orders at one of them wait for each other's commit
LINES = 50  # orders that one call places
MINIMAL = ("Prefer: return=minimal",)


@dataclass(frozen=True)
class Place:
    """A location and the first of its products."""

    location: int
    product: int


@dataclass(frozen=True)
class Table:
    """An open session, and a product to order there."""

    code: str
    name: str
    product: int

    def order(self, *, minimal: bool = True, product: int = 0) -> bytes:
        """The request that orders one, answered with the order or with the whole session."""
        body = {"product_id": product or self.product, "session_code": self.code}
        return request("POST", "/orders/create/", json.dumps(body), MINIMAL if minimal else ())

    def place(self, count: int) -> bytes:
        """The request that orders so many at once."""
        body = {"session_code": self.code, "lines": [{"product_id": self.product}] * count}
        return request("POST", "/orders/place/", json.dumps(body))


@dataclass
class Bench:
    """The running suite and what was made in it."""

    home: Path
    state: dict[str, Any]
    places: list[Place]
    api: Api  # as the administrator
    signed_in: dict[str, Any]  # the same, for windows of tools.browser
    postgres: str  # the superuser's address
    barcode: str = BARCODE

    def socket(self, name: str) -> Target:
        """The process itself, without the gateway."""
        return Target(socket=str(place.runtime_of(self.home) / f"{name}.sock"))

    @property
    def gateway(self) -> Target:
        return Target(port=int(self.state["port"]))

    def pid(self, name: str) -> int:
        return int(self.state["processes"][name]["pid"])

    @contextmanager
    def another(self, name: str) -> Iterator[Target]:
        """A second process beside the one of this name."""
        runtime, base = place.runtime_of(self.home), {**os.environ, **ENVIRONMENT}
        databases, redis = self.state["databases"], self.state["redis"]
        kept = place.read_secrets(self.home)
        site = Site(int(self.state["port"]), self.home, runtime, kept, databases, redis)
        [first] = [one for one in plan.service_processes(site, base) if one.name == name]
        target = Target(socket=str(self.home / f"{name}-2.sock"))
        taken = str(runtime / f"{name}.sock")
        command = [word.replace(taken, target.socket) for word in first.command]
        with process.running(command, target, cwd=first.cwd, environment=first.environment):
            yield target

    def configure(self, change: str) -> None:
        """Change a setting of PostgreSQL for all: `SET name = value` or `RESET name`."""
        connection = psycopg2.connect(self.postgres)
        connection.autocommit = True  # ALTER SYSTEM wants no transaction
        cursor = connection.cursor()
        cursor.execute(f"ALTER SYSTEM {change}")
        cursor.execute("SELECT pg_reload_conf()")
        connection.close()

    @contextmanager
    def unflushed(self) -> Iterator[None]:
        """Orders are not flushed to disk meanwhile."""
        self.configure("SET synchronous_commit = off")
        try:
            yield
        finally:
            self.configure("RESET synchronous_commit")

    def sell(self, count: int, at: Place | None = None, stock: int | None = None) -> list[int]:
        """The ids of so many new products at a place, by default the first one; counted ones with a
        stock.
        """
        location = (at or self.places[0]).location
        products = (
            {
                "location_id": location,
                "name": secrets.token_hex(8),
                "price": "1.20",
                "stock": stock,
            }
            for _ in range(count)
        )
        return [self.api.post("/products/create/", {"product": each})["id"] for each in products]

    def tables(self, count: int, *, orders: int = 0, places: int = 1) -> list[Table]:
        """Open so many new tables with so many orders each, in turn at so many places."""
        found = [
            table
            for n, at in enumerate(self.places[:places])
            for table in self._open(at, len(range(n, count, places)))
        ]
        if orders:
            self._fill(found, orders)
        return found

    def opening(self, at: Place) -> bytes:
        """The request that opens a new table at a place."""
        return request(
            "POST",
            "/orders/sessions/create/",
            json.dumps({"location_id": at.location, "name": secrets.token_hex(8)}),
            (f"Authorization: {self.api.authorization}",),
        )

    def _open(self, at: Place, count: int) -> list[Table]:
        asked = [self.opening(at) for _ in range(count)]
        bodies = load.bodies(self.socket("orders-http"), asked)
        opened = [json.loads(body)["response"] for body in bodies]
        return [Table(session["code"], session["name"], at.product) for session in opened]

    def _fill(self, tables: list[Table], orders: int) -> None:
        calls = [
            table.place(min(LINES, orders - first))
            for table in tables
            for first in range(0, orders, LINES)
        ]
        with self.unflushed():
            load.bodies(self.socket("orders-http"), calls)


@contextmanager
def running() -> Iterator[Bench]:
    """Start it and make the places."""
    with temporary(ENVIRONMENT) as suite:
        api = suite.admin()
        places = []
        for n in range(PLACES):
            location = {"name": f"Bench {n}", "address": "Here"}
            made = api.post("/locations/create/", {"location": location})["id"]
            product = {"location_id": made, "name": "Espresso", "price": "2.40"}
            barcode = {"barcode": BARCODE} if n == 0 else {}
            sold = api.post("/products/create/", {"product": {**product, **barcode}})
            places.append(Place(made, sold["id"]))
        signed_in = login(api.post("/verification/login/", ADMIN))
        postgres = Postgres(suite.home, place.runtime_of(suite.home)).superuser_url()
        yield Bench(suite.home, suite.state, places, api, signed_in, postgres)


def hello(bench: Bench) -> Any:
    """The limit for HTTP, as a context: the same server, Django, and nothing else."""
    target = Target(socket=str(bench.home / "hello.sock"))
    command = [sys.executable, "-m", "kit.server", "--bind", f"unix:{target.socket}"]
    return process.running([*command, "tools.bench.hello:application"], target, cwd=ROOT)
