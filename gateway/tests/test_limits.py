"""What the gateway slows down."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable

from gateway.render import Settings
from gateway.tests.conftest import Gateway
from gateway.tests.fakes import Client


def test_guessing_passwords_is_slow_and_other_work_is_not(
    gateway: Gateway, start_gateway: Callable[[Settings], Gateway]
) -> None:
    limited = start_gateway(Settings())

    answers = [limited.client.post("/verification/login/") for _ in range(14)]

    assert [answer.status for answer in answers] == [200] * 11 + [429] * 3
    refused = answers[-1]
    assert refused.json() == {"success": False, "reason": "too_many_requests"}
    assert refused.headers["retry-after"] == "6"
    assert limited.client.post("/verification/register").status == 429
    assert limited.client.get("/verification/login/").status == 200
    assert limited.client.post("/verification/verify/").status == 200
    assert limited.client.post("/orders/create/").status == 200
    assert limited.development_client(0).post("/verification/login/").status == 200


def flood(client: Client, count: int, path: str = "/products/find/") -> Counter[int]:
    """The statuses of `count` pipelined requests, sent far faster than a client waits."""
    request = f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode()
    last = f"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as connection:
        threading.Thread(target=connection.sendall, args=(request * (count - 1) + last,)).start()
        data = b"".join(iter(lambda: connection.recv(65536), b""))
    return Counter(int(status) for status in re.findall(rb"HTTP/1.1 (\d+) ", data))


def test_a_flood_is_limited_and_limits_can_be_off(
    gateway: Gateway, start_gateway: Callable[[Settings], Gateway]
) -> None:
    started = time.monotonic()
    statuses = flood(start_gateway(Settings()).client, 800)
    allowed = 201 + 100 * (time.monotonic() - started) + 1
    assert 201 <= statuses[200] <= allowed
    assert statuses[429] == 800 - statuses[200]

    unlimited = start_gateway(Settings(RATE_LIMITS="off"))
    assert flood(unlimited.client, 800) == {200: 800}
    assert {unlimited.client.post("/verification/login/").status for _ in range(30)} == {200}


def test_pictures_are_sent_slowly_and_shown_fast(
    gateway: Gateway, start_gateway: Callable[[Settings], Gateway]
) -> None:
    limited = start_gateway(Settings())
    picture = f"/products/pictures/16/{'0' * 32}-640.jpg"

    started = time.monotonic()
    sent = Counter(limited.client.post("/products/picture/16/").status for _ in range(40))
    assert 21 <= sent[200] <= 21 + 2 * (time.monotonic() - started) + 1
    assert sent[429] == 40 - sent[200]
    shown = flood(limited.client, 800, picture)
    assert shown == {200: 800}
    # All of these leave what the address may ask for besides.
    assert flood(limited.client, 190) == {200: 190}
