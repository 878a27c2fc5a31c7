"""A suite of its own for the measurements, in a temporary directory, with a place to order at."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from demo import accounts
from tools.bench.load import Target
from tools.browser.window import login
from tools.stack.embedded import Postgres
from tools.stack.place import runtime_of
from tools.stack.temporary import temporary

BARCODE = "4006381333931"
ADMIN = {"username": accounts.ADMIN, "password": accounts.ADMIN_PASSWORD}
ENVIRONMENT = {
    "RATE_LIMITS": "off",
    "MAX_ORDERS_PER_SESSION": "1000000",
    "LOG_FORMAT": "json",
}


@dataclass
class Bench:
    """The running suite and what was made in it."""

    home: Path
    state: dict[str, Any]
    location: int
    product: int
    signed_in: dict[str, Any]  # the administrator, for windows of tools.browser
    postgres: str  # the superuser's address
    barcode: str = BARCODE

    def socket(self, process: str) -> Target:
        """The process itself, without the gateway."""
        return Target(socket=str(runtime_of(self.home) / f"{process}.sock"))

    @property
    def gateway(self) -> Target:
        return Target(port=int(self.state["port"]))

    def pid(self, process: str) -> int:
        return int(self.state["processes"][process]["pid"])

    def configure(self, change: str) -> None:
        """Change a setting of PostgreSQL for all: `SET name = value` or `RESET name`."""
        connection = psycopg2.connect(self.postgres)
        connection.autocommit = True  # ALTER SYSTEM wants no transaction
        cursor = connection.cursor()
        cursor.execute(f"ALTER SYSTEM {change}")
        cursor.execute("SELECT pg_reload_conf()")
        connection.close()

    def sessions(self, count: int, orders: int = 0, *, places: int = 1) -> list[str]:
        """Codes of new open sessions with so many orders each, put straight into the database.

        They are at our location, or spread over so many places of their own that keep no products.
        """
        codes = [secrets.token_hex(20) for _ in range(count)]
        with psycopg2.connect(self.state["databases"]["orders"]) as connection:
            cursor = connection.cursor()
            cursor.execute(
                "INSERT INTO orders_panel SELECT %s + n, 0, 'bench' FROM generate_series(0, %s) n"
                " ON CONFLICT DO NOTHING",
                [self.location, places - 1],
            )
            cursor.execute(
                "INSERT INTO orders_ordersession (code, name, location_id, state, created_at, seq,"
                " epoch, order_count) SELECT code, code, %s + n %% %s, 'OPEN', now(), 0, 'bench',"
                " %s FROM unnest(%s) WITH ORDINALITY AS given (code, n)",
                [self.location, places, orders, codes],
            )
            cursor.execute(
                "INSERT INTO orders_order (session_id, product_id, name, price, quantity, note,"
                " state, reason, created_at) SELECT s.id, %s, 'Espresso', 2.40, 1, '', 'new', '',"
                " now() FROM orders_ordersession s, generate_series(1, %s) WHERE s.code = ANY(%s)",
                [self.product, orders, codes],
            )
        connection.close()
        return codes


@contextmanager
def running() -> Iterator[Bench]:
    """Start it and make a location with one product."""
    with temporary(ENVIRONMENT) as suite:
        api = suite.admin()
        place = api.post("/locations/create/", {"location": {"name": "Bench", "address": "Here"}})
        product = {
            "location_id": place["id"],
            "name": "Espresso",
            "price": "2.40",
            "barcode": BARCODE,
        }
        made = api.post("/products/create/", {"product": product})
        signed_in = login(api.post("/verification/login/", ADMIN))
        postgres = Postgres(suite.home, runtime_of(suite.home)).superuser_url()
        yield Bench(suite.home, suite.state, place["id"], made["id"], signed_in, postgres)
