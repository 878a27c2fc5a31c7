"""How fast somebody may go on: buckets of tokens that fill again with time.

    ORDERS = Pace[str](burst=200, per_second=2)

    ORDERS.take(code, len(lines))  # 429 `too_many_requests` when the bucket of this code is empty

Kept by each process for itself and in memory only: a pace costs no query, and with two processes
somebody may go twice as fast. What must hold exactly is counted in the database (`kit.throttle`).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Hashable
from typing import Generic, TypeVar

from kit.cache import Cache
from kit.errors import TooMany

K = TypeVar("K", bound=Hashable)


class Bucket:
    """Holds at most `burst` tokens and begins full; `per_second` come back."""

    __slots__ = ("_at", "_tokens", "burst", "per_second")

    def __init__(self, burst: float, per_second: float) -> None:
        self.burst, self.per_second = burst, per_second
        self._tokens, self._at = burst, time.monotonic()

    def take(self, cost: float = 1.0) -> float:
        """Take tokens and return 0; where they are too few, take none and return the seconds until
        they are there (never, for more than `burst`, means as long as a full bucket takes).
        """
        self._fill()
        missing = min(cost, self.burst) - self._tokens
        if missing > 0:
            return missing / self.per_second
        self._tokens -= cost
        return 0.0

    def charge(self, cost: float) -> None:
        """Take tokens for what has happened already; the bucket may owe up to one `burst`."""
        self._fill()
        self._tokens = max(self._tokens - cost, -self.burst)

    def _fill(self) -> None:
        now = time.monotonic()
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.per_second)
        self._at = now


class Pace(Generic[K]):
    """A bucket for each key. Of `entries` keys the one seen longest ago is forgotten, which gives
    it a full bucket: choose keys that a caller cannot invent.
    """

    def __init__(self, burst: float, per_second: float, *, entries: int = 20_000) -> None:
        self._make = lambda: Bucket(burst, per_second)
        self._buckets: Cache[K, Bucket] = Cache(entries)
        self._lock = threading.Lock()

    def take(self, key: K, cost: float = 1.0) -> None:
        """Take tokens of this key; raises 429 `too_many_requests` with the seconds to wait."""
        with self._lock:
            wait = self._buckets.get_or_make(key, self._make).take(cost)
        if wait > 0:
            raise TooMany("too_many_requests", retry_after=math.ceil(wait))

    def require(self, key: K) -> None:
        """Raise 429 `too_many_requests` while this key owes tokens. Takes none, and remembers no
        key: it may be one that a caller has invented.
        """
        with self._lock:
            bucket = self._buckets.get(key)
            wait = bucket.take(0) if bucket else 0.0
        if wait > 0:
            raise TooMany("too_many_requests", retry_after=math.ceil(wait))

    def charge(self, key: K, cost: float) -> None:
        """Take tokens of this key for what has happened already, however few are left."""
        with self._lock:
            self._buckets.get_or_make(key, self._make).charge(cost)
