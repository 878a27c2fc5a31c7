"""A suite of its own for the measurements, in a temporary directory, with a place to order at."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from tools.bench.load import Target
from tools.stack.demo import Api
from tools.stack.place import runtime_of
from tools.stack.plan import DEMO_PASSWORD, ROOT

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
    barcode: str

    def socket(self, process: str) -> Target:
        """The process itself, without the gateway."""
        return Target(socket=str(runtime_of(self.home) / f"{process}.sock"))

    @property
    def gateway(self) -> Target:
        return Target(port=int(self.state["port"]))

    def pid(self, process: str) -> int:
        return int(self.state["processes"][process]["pid"])

    def sessions(self, count: int, orders: int = 0) -> list[str]:
        """Codes of new open sessions with so many orders each, put straight into the database."""
        codes = [secrets.token_hex(20) for _ in range(count)]
        with psycopg2.connect(self.state["databases"]["orders"]) as connection:
            cursor = connection.cursor()
            cursor.execute(
                "INSERT INTO orders_panel VALUES (%s, 0, 'bench') ON CONFLICT DO NOTHING",
                [self.location],
            )
            cursor.execute(
                "INSERT INTO orders_ordersession (code, name, location_id, state, created_at, seq,"
                " epoch, order_count) SELECT code, code, %s, 'OPEN', now(), 0, 'bench', %s"
                " FROM unnest(%s) code",
                [self.location, orders, codes],
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
    """Start it, make a location with one product, stop it."""
    home = Path(tempfile.mkdtemp(prefix="aisle-bench-"))
    environment = {**os.environ, **ENVIRONMENT, "AISLE_HOME": str(home), "PORT": str(_port())}
    command = [sys.executable, "-m", "tools.stack", "run", "--no-demo", "--quiet"]
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            yield _furnish(home, _wait(home, process))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            shutil.rmtree(home, ignore_errors=True)


def _wait(home: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Until the suite says that it is ready."""
    deadline = time.monotonic() + 90
    while "is ready" not in (home / "output").read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit((home / "output").read_text())
        time.sleep(0.1)
    state: dict[str, Any] = json.loads((home / "run.json").read_text())
    return state


def _furnish(home: Path, state: dict[str, Any]) -> Bench:
    manage = [sys.executable, "-m", "tools.stack", "manage", "verification", "seed_admin"]
    environment = {**os.environ, "AISLE_HOME": str(home)}
    subprocess.run(manage, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    api = Api(state["url"], DEMO_PASSWORD)
    place = api.post("/locations/create/", {"location": {"name": "Bench", "address": "Here"}})
    product = api.post(
        "/products/create/",
        {
            "product": {
                "location_id": place["id"],
                "name": "Espresso",
                "price": "2.40",
                "barcode": "4006381333931",
            }
        },
    )
    return Bench(home, state, place["id"], product["id"], "4006381333931")


def _port() -> int:
    """A port that is free together with its development ports."""
    for port in range(21080, 30080, 100):
        try:
            for each in (port, *range(port - 80, port - 73)):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", each))
        except OSError:
            continue
        return port
    raise SystemExit("no free ports")
