"""Stand-ins for what is around the gateway: services that note what they get, a name server."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from websockets.sync.server import ServerConnection, unix_serve

from tests.support.waiting import wait_for

SOON = 5.0  # seconds


@dataclass
class Seen:
    """A request as a service saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What a fake service answers; `hang_up` closes the connection instead."""

    status: int = 200
    body: bytes = b'{"success":true}'
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    hang_up: bool = False


class FakeService:
    """An HTTP/1.1 server on a unix socket or TCP address. `reply` may be replaced by a test."""

    def __init__(self, address: Path | tuple[str, int]) -> None:
        self.reply: Callable[[Seen], Reply] = lambda _: Reply()
        self.seen: list[Seen] = []
        self.connections = 0
        self.open: set[socket.socket] = set()
        self._address = address
        self._server: socketserver.BaseServer | None = None
        self.start()

    def reset(self) -> None:
        self.reply = lambda _: Reply()
        self.seen.clear()

    def start(self) -> None:
        if isinstance(self._address, Path):
            self._address.unlink(missing_ok=True)
            server: Any = _UnixServer
        else:
            server = _TcpServer
        address = str(self._address) if isinstance(self._address, Path) else self._address
        self._server = server(address, type("Bound", (_Handler,), {"service": self}), True)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        wait_for(lambda: not self.open, SOON, "every connection is closed")
        if isinstance(self._address, Path):
            self._address.unlink(missing_ok=True)


class _Quiet(socketserver.ThreadingMixIn):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tests cut connections on purpose."""


class _UnixServer(_Quiet, socketserver.UnixStreamServer):
    pass


class _TcpServer(_Quiet, socketserver.TCPServer):
    pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: FakeService

    def setup(self) -> None:
        super().setup()
        self.service.connections += 1
        self.service.open.add(self.connection)

    def finish(self) -> None:
        super().finish()
        self.service.open.discard(self.connection)

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen = Seen(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        self.service.seen.append(seen)
        reply = self.service.reply(seen)
        if reply.hang_up:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Silent."""


@contextlib.contextmanager
def fake_socket_service(path: Path) -> Iterator[None]:
    """A websocket service: tells the path and the request id it got, then echoes."""

    def serve(connection: ServerConnection) -> None:
        request = connection.request
        assert request is not None
        connection.send(
            json.dumps({"path": request.path, "id": request.headers.get("X-Request-Id")})
        )
        for message in connection:
            connection.send(message)

    with unix_serve(serve, str(path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@contextlib.contextmanager
def fake_name_server(addresses: list[str]) -> Iterator[int]:
    """Answers every A question with `addresses`; yields its UDP port on 127.0.0.1."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                question, peer = server.recvfrom(512)
            except OSError:
                return
            if not question:
                return
            records = b"".join(
                b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04" + socket.inet_aton(one)
                for one in addresses
            )
            header = (
                question[:2]
                + b"\x81\x80\x00\x01"
                + len(addresses).to_bytes(2)
                + b"\x00\x00\x00\x00"
            )
            server.sendto(header + question[12:] + records, peer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", server.getsockname())
        thread.join(2)
        server.close()


@dataclass
class Answer:
    """An HTTP answer with lower-case header names."""

    status: int
    headers: dict[str, str]
    body: bytes
    header_list: list[tuple[str, str]]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    """Sends exactly the path it is given, which friendlier clients would tidy up first."""

    port: int

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            return _read(connection.getresponse())

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, body: bytes = b"{}", **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)

    def raw(self, data: bytes) -> Answer:
        """Sends bytes as they are, which may be no proper request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(data)
            response = http.client.HTTPResponse(connection)
            response.begin()
            return _read(response)


def _read(response: http.client.HTTPResponse) -> Answer:
    pairs = [(name.lower(), value) for name, value in response.getheaders()]
    return Answer(response.status, dict(pairs), response.read(), pairs)
