"""The sandbox's own file: orders, payments, refunds, and webhooks that have not arrived."""

from __future__ import annotations

import secrets
import sqlite3
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LETTERS = string.ascii_letters + string.digits
SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
  id TEXT PRIMARY KEY, amount INTEGER NOT NULL, currency TEXT NOT NULL, receipt TEXT,
  notes TEXT NOT NULL, capture INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'created',
  attempts INTEGER NOT NULL DEFAULT 0, amount_paid INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS payments (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL REFERENCES orders (id), amount INTEGER NOT NULL, currency TEXT NOT NULL,
  status TEXT NOT NULL, amount_refunded INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS payments_of_order ON payments (order_id);
CREATE TABLE IF NOT EXISTS refunds (
  id TEXT PRIMARY KEY, payment_id TEXT NOT NULL, amount INTEGER NOT NULL, asked INTEGER,
  currency TEXT NOT NULL, key TEXT UNIQUE, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, endpoint TEXT NOT NULL,
  body BLOB NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, since REAL NOT NULL);
CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries (due);
"""
Row = sqlite3.Row


def new_id(kind: str) -> str:
    """`order_`, `pay_`, `rfnd_` or `evt_` and 14 letters or digits."""
    return f"{kind}_{''.join(secrets.choice(LETTERS) for _ in range(14))}"


class Database:
    """One connection for all threads, one transaction at a time; a commit outlives kill -9."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def run(self, statement: str, *values: Any) -> list[Row]:
        """Run a statement; its rows, if it yields any."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def insert(self, table: str, **values: Any) -> None:
        """A new row; the names are the program's own."""
        names, places = ", ".join(values), ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
        self.run(statement, *values.values())

    def find(self, table: str, identifier: str) -> Row | None:
        """The row with this id."""
        rows = self.run(f"SELECT * FROM {table} WHERE id = ?", identifier)  # noqa: S608
        return rows[0] if rows else None
