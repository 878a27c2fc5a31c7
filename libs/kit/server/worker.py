"""gunicorn's threaded worker as a process of its own, with a stop that no new request runs into."""

from __future__ import annotations

import faulthandler
import logging
import select
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from kit.server import refusals
from suite.registry import BODY_LIMIT

log = logging.getLogger("kit.server")

UNREAD_WITHIN = 5.0  # seconds for the rest of a body that nobody has read
SIGN_EVERY = 1.0  # seconds between signs of life


class Worker(ThreadWorker):  # type: ignore[misc]
    """Works without a master, and stops listening as soon as it has to stop.

    gunicorn's own worker keeps the listening socket open until its last connection is gone: whoever
    connects meanwhile waits for nothing, and is cut off after having sent. Refused at once, the
    gateway asks another replica, for a POST too, since nothing has been sent yet.
    """

    _signed = float("-inf")

    def notify(self) -> None:
        """A sign of life. When the next one is overdue, the process writes where each thread hangs
        and ends; the clock for it is outside Python, so that a hanging interpreter cannot stop it.
        """
        now = time.monotonic()
        if now - self._signed >= SIGN_EVERY:
            self._signed = now
            faulthandler.dump_traceback_later(self.cfg.timeout, exit=True)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what never reached Django, and log its kind: the request itself may hold anything,
        and gunicorn's own line would hold all of it.
        """
        refusal = refusals.refusal_of(exc)
        if refusal.status >= 500:
            log.error("unhandled error", exc_info=exc)
        else:
            log.info("refused unread: %s", type(exc).__name__, extra={"status": refusal.status})
        with suppress(OSError):  # who asked has gone
            client.sendall(refusals.response(refusal, req or getattr(exc, "req", None)))

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Read what the application left of a body, whole as the gateway has it, before the
        connection is used again or ended. gunicorn gives up after 64 kB and hangs up, and the
        gateway, still sending, takes that for a service that is down.
        """
        deadline = time.monotonic() + UNREAD_WITHIN
        finished = conn.parser.finish_body(deadline=deadline, max_bytes=2 * BODY_LIMIT)
        return bool(keepalive and finished)

    def is_parent_alive(self) -> bool:
        """No master is asked about; who supervises us ends us."""
        return True

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            while select.select([listener], [], [], 0)[0]:  # who has connected already is served
                self.accept(listener)
            listener.close()
