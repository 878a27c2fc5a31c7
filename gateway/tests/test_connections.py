"""Who may hold how many connections, and what half a request costs the others."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from gateway.render import Settings
from gateway.tests.conftest import Gateway
from gateway.tests.fakes import SOON, Reply
from tests.support.waiting import wait_for

BUSY = {"success": False, "reason": "too_many_requests"}


class Sockets:
    """Websockets that are opened and then held; `open` gives the status of the handshake."""

    def __init__(self, held: contextlib.ExitStack) -> None:
        self._stack = held
        self.held: list[socket.socket] = []
        self.refusal: object = None

    def open(self, port: int, path: str, origin: str = "127.0.0.1", **headers: str) -> int:
        wire = socket.create_connection(("127.0.0.1", port), 10, (origin, 0))
        self._stack.callback(wire.close)
        names = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        names["Sec-WebSocket-Key"] = base64.b64encode(b"0" * 16).decode()
        names |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"GET {path} HTTP/1.1", "Host: h", *(f"{k}: {v}" for k, v in names.items())]
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        response = http.client.HTTPResponse(wire)
        response.begin()
        if response.status == 101:
            self.held.append(wire)
        else:
            self.refusal = json.loads(response.read())
        return response.status


@pytest.fixture
def sockets() -> Iterator[Sockets]:
    with contextlib.ExitStack() as held:
        yield Sockets(held)


def test_one_address_holds_fifty_sockets_of_a_stream(
    gateway: Gateway, start_gateway: Callable[..., Gateway], sockets: Sockets
) -> None:
    port = start_gateway(Settings()).port
    paths = ("/ws/orders/full/", "/ws/orders/full?since=1")
    assert {sockets.open(port, paths[n % 2]) for n in range(50)} == {101}

    assert sockets.open(port, "/ws/orders/full/") == 429
    assert sockets.refusal == BUSY
    assert sockets.open(port, "/ws/orders/other/") == 101
    assert sockets.open(port, "/ws/orders/full/", origin="127.0.0.2") == 101

    sockets.held[0].close()
    wait_for(lambda: sockets.open(port, "/ws/orders/full/") == 101, SOON, "one place is free")


def test_a_stream_has_two_hundred_sockets_from_everywhere(
    gateway: Gateway, start_gateway: Callable[..., Gateway], sockets: Sockets
) -> None:
    port = start_gateway(Settings(), {"stream_sockets 200": "stream_sockets 6"}).port
    opened = {sockets.open(port, "/ws/orders/a/", origin=f"127.0.0.{n}") for n in range(1, 7)}
    assert opened == {101}

    assert sockets.open(port, "/ws/orders/a/", origin="127.0.0.9") == 429
    assert sockets.open(port, "/ws/orders/b/", origin="127.0.0.9") == 101


def test_one_address_holds_a_bounded_number_of_sockets_and_still_orders(
    gateway: Gateway, start_gateway: Callable[..., Gateway], sockets: Sockets
) -> None:
    changed = {"sockets 1000": "sockets 5", "strangers_here 800": "strangers_here 3"}
    busy = start_gateway(Settings(), changed)
    assert {sockets.open(busy.port, f"/ws/orders/{n}/") for n in range(3)} == {101}

    assert sockets.open(busy.port, "/ws/orders/4/") == 429
    token = {"Authorization": "Bearer x"}
    assert {sockets.open(busy.port, f"/ws/panel/{n}/", **token) for n in range(2)} == {101}
    assert sockets.open(busy.port, "/ws/panel/4/", **token) == 429
    assert (busy.client.post("/orders/create/").status, busy.client.get("/").status) == (200, 200)
    assert sockets.open(busy.port, "/ws/orders/4/", origin="127.0.0.2") == 101


def test_one_address_has_a_bounded_number_of_requests_under_way(
    gateway: Gateway, start_gateway: Callable[..., Gateway]
) -> None:
    busy = start_gateway(Settings(), {"connections 1000": "connections 3"})
    with contextlib.ExitStack() as held:
        for _ in range(3):
            wire = socket.create_connection(("127.0.0.1", busy.port), 10)
            held.enter_context(wire)
            wire.sendall(b"POST /orders/create/ HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{")
        wait_for(lambda: busy.client.get("/products/find/").status == 429, SOON, "all are counted")
        assert busy.client.get("/products/find/").json() == BUSY
    wait_for(lambda: busy.client.get("/products/find/").status == 200, SOON, "they are gone")


def test_who_shows_nothing_shares_a_part_of_the_sockets(
    gateway: Gateway, start_gateway: Callable[..., Gateway], sockets: Sockets
) -> None:
    port = start_gateway(Settings(), {"strangers 3000": "strangers 3"}).port
    assert {sockets.open(port, f"/ws/orders/{n}/") for n in range(3)} == {101}

    assert sockets.open(port, "/ws/orders/4/?guest_key=") == 429
    assert sockets.open(port, "/ws/orders/4/", Sec_WebSocket_Protocol="aisle") == 429
    assert sockets.open(port, "/ws/panel/4/", Authorization="Bearer x") == 101
    assert sockets.open(port, "/ws/orders/4/?guest_key=abc") == 101
    assert sockets.open(port, "/ws/orders/4/", X_Guest_Key="abc") == 101
    offers = "aisle, bearer.a.b.c"
    assert sockets.open(port, "/ws/panel/5/", Sec_WebSocket_Protocol=offers) == 101


def test_without_limits_nobody_counts(
    gateway: Gateway, start_gateway: Callable[..., Gateway], sockets: Sockets
) -> None:
    changed = {"sockets 1000": "sockets 1", "strangers 3000": "strangers 1"}
    port = start_gateway(Settings(RATE_LIMITS="off"), changed).port

    assert {sockets.open(port, "/ws/orders/full/") for _ in range(60)} == {101}


def test_half_a_request_is_cut_soon_and_keeps_nobody_waiting(
    gateway: Gateway, start_gateway: Callable[..., Gateway]
) -> None:
    half = start_gateway(Settings(), {"worker_connections 16384": "worker_connections 400"})
    with contextlib.ExitStack() as held:
        wires = [
            held.enter_context(socket.create_connection(("127.0.0.1", half.port), 10))
            for _ in range(300)
        ]
        for wire in wires:
            wire.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        began = time.monotonic()
        assert {half.client.get("/codes/new/").status for _ in range(50)} == {200}
        for wire in wires:
            with contextlib.suppress(ConnectionResetError):
                assert wire.recv(1) == b""
        assert 3 < time.monotonic() - began < 8


def test_drawing_has_a_limit_that_a_sheet_of_tables_does_not_meet(
    gateway: Gateway, start_gateway: Callable[..., Gateway]
) -> None:
    client = start_gateway(Settings()).client
    statuses = [client.post("/codes/render/qr/").status for _ in range(130)]

    assert statuses[:81] == [200] * 81
    assert statuses.count(429) > 30
    assert client.get("/codes/new/").status == 200


def test_codes_are_issued_to_an_address_at_a_pace_and_to_services_without(
    gateway: Gateway, start_gateway: Callable[..., Gateway]
) -> None:
    client = start_gateway(Settings()).client
    statuses = [client.get("/codes/new/").status for _ in range(90)]

    assert statuses[:61] == [200] * 61
    assert statuses.count(429) > 20
    assert client.get("/codes/other/").status == 200


def answered(wires: list[socket.socket]) -> list[bytes]:
    """The statuses of the answers that are there; empty where the connection was refused."""
    return [status_on(wire) for wire in select.select(wires, [], [], 0)[0]]


def status_on(wire: socket.socket) -> bytes:
    try:
        return wire.recv(100)[9:12]
    except OSError:
        return b""


def test_no_line_of_nginx_tells_a_code(
    gateway: Gateway, start_gateway: Callable[..., Gateway], sockets: Sockets
) -> None:
    code = "0123456789abcdef" * 2 + "deadbeef"
    changed = {"worker_connections 16384": "worker_connections 40", "orders-ws.sock": "gone.sock"}
    small = start_gateway(Settings(), changed)
    path = f"/orders/sessions/get/{code}/?guest_key=secret-key"
    assert sockets.open(small.port, f"/ws/orders/{code}/?since=secret-key") == 503
    gateway.services["orders-http"].stop()
    try:
        assert small.client.get(path).status == 503
    finally:
        gateway.services["orders-http"].start()
    small.client.post(path, b" " * 300_000)
    small.client.raw(f"GET {path} HTTP/1.1\r\nHost: h\r\nX: {'x' * 9000}\r\n\r\n".encode())
    small.client.raw(f"GET {path} HTTP/1.1\r\nHost: secret-key/\r\n\r\n".encode())
    with contextlib.ExitStack() as held:
        wires = []
        for _ in range(90):  # each at once with half a request, which keeps nginx from closing it
            wire = socket.create_connection(("127.0.0.1", small.port), 10)
            wires.append(held.enter_context(wire))
            with contextlib.suppress(OSError):
                wire.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\n".encode())
        wait_for(lambda: "are not enough" in small.log.read_text(), SOON, "connections are short")
        answering = threading.Event()
        held.callback(answering.set)
        orders = gateway.services["orders-http"]
        orders.reply = lambda _: Reply(200 if answering.wait(SOON) else 504)
        for wire in wires:  # while the first ones wait for their answers, no connection is left
            with contextlib.suppress(OSError):
                wire.sendall(b"\r\n")
        wait_for(lambda: b"500" in answered(wires), SOON, "one gets none")

    log = small.log.read_text()
    assert code not in log
    assert code[8:] not in log
    assert "secret-key" not in log
