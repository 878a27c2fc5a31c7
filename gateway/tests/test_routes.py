"""What reaches a service, unchanged, and what never does."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from websockets.sync.client import connect

from gateway.tests.conftest import Gateway
from gateway.tests.fakes import SOON, Client, Reply
from suite.registry import HTTP, SERVICES, development_port
from tests.support.waiting import wait_for

NOT_FOUND = {"success": False, "reason": "not_found"}
BELOW = ("/some/thing/", "/some/thing", "/openapi.json", "/x/?a=1&b=%2F")
PUBLIC = [
    (service.name, route.path, path)
    for service in SERVICES
    for route in service.routes
    for path in ("/", "", "/?a=1&b=%2F", *(() if route.exact else BELOW))
    if route.process == HTTP
]


@pytest.mark.parametrize(("name", "prefix", "path"), PUBLIC)
def test_a_public_path_reaches_its_service_as_it_was_sent(
    gateway: Gateway, name: str, prefix: str, path: str
) -> None:
    answer = gateway.client.get(prefix + path)

    assert answer.status == 200
    assert [seen.path for seen in gateway.services[f"{name}-http"].seen] == [prefix + path]
    others = [fake.seen for key, fake in gateway.services.items() if key != f"{name}-http"]
    assert not any(others)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_passes_with_its_body(gateway: Gateway, method: str) -> None:
    answer = gateway.client.ask(
        method, "/codes/new/", b'{"a": "\xc3\xa4"}', Content_Type="text/plain"
    )

    assert answer.status == 200
    (seen,) = gateway.services["codes-http"].seen
    assert (seen.method, seen.body, seen.headers["content-type"]) == (
        method,
        b'{"a": "\xc3\xa4"}',
        "text/plain",
    )


@pytest.mark.parametrize(
    "path",
    [
        "/internal/",
        "/internal/stock/1",
        "/metrics",
        "/metrics/",
        "/healthz",
        "/healthz/",
        "//internal/",
        "///internal//stock",
        "/%69nternal/",
        "/INTERNAL/",
        "/orders/../internal/",
        "/orders/..%2finternal/",
        "/orders/%2e%2e/internal/",
        "/orders/%2E%2E%2Finternal/",
        "/orders/./internal/",
        "/internal/../orders/",
        "/%69nternal/../orders/x",
        "/orders/internal/",
        "/orders/%69nternal/x",
        "/orders/metrics",
        "/orders/metrics/",
        "/orders/healthz",
        "/orders//metrics",
        "/ws/orders/../../internal/",
        "/ws/../internal/",
        "/.",
        "/..;/internal/",
        "/nothing",
        "/ordersx/",
        "/orders.json",
        "/ws/nothing/abc/",
        "/wsx",
        "/tables/",
        "/-/malformed",
        "/assets/",
        "/assets/../nginx.conf",
        "/assets/nothing.css",
    ],
)
def test_what_is_not_public_is_not_found_and_asks_no_service(gateway: Gateway, path: str) -> None:
    for answer in (gateway.client.get(path), gateway.client.post(path, b"{}")):
        assert (answer.status, answer.json()) == (404, NOT_FOUND)
    assert not any(fake.seen for fake in gateway.services.values())


def test_an_absolute_address_is_no_way_around(gateway: Gateway) -> None:
    answer = gateway.client.raw(
        b"GET http://orders-http/internal/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    )

    assert (answer.status, answer.json()) == (404, NOT_FOUND)


def test_a_websocket_passes_both_ways(gateway: Gateway) -> None:
    for path in ("/ws/orders/abc/?since=3", "/ws/panel/7/", "/ws/session/abc/"):
        with connect(
            f"ws://127.0.0.1:{gateway.port}{path}", additional_headers={"X-Request-Id": "call-1"}
        ) as ws:
            assert json.loads(ws.recv(5)) == {"path": path, "id": "call-1"}
            ws.send("x" * 100_000)
            assert ws.recv(5) == "x" * 100_000
    assert not any(fake.seen for fake in gateway.services.values())


def test_a_service_answers_alone_on_its_development_port(gateway: Gateway) -> None:
    for service in SERVICES:
        own = gateway.services[f"{service.name}-http"]
        development = gateway.development_client(service.port_index)
        assert development.port == development_port(service, gateway.port)
        for path in ("/internal/x", "/metrics/", "/healthz", "/readyz", f"/{service.name}/x/"):
            assert development.get(path).status == 200
        assert [seen.path for seen in own.seen][-1] == f"/{service.name}/x/"
        assert len(own.seen) == 5


def test_a_development_port_has_the_websockets_of_its_service_only(gateway: Gateway) -> None:
    orders, codes = gateway.development_client(4), gateway.development_client(2)

    with connect(f"ws://127.0.0.1:{orders.port}/ws/session/abc/") as ws:
        assert json.loads(ws.recv(5))["path"] == "/ws/session/abc/"

    assert codes.get("/ws/session/abc/").status == 200
    assert [seen.path for seen in gateway.services["codes-http"].seen] == ["/ws/session/abc/"]


def test_connections_to_a_service_are_kept(gateway: Gateway) -> None:
    products = gateway.services["products-http"]
    gateway.client.get("/products/find/")
    before = products.connections

    for _ in range(20):
        assert gateway.client.get("/products/find/").status == 200
        assert gateway.client.post("/products/create/").status == 200

    assert products.connections == before
    assert "close" not in {seen.headers.get("connection") for seen in products.seen}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 422, 429, 500, 502, 503, 504])
def test_the_errors_of_a_service_pass_unchanged(gateway: Gateway, status: int) -> None:
    body = b'{"success": false, "reason": "its_own_reason"}'
    gateway.services["orders-http"].reply = lambda _: Reply(status, body)

    answer = gateway.client.post("/orders/create/", Accept="application/problem+json")

    assert (answer.status, answer.body) == (status, body)
    assert len(gateway.services["orders-http"].seen) == 1


def test_the_log_has_a_line_of_json_for_each_request(gateway: Gateway) -> None:
    code = "ac35940dff4d472ce4801a154de92406f3163565"
    gateway.client.get(f"/orders/sessions/get/{code}/?session_key=secret", X_Request_Id="line-1")
    gateway.client.get("/status.json", X_Request_Id="line-2")

    wait_for(lambda: any("line-1" in line for line in gateway.log_lines()), SOON, "it is logged")
    (line,) = [json.loads(line) for line in gateway.log_lines() if "line-1" in line]
    assert (line["method"], line["path"], line["status"]) == (
        "GET",
        "/orders/sessions/get/ac3594*/",
        200,
    )
    assert (line["upstream"], line["address"], line["bytes"]) == ("orders-http", "127.0.0.1", 16)
    assert {"time", "request_id", "duration", "upstream_time"} <= set(line)
    assert not any("secret" in line or "line-2" in line for line in gateway.log_lines())


UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/orders/{UUID}/x", "/orders/0f8fad*/x"),
        (f"/orders/{UUID.upper()}?a={UUID}", "/orders/0F8FAD*"),
        (f"/orders/{UUID.replace('-', '')}/", "/orders/0f8fad*/"),
        (f"/orders/{'a1' * 20}/to/{UUID}/", "/orders/a1a1a1*/to/0f8fad*/"),
        (f"/orders/x-{UUID}.json", "/orders/x-0f8fad*.json"),
        (f"/orders/%30{UUID[1:].replace('-', '%2d')}/", "/orders/%30f8fad*/"),
        (f"/orders/{'/'.join([UUID] * 4)}/", f"/orders/{'/'.join(['0f8fad*'] * 4)}/"),
        (f"/orders/{'/'.join([UUID] * 5)}/", "*"),
        ("/orders/deadbeef/1234567890", "/orders/deadbeef/1234567890"),
    ],
)
def test_credentials_in_paths_are_cut_wherever_they_are(
    gateway: Gateway, path: str, logged: str
) -> None:
    identity = f"mask-{uuid4().hex[:12]}"
    gateway.client.get(path, X_Request_Id=identity)
    wait_for(lambda: any(identity in line for line in gateway.log_lines()), SOON, "it is logged")
    (line,) = [json.loads(line) for line in gateway.log_lines() if identity in line]
    assert line["path"] == logged


@pytest.mark.parametrize("odd", ["\u202e", "é", "\x9b0m", "\u2066"])
def test_bytes_that_are_no_ascii_are_not_logged(gateway: Gateway, odd: str) -> None:
    """A raw one turns the reading direction of a terminal, or moves its cursor."""
    identity = f"odd-{uuid4().hex[:12]}"
    head = f"GET /orders/{odd}/ HTTP/1.1\r\nHost: h\r\nX-Request-Id: {identity}\r\n"
    gateway.client.raw(f"{head}Connection: close\r\n\r\n".encode())
    wait_for(lambda: any(identity in line for line in gateway.log_lines()), SOON, "it is logged")
    (line,) = [json.loads(line) for line in gateway.log_lines() if identity in line]
    assert line["path"] == "*"


def test_a_service_that_is_down_puts_no_credential_into_the_log(gateway: Gateway) -> None:
    code = uuid4().hex + "0" * 8
    gateway.services["codes-http"].stop()
    try:
        assert gateway.client.get(f"/codes/{code}/", X_Request_Id="down-1").status == 503
        wait_for(
            lambda: any("down-1" in line for line in gateway.log_lines()), SOON, "it is logged"
        )
    finally:
        gateway.services["codes-http"].start()
    (line,) = [json.loads(line) for line in gateway.log_lines() if "down-1" in line]
    assert line["upstream_status"].startswith("502")
    assert not any(code in line for line in gateway.log_lines())


def test_the_pages_are_there(client: Client) -> None:
    for path, kind in (
        ("/", "text/html"),
        ("/docs/", "text/html"),
        ("/docs", "text/html"),
        ("/assets/tokens.css", "text/css"),
        ("/assets/aisle.css", "text/css"),
        ("/assets/start.js", "text/javascript"),
        ("/assets/starting.js", "text/javascript"),
        ("/assets/aisle.svg", "image/svg+xml"),
    ):
        answer = client.get(path)
        assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert (
        client.get("/assets/aisle.css", Accept_Encoding="gzip").headers["content-encoding"]
        == "gzip"
    )


@pytest.mark.parametrize(
    "kind",
    ["text/html; charset=utf-8", "text/css", "text/javascript", "application/manifest+json"],
)
def test_what_pages_are_made_of_goes_compressed(gateway: Gateway, kind: str) -> None:
    gateway.services["orders-http"].reply = lambda _: Reply(
        200, b"a" * 5000, {"Content-Type": kind}
    )
    answer = gateway.client.get("/orders/panel/", Accept_Encoding="gzip")

    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]


def test_the_pages_link_every_service_and_keep_to_their_policy(client: Client) -> None:
    start, docs = (client.get(path).body.decode() for path in ("/", "/docs/"))

    for service in SERVICES:
        assert f'data-service="{service.name}"' in start
        assert f'href="/{service.name}/docs/"' in docs
        assert f'href="/{service.name}/openapi.json"' in docs
    for page in (start, docs):
        assert not any(
            inline in page for inline in ("<style", "style=", "onclick", "<script>", "{{")
        )
