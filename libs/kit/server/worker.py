"""gunicorn's threaded worker as a process of its own, with a stop that no new request runs into."""

from __future__ import annotations

import faulthandler
import logging
import select
import socket
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

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

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what is no request that we can read in the envelope, and what the application has
        raised. gunicorn would answer a page, and log what the caller has sent.
        """
        if isinstance(exc, LimitRequestLine | LimitRequestHeaders):
            status, reason = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "request_too_large"
        elif isinstance(exc, ParseException):
            status, reason = HTTPStatus.BAD_REQUEST, "malformed_request"
        else:
            status, reason = HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error"
            log.error("unhandled error", exc_info=exc)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("a request cannot be read: %s", type(exc).__name__)
        with suppress(OSError):  # who has sent it may be gone
            client.sendall(_refusal(status, reason))

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


def _refusal(status: HTTPStatus, reason: str) -> bytes:
    """A whole answer after which the connection ends."""
    body = f'{{"success":false,"reason":"{reason}"}}'
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
