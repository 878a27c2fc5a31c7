"""What waits to be sent to one socket: bounded, so that a slow reader is cut and holds up
nobody.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

LIMIT = 500  # frames, one catch-up counting as one
WRITE_NOW = "aisle.write_now"  # ASGI extension of our server: send without a task, when it can

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class SendQueue:
    """Sends frames in order: at once where the server can and nothing waits, else from a task that
    lives only while there is something to send.
    """

    def __init__(
        self,
        send: Send,
        overflow: Callable[[], Coroutine[Any, Any, None]],
        write_now: Callable[[dict[str, Any]], bool] | None = None,
    ) -> None:
        self._send = send
        self._write_now = write_now
        self._overflow = overflow
        self._waiting: deque[tuple[dict[str, Any], ...]] = deque()
        self._task: asyncio.Task[None] | None = None
        self.closed = False

    def push(self, *messages: dict[str, Any]) -> None:
        """Send after what was pushed before; past the limit the socket is cut instead. What is
        pushed together counts once: a client that catches up is not slow.
        """
        if self.closed:
            return
        if len(self._waiting) >= LIMIT:
            self.close()
            self._task = asyncio.create_task(self._overflow())
            return
        if self._task is None and self._write_now is not None and len(messages) == 1:
            sent = self._write_now(messages[0])
            if sent:
                return
        self._waiting.append(messages)
        if self._task is None:
            self._task = asyncio.create_task(self._drain())

    async def drained(self) -> None:
        """Wait until the transport has taken everything, or the socket is cut."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def close(self) -> None:
        """Drop what waits; nothing is sent any more."""
        self.closed = True
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _drain(self) -> None:
        try:
            while self._waiting:
                for message in self._waiting.popleft():
                    await self._send(message)
        finally:
            self._task = None
