"""Requests from sockets, for a function that knows nothing of sockets."""

from __future__ import annotations

import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from suite.registry import BODY_LIMIT
from tools.sandbox.messages import Refused, Request, Response

DIGITS = 10  # of a length: more are no length that we read
Respond = Callable[[Request], Response]


def handler(respond: Respond) -> type[BaseHTTPRequestHandler]:
    """A handler class that answers with this function."""
    return type("Handler", (_Handler,), {"respond": staticmethod(respond)})


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept open between requests."""

    protocol_version = "HTTP/1.1"
    timeout = 75  # seconds that an idle connection stays open; the gateway closes its side earlier
    respond: Respond

    def _serve(self) -> None:
        length = self._length()
        if length is None:
            self.close_connection = True  # what follows cannot be read as a request
            self._send(Refused(413, "The request is too large.").response)
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        if len(body) == length:
            self._send(self.respond(Request(self.command, path, query, headers, body)))

    def _length(self) -> int | None:
        """Bytes of the body; None for what is too long or does not say."""
        length = self.headers.get("Content-Length", "0")
        known = length.isdecimal() and len(length) < DIGITS and int(length) <= BODY_LIMIT
        return int(length) if known and "Transfer-Encoding" not in self.headers else None

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def _send(self, response: Response) -> None:
        if response.hang_up:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(response.status)
        if response.status != 204:  # which has no body
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, *_: Any) -> None:
        """Silent: the gateway and the services log what they ask."""
