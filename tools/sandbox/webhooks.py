"""Webhooks: each event twice to each endpoint, not always in order, until it has arrived."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import random
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from tools.sandbox import wire
from tools.sandbox.database import Database, Row, new_id

COPIES = 2
SPREAD = 0.5  # seconds within which the copies of an event set out, in any order
ANSWERS_WITHIN = 5.0  # seconds
LONGEST_PAUSE = 60.0  # seconds
GIVEN_UP_AFTER = 24 * 3600.0  # seconds
AT_ONCE = 8  # under way at a time
LOOKED_AT = 64  # more than can be under way


def delays(seed: str, number: int, count: int) -> list[float]:
    """After how many seconds the copies of an event set out: the same for a seed and a number."""
    chance = random.Random(f"{seed}/{number}")
    return [chance.uniform(0, SPREAD) for _ in range(count)]


def pause(attempts: int) -> float:
    """Seconds until the next attempt after so many: 1, 2, 4 … 60."""
    return float(min(2 ** (min(attempts, 10) - 1), LONGEST_PAUSE))


class Webhooks:
    """`add` in the transaction of what is told; a thread sends it once that is committed."""

    def __init__(
        self, database: Database, *, endpoints: Sequence[str], secret: str, seed: str
    ) -> None:
        self._database, self._endpoints = database, endpoints
        self._secret, self._seed = secret, seed
        self._wake = threading.Event()
        self._under_way: set[int] = set()

    def add(self, event: str, payload: Mapping[str, Any]) -> None:
        """Keep an event for all endpoints."""
        now, event_id = time.time(), new_id("evt")
        body = wire.event(event, payload, int(now))
        last = self._database.run("SELECT seq FROM sqlite_sequence WHERE name = 'deliveries'")
        number = last[0]["seq"] if last else 0
        targets = [endpoint for endpoint in self._endpoints for _ in range(COPIES)]
        for endpoint, delay in zip(targets, delays(self._seed, number, len(targets)), strict=True):
            self._database.insert(
                "deliveries",
                event_id=event_id,
                endpoint=endpoint,
                body=body,
                due=now + delay,
                since=now,
            )
        self._wake.set()

    def start(self) -> None:
        """Send what is due, and what a killed process had not sent, from now on."""
        threading.Thread(target=self._run, name="webhooks", daemon=True).start()

    def _run(self) -> None:
        with ThreadPoolExecutor(AT_ONCE, "webhook") as pool:
            while True:
                self._wake.clear()
                now, room = time.time(), AT_ONCE - len(self._under_way)
                waiting = self._waiting()
                due = [row for row in waiting if row["due"] <= now][:room]
                for row in due:
                    self._under_way.add(row["number"])
                    pool.submit(self._deliver, row)
                later = waiting[len(due) :]
                # Without room, whoever ends a delivery wakes us.
                self._wake.wait(later[0]["due"] - now if later and len(due) < room else None)

    def _waiting(self) -> list[Row]:
        """What is not under way, those that are due first."""
        under_way = set(self._under_way)  # read first: what ends meanwhile is gone from the table
        rows = self._database.run(
            "SELECT * FROM deliveries ORDER BY due, number LIMIT ?", LOOKED_AT
        )
        return [row for row in rows if row["number"] not in under_way]

    def _deliver(self, row: Row) -> None:
        try:
            if self._arrives(row):
                self._database.run("DELETE FROM deliveries WHERE number = ?", row["number"])
            elif time.time() - row["since"] > GIVEN_UP_AFTER:
                print(f"a webhook for {urlsplit(row['endpoint']).path} is given up", flush=True)
                self._database.run("DELETE FROM deliveries WHERE number = ?", row["number"])
            else:
                later = "UPDATE deliveries SET attempts = attempts + 1, due = ? WHERE number = ?"
                due = time.time() + pause(row["attempts"] + 1)
                self._database.run(later, due, row["number"])
        except sqlite3.Error as trouble:  # as a full disk: it will come once more
            print(f"a webhook cannot be marked: {trouble}", flush=True)
            time.sleep(LONGEST_PAUSE)
        finally:
            self._under_way.discard(row["number"])
            self._wake.set()

    def _arrives(self, row: Row) -> bool:
        """Whether the endpoint answers with a success in time."""
        address = urlsplit(row["endpoint"])
        connection = http.client.HTTPConnection(address.netloc, timeout=ANSWERS_WITHIN)
        signature = hmac.new(self._secret.encode(), row["body"], hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-Razorpay-Event-Id": row["event_id"],
            "X-Razorpay-Signature": signature,
        }
        try:
            connection.request("POST", address.path, row["body"], headers)
            return connection.getresponse().status // 100 == 2
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
