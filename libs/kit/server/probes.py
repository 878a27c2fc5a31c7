"""`/healthz/`, `/readyz/`, `/metrics/` of a process that serves nothing else, from a thread beside
its work.
"""

from __future__ import annotations

import logging
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from django.db import connection

from kit import health
from kit.connections import replace_broken
from kit.health import Failing

log = logging.getLogger("kit.server")

IMPATIENT = 2.0  # seconds that one client may take: there is one thread for all


@contextmanager
def serving(address: Path | tuple[str, int], failing: Failing) -> Iterator[None]:
    """Answer probes on this socket or port while the block lasts; ready while `failing()` names
    nothing.
    """
    server: socketserver.TCPServer
    if isinstance(address, Path):
        address.unlink(missing_ok=True)  # one that a killed process has left
        server = _UnixServer(str(address), _handler(failing))
    else:
        server = _TcpServer(address, _handler(failing))
    thread = threading.Thread(target=_serve, args=[server], name="probes", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _serve(server: socketserver.TCPServer) -> None:
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        connection.close()


class _Server(socketserver.BaseServer):
    request_queue_size = 16

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up before the answer, as while a database is waited for, is nothing to report;
        all else is a log line, not a trace on the terminal.
        """
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            log.error("unhandled error", exc_info=error)


class _TcpServer(_Server, socketserver.TCPServer):
    allow_reuse_address = True


class _UnixServer(_Server, socketserver.UnixStreamServer):
    """On a unix socket, on one machine."""


def _handler(failing: Failing) -> type[BaseHTTPRequestHandler]:
    def ready() -> list[str]:
        replace_broken()
        return failing()

    class Handler(BaseHTTPRequestHandler):
        timeout = IMPATIENT

        def do_GET(self) -> None:
            status, content_type, body = health.probed(
                self.path.partition("?")[0].strip("/"), ready
            )
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name the base class looks for

        def log_message(self, *_: Any) -> None:
            """Silent: being asked is no news."""

    return Handler
