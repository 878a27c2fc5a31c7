"""Broadcast from synchronous code over one kept connection per process.

Delivery is at most once by design: the change is committed before, listeners that miss a message
find the gap and ask the database (live.stream). So a Redis that is down never fails a request;
it is left alone a second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from typing import Any

import msgpack
import redis
from django.conf import settings

from live.frames import Event

log = logging.getLogger("live")

REST = 1.0  # seconds without tries after a failure
TIMEOUT = 0.5  # seconds
READ_EVERY = 0.01  # seconds between looks at replies, of which a busy process has hundreds


def redis_channel(prefix: str, group: str) -> str:
    """The Redis pub/sub channel of a Channels group."""
    return f"{prefix}:group:{group}"


class Publisher:
    """Sends messages to groups of a service's channel layer; safe for threads.

    Replies are not waited for: that would take a request longer than the sending. What has come is
    read before the next message goes, and so is it noticed then that Redis refuses, is silent or
    gone; for a hundredth of a second after that messages go without.
    """

    def __init__(self, url: str, prefix: str) -> None:
        pool = redis.ConnectionPool.from_url(
            url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
        )
        self._connection = pool.make_connection()
        self._connected = False
        self._prefix = prefix
        self._lock = threading.Lock()
        self._unanswered = 0
        self._silent_since = 0.0  # while something is unanswered
        self._read_next = 0.0
        self._resting_until = 0.0

    def send(self, messages: Iterable[tuple[str, dict[str, Any]]]) -> bool:
        """Publish `(group, message)` pairs in order, in one write; nothing else comes between them.

        False when Redis could not take them.
        """
        commands = [
            publish_command(redis_channel(self._prefix, group), msgpack.packb(message))
            for group, message in messages
        ]
        with self._lock:
            if time.monotonic() < self._resting_until:
                return False
            try:
                self._read_replies()
                self._write(commands)
            except (redis.RedisError, OSError) as error:
                self._disconnect()
                self._resting_until = time.monotonic() + REST
                log.warning("events not published, listeners will catch up: %s", error)
                return False
        return True

    def _read_replies(self) -> None:
        """Take what has come. Raises redis.RedisError for a refusal, and when nothing comes."""
        now = time.monotonic()
        if now < self._read_next:
            return
        self._read_next = now + READ_EVERY
        try:
            while self._connected and self._connection.can_read():  # type: ignore[no-untyped-call]
                self._connection.read_response()  # type: ignore[no-untyped-call]
                self._unanswered -= 1
                self._silent_since = now
        except (redis.ConnectionError, OSError):
            self._disconnect()  # Redis was started anew, say: the next write connects again
        if self._unanswered and now - self._silent_since > TIMEOUT:
            raise redis.TimeoutError(f"no reply within {TIMEOUT} s")

    def _write(self, commands: list[bytes]) -> None:
        self._connection.send_packed_command([b"".join(commands)])  # type: ignore[no-untyped-call]
        self._connected = True
        if not self._unanswered:
            self._silent_since = time.monotonic()
        self._unanswered += len(commands)

    def _disconnect(self) -> None:
        self._connection.disconnect()  # type: ignore[no-untyped-call]
        self._connected = False
        self._unanswered = 0


def publish_command(channel: str, payload: bytes) -> bytes:
    """`PUBLISH` in Redis's wire format, so that all messages leave in one write."""
    name = channel.encode()
    return b"*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%b\r\n$%d\r\n%b\r\n" % (
        len(name),
        name,
        len(payload),
        payload,
    )


_publisher: Publisher | None = None


def announce(messages: Iterable[tuple[str, dict[str, Any]]]) -> bool:
    """Publish `(group, message)` pairs of this service. Call it after the commit."""
    global _publisher
    if _publisher is None:
        _publisher = Publisher(settings.REDIS_URL, settings.SERVICE_NAME)
    return _publisher.send(messages)


def publish(events: Iterable[tuple[str, Event]]) -> bool:
    """Publish `(group, event)` pairs of this service. Call it after the commit."""
    return announce(
        (group, {"type": "live.event", "seq": event.seq, "text": event.text})
        for group, event in events
    )
