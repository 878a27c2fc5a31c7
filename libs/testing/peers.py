"""A stand-in for another service: a real HTTP server on loopback that answers what a test says, and
can hang or die.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@dataclass
class Rule:
    status: int
    body: Any  # bytes go out as they are, all else as JSON
    delay: float = 0.0  # seconds


@dataclass
class Received:
    method: str
    path: str
    body: Any
    headers: dict[str, str]
    port: int  # the caller's: another one is another connection


Work = Callable[[Received], tuple[int, Any]]  # a request to its answer's status and body


@dataclass
class FakePeer:
    """Answers by exact `(method, path)`, query included; what no rule covers is a 404
    `not_found`. Rules go before what `does` has set.
    """

    rules: dict[tuple[str, str], Rule] = field(default_factory=dict)
    works: dict[tuple[str, str], Work] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    broken: bool = False  # drops every connection, as a service that is down behind its port

    def __post_init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def on(self, method: str, path: str, body: Any, *, status: int = 200, delay: float = 0) -> None:
        """Answer this from now on."""
        self.rules[method, path] = Rule(status, body, delay)

    def does(self, method: str, path: str, work: Work) -> None:
        """Have this answered by a function from now on, each request in a thread of its own."""
        self.works[method, path] = work

    def asked(self, method: str, path: str) -> int:
        """How many requests of this kind came."""
        return sum(one.method == method and one.path == path for one in self.received)

    def reset(self) -> None:
        self.rules.clear()
        self.works.clear()
        self.received.clear()
        self.broken = False

    def _rule(self, request: Received) -> Rule:
        """What a request is answered."""
        asked = request.method, request.path
        rule = self.rules.get(asked)
        if rule is None and asked in self.works:
            return Rule(*self.works[asked](request))
        return rule or Rule(404, {"success": False, "reason": "not_found"})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if peer.broken:
                    self.close_connection = True
                    return
                content = json.loads(raw) if raw else None
                headers, port = dict(self.headers), self.client_address[1]
                request = Received(self.command, self.path, content, headers, port)
                peer.received.append(request)
                rule = peer._rule(request)
                time.sleep(rule.delay)
                out = rule.body if isinstance(rule.body, bytes) else json.dumps(rule.body).encode()
                self.send_response(rule.status)
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

            do_GET = do_POST = _answer  # noqa: N815 - names that http.server looks for

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return Handler
