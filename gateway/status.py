"""Which processes are ready? Asks all at once, for the gateway's `/readyz` and `/status.json`.

    python gateway/status.py --unix-socket status.sock --check codes-http=unix:/run/codes-http.sock
    python gateway/status.py --bind 0.0.0.0 --port 8000 --each 'http://{process}:8000'

`/readyz` is 200 when every process is ready, else 503; `/status.json` says the same with a 200:
`{"ready":false,"not_ready":["orders-ws"],
  "services":{"orders-ws":{"ready":false,"failing":["no_answer"]},"codes-http":{"ready":true}}}`.
`--each` is an address for every process that the registry names. A result serves for a second:
asking often costs the services nothing. Standard library only.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import socketserver
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 1.0  # seconds that one process may take
FRESH = 1.0  # seconds that a result serves


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str, timeout: float = TIMEOUT) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def ask(address: str) -> dict[str, Any]:
    """What the process at `unix:PATH` or `http://host:port` says of itself; it never raises."""
    try:
        with contextlib.closing(_connection(address)) as connection:
            connection.request("GET", "/readyz/")
            answer = connection.getresponse()
            said = json.loads(answer.read(65536))
    except (OSError, http.client.HTTPException, ValueError):
        return {"ready": False, "failing": ["no_answer"]}
    if answer.status == 200:
        return {"ready": True}
    failing = said.get("failing") if isinstance(said, dict) else None
    return {"ready": False, "failing": failing or [f"status_{answer.status}"]}


def _connection(address: str) -> http.client.HTTPConnection:
    if address.startswith("unix:"):
        return UnixConnection(address.removeprefix("unix:"))
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT)


class Board:
    """The latest answers of all processes, asked again when they are older than FRESH."""

    def __init__(self, checks: dict[str, str]) -> None:
        self._checks = checks
        self._pool = ThreadPoolExecutor(max_workers=max(1, len(checks)))
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._result: dict[str, Any] = {}

    def read(self) -> dict[str, Any]:
        """The document of `/status.json`. Who comes while it is made waits for it."""
        with self._lock:
            if time.monotonic() - self._asked > FRESH:
                services = dict(
                    zip(self._checks, self._pool.map(ask, self._checks.values()), strict=True)
                )
                not_ready = [name for name, state in services.items() if not state["ready"]]
                self._result = {"ready": not not_ready, "services": services}
                if not_ready:
                    self._result["not_ready"] = not_ready
                self._asked = time.monotonic()
            return self._result


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of the two paths, with and without a final slash."""

    protocol_version = "HTTP/1.1"
    timeout = 75  # seconds that an idle connection stays open; the gateway closes its side earlier
    board: Board

    def do_GET(self) -> None:
        path = self.path.split("?")[0].rstrip("/")
        if path not in ("/readyz", "/status.json"):
            self._answer(404, {"success": False, "reason": "not_found"})
            return
        result = self.board.read()
        self._answer(200 if result["ready"] or path == "/status.json" else 503, result)

    do_HEAD = do_GET  # noqa: N815 - the name the base class looks for

    def _answer(self, status: int, document: dict[str, Any]) -> None:
        body = json.dumps(document, separators=(",", ":")).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent: being asked is no news."""


class _Server(socketserver.ThreadingMixIn):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up before the answer is nothing to report; everything else is."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[misc]


class TcpServer(_Server, socketserver.TCPServer):
    """On a port, in a container."""


class UnixServer(_Server, socketserver.UnixStreamServer):
    """On a unix socket, on one machine."""


def checks_of(each: str | None, single: list[str]) -> dict[str, str]:
    """Addresses by process: of the whole registry by a pattern, and single ones, `NAME=ADDRESS`."""
    checks: dict[str, str] = {}
    if each:
        from suite import registry  # only the image has it beside this file

        names = [name for entry in registry.SERVICES for name in entry.process_names]
        checks = {name: each.format(process=name) for name in names}
    return checks | dict(check.split("=", 1) for check in single)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--unix-socket", type=Path)
    parser.add_argument("--bind", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--check", action="append", default=[], metavar="NAME=ADDRESS")
    parser.add_argument("--each", metavar="ADDRESS", help="with {process} in it")
    options = parser.parse_args()
    Handler.board = Board(checks_of(options.each, options.check))
    for stop in (signal.SIGTERM, signal.SIGINT):  # an answer that is cut off is asked again
        signal.signal(stop, lambda *_: os._exit(0))
    if options.unix_socket:
        options.unix_socket.unlink(missing_ok=True)
        server: socketserver.BaseServer = UnixServer(str(options.unix_socket), Handler)
    else:
        server = TcpServer((options.bind, options.port), Handler)
    server.serve_forever()


if __name__ == "__main__":
    main()
