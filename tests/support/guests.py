"""Real guests and what they notice: each at an address of its own, with a clock."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from itertools import cycle, product
from queue import Queue
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.support.api import MINIMAL

GUEST = "127.0.0.2"
PAUSE = 0.05  # seconds between two things that a guest does
ENOUGH = 3  # failures after which it is known
PATIENCE = 15.0  # seconds, longer than the gateway lets a service think


class Guest:
    """A phone that opens a connection for each thing it does, as phones that wake up do."""

    def __init__(self, port: int, address: str = GUEST) -> None:
        self._port, self._source = port, (address, 0)

    def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Status and JSON of an answer; raises OSError when the connection is refused or cut."""
        text = None if body is None else json.dumps(body)
        wire = HTTPConnection("127.0.0.1", self._port, PATIENCE, self._source)
        with closing(wire):
            wire.request(method, path, text, {**MINIMAL, **headers})
            got = wire.getresponse()
            content = got.read()
            is_json = (got.headers["Content-Type"] or "").startswith("application/json")
            return got.status, json.loads(content) if is_json else {}

    def order(self, code: str, product_id: int = 1, **headers: str) -> tuple[int, dict[str, Any]]:
        body = {"product_id": product_id, "session_code": code}
        return self.ask("POST", "/orders/create/", body, **headers)

    def orders(self, codes: Sequence[str], times: int) -> list[float]:
        """The seconds that each order took; every one has to be taken. Tables take turns: one alone
        may not order as fast as this.
        """
        turns = cycle(codes)
        return timed(times, lambda: self.order(next(turns)))

    def pages(self, times: int) -> list[float]:
        """The seconds that the first page took; every time it has to come."""
        return timed(times, lambda: self.ask("GET", "/"))


def fresh_addresses() -> Iterator[str]:
    """This machine's own addresses 127.1.0.1, 127.1.0.2, …: nobody meets another one's limits."""
    numbers = product(range(1, 255), range(255), range(1, 255))
    return (f"127.{high}.{middle}.{low}" for high, middle, low in numbers)


def timed(times: int, work: Callable[[], tuple[int, dict[str, Any]]]) -> list[float]:
    """The seconds of each call; every one has to be answered with 200."""
    seconds: list[float] = []
    failures: list[str] = []
    for _ in range(times):
        began = time.perf_counter()
        try:
            status, body = work()
            if status != 200:
                failures.append(f"{status} {body}")
        except OSError as broken:
            failures.append(repr(broken))
        if len(failures) == ENOUGH:
            break
        seconds.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    assert not failures, f"{len(failures)} failed, {len(seconds)} were tried: {failures}"
    return seconds


class Screen:
    """A phone that shows a table's orders: notes when the frame of each one came."""

    def __init__(self, port: int, code: str, address: str = GUEST) -> None:
        url = f"ws://127.0.0.1:{port}/ws/orders/{code}/"
        self._open = ExitStack()
        self._wire = self._open.enter_context(
            connect(
                url,
                proxy=None,
                max_size=None,
                open_timeout=PATIENCE,
                close_timeout=1,
                source_address=(address, 0),
            )
        )
        self._came: Queue[float] = Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self._came.get(timeout=PATIENCE)  # the snapshot

    def _read(self) -> None:
        try:
            while True:
                self._wire.recv()
                self._came.put(time.perf_counter())
        except ConnectionClosed:
            return

    def deliveries(self, guest: Guest, code: str, times: int) -> list[float]:
        """The seconds from the sending of each order to its frame here."""
        found = []
        for _ in range(times):
            began = time.perf_counter()
            status, body = guest.order(code)
            assert status == 200, body
            found.append(self._came.get(timeout=PATIENCE) - began)
            time.sleep(PAUSE)
        return found

    def close(self) -> None:
        self._open.close()
        self._thread.join(PATIENCE)
