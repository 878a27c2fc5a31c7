"""What a process remembers, in one place: values by key for a while, and things made once.

Every cache registers itself, so that `clear_all()` empties them all; the pytest plugin does that
before each test. All of it is safe for threads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import wraps
from typing import Any, Generic, TypeVar

from cachetools import LRUCache, TTLCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
D = TypeVar("D")
_MISSING: Any = object()
_clears: list[Callable[[], None]] = []


def register(clear: Callable[[], None]) -> None:
    """Let `clear_all` call `clear` too, for what is remembered in another way than below."""
    _clears.append(clear)


def clear_all() -> None:
    """Empty every cache of this process."""
    for clear in _clears:
        clear()


class Cache(Generic[K, V]):
    """At most `entries` values; the one that was used longest ago makes room for a new one.

    With `seconds`, a value is forgotten that long after it was put. None is a value like others.
    """

    def __init__(self, entries: int, *, seconds: float | None = None) -> None:
        self._lock = threading.Lock()
        self._generation = 0
        self._values: MutableMapping[K, V]
        if seconds is None:
            self._values = LRUCache(entries)
        else:
            self._values = TTLCache(entries, seconds, timer=lambda: time.monotonic())
        register(self.clear)

    def get(self, key: K, default: D | None = None) -> V | D | None:
        """The value, or `default` where none is remembered."""
        with self._lock:
            return self._values.get(key, default)

    def known(self, keys: Iterable[K]) -> dict[K, V]:
        """The values of those of these keys that are remembered."""
        get = self._values.get
        with self._lock:
            found = {each: get(each, _MISSING) for each in set(keys)}
        return {each: value for each, value in found.items() if value is not _MISSING}

    def put(self, key: K, value: V) -> None:
        """Remember a value in place of an older one."""
        with self._lock:
            self._values[key] = value

    def discard(self, key: K) -> None:
        """Forget one value."""
        with self._lock:
            self._values.pop(key, None)

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._generation += 1
            self._values.clear()

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """The value, made now where none is remembered.

        One that was made while the cache was cleared is returned and not remembered: it may have
        been read before the write that cleared. Threads that ask at once may each make it.
        """
        with self._lock:
            value: V = self._values.get(key, _MISSING)
            generation = self._generation
        if value is not _MISSING:
            return value
        value = make()
        with self._lock:
            if generation == self._generation:
                self._values[key] = value
        return value


def per_process(make: Callable[[], V]) -> Callable[[], V]:
    """Decorate a function without arguments whose value the process makes once, as a client is."""
    lock = threading.Lock()
    value: V = _MISSING

    def clear() -> None:
        nonlocal value
        with lock:
            value = _MISSING

    @wraps(make)
    def get() -> V:
        nonlocal value
        found = value
        if found is _MISSING:
            with lock:
                if value is _MISSING:
                    value = make()
                found = value
        return found

    register(clear)
    return get
