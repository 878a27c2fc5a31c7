"""What the gateway adds, limits and refuses itself."""

from __future__ import annotations

import re
import signal
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from gateway.render import Settings
from gateway.tests.conftest import Gateway
from gateway.tests.fakes import SOON, Answer, Client, Reply
from tests.support.waiting import wait_for

PROBLEM = "application/problem+json"
MANY_HEADERS = b"".join(b"X-%d: %s\r\n" % (number, b"1" * 200) for number in range(130))
UPGRADE = b"GET /ws/orders/x/ HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"


def test_a_good_request_id_is_kept_and_any_other_replaced(gateway: Gateway) -> None:
    for sent, kept in (
        ("abc-1.2_Z", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("two words", False),
        ("a\tb", False),
        ("<b>", False),
        ("", False),
    ):
        answer = gateway.client.get("/codes/new/", X_Request_Id=sent)
        seen = gateway.services["codes-http"].seen[-1].headers["x-request-id"]
        assert answer.headers["x-request-id"] == seen
        assert seen == sent if kept else re.fullmatch("[0-9a-f]{32}", seen)


def test_a_service_learns_the_true_caller(gateway: Gateway) -> None:
    gateway.client.get(
        "/codes/new/",
        Host="shop.example:8080",
        X_Forwarded_For="6.6.6.6",
        X_Real_IP="6.6.6.6",
        X_Forwarded_Proto="https",
        X_Forwarded_Host="evil.example",
    )

    headers = gateway.services["codes-http"].seen[-1].headers
    assert headers["host"] == headers["x-forwarded-host"] == "shop.example:8080"
    assert headers["x-forwarded-for"] == headers["x-real-ip"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"


def test_a_trusted_proxy_speaks_for_the_caller(
    start_gateway: Callable[[Settings], Gateway], gateway: Gateway
) -> None:
    behind = start_gateway(Settings(TRUSTED_PROXIES="10.0.0.0/8, 127.0.0.1", HSTS_SECONDS="600"))

    answer = behind.client.get(
        "/codes/new/", X_Forwarded_For="6.6.6.6, 203.0.113.9, 10.1.2.3", X_Forwarded_Proto="https"
    )

    headers = gateway.services["codes-http"].seen[-1].headers
    assert headers["x-forwarded-for"] == headers["x-real-ip"] == "203.0.113.9"
    assert headers["x-forwarded-proto"] == "https"
    assert answer.headers["strict-transport-security"] == "max-age=600"
    assert "strict-transport-security" not in behind.client.get("/").headers


def test_every_answer_has_the_security_headers_once(gateway: Gateway) -> None:
    gateway.services["codes-http"].reply = lambda _: Reply(
        headers={
            "X-Frame-Options": "SAMEORIGIN",
            "X-Content-Type-Options": "nosniff",
            "X-Request-Id": "own",
        }
    )

    for path in ("/", "/docs/", "/codes/new/", "/nothing", "/status.json"):
        names = Counter(name for name, _ in gateway.client.get(path).header_list)
        answer = gateway.client.get(path)
        names.pop("vary", None)  # what is compressed has one more
        assert max(names.values()) == 1
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["content-security-policy"].startswith("default-src 'self'; ")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "permissions-policy" in answer.headers
        assert answer.headers["server"] == "nginx"
        assert "access-control-allow-origin" not in answer.headers
        assert "strict-transport-security" not in answer.headers


def test_a_service_may_bring_its_own_content_security_policy(gateway: Gateway) -> None:
    gateway.services["orders-http"].reply = lambda _: Reply(
        headers={"Content-Security-Policy": "default-src 'none'"}
    )

    answer = gateway.client.get("/orders/docs/")

    policies = [value for name, value in answer.header_list if name == "content-security-policy"]
    assert policies == ["default-src 'none'"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"HELLO\r\n\r\n", 400),
        (b"GET /orders/\x00 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET /orders/%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET /orders/%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET /orders/ HTTP/1.1\r\n\r\n", 400),
        (b"GET /orders/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"POST /orders/ HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400),
        (
            b"POST /orders/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n",
            400,
        ),
        (b"POST /orders/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: rot13\r\n\r\n", 501),
        (b"GET /orders/ HTTP/9.1\r\nHost: h\r\n\r\n", 505),
        (b"GET /orders/" + b"x" * 9000 + b" HTTP/1.1\r\nHost: h\r\n\r\n", 431),
        (b"GET /orders/ HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 9000 + b"\r\n\r\n", 431),
        (b"GET /orders/ HTTP/1.1\r\nHost: h\r\n" + MANY_HEADERS + b"\r\n", 431),
        (b"GET /orders/ HTTP/1.1\r\nHost: h\r\nX: \x00\r\n\r\n", 400),
        (UPGRADE + b"Sec-WebSocket-Protocol: caf\xc3\xa9\r\n\r\n", 400),
        (UPGRADE + b"Sec-WebSocket-Protocol: a, \xff\r\n\r\n", 400),
        (UPGRADE + b"Sec-WebSocket-Protocol: a%0d%0aX: 1\r\n\r\n", 400),
    ],
)
def test_what_is_no_proper_request_gets_the_envelope_too(
    gateway: Gateway, data: bytes, status: int
) -> None:
    answer = gateway.client.raw(data)

    reason = "request_too_large" if status == 431 else "malformed_request"
    assert (answer.status, answer.json()) == (status, {"success": False, "reason": reason})
    assert answer.headers["content-type"] == "application/json"
    assert not any(fake.seen for fake in gateway.services.values())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/verification/login/", "verification_service_unavailable"),
        ("/locations/find/", "locations_service_unavailable"),
        ("/codes/new/", "code_service_unavailable"),
        ("/products/find/", "products_service_unavailable"),
        ("/orders/page.html", "orders_service_unavailable"),
    ],
)
def test_a_service_that_is_down_is_a_503_and_comes_back_by_itself(
    gateway: Gateway, path: str, reason: str
) -> None:
    service = gateway.services[f"{path.split('/')[1]}-http"]
    index = ["verification", "locations", "codes", "products", "orders"].index(path.split("/")[1])
    clients = (gateway.client, gateway.development_client(index))
    service.stop()
    try:
        for client in clients:
            for answer in (client.get(path), client.post(path)):
                assert (answer.status, answer.json()) == (503, {"success": False, "reason": reason})
                assert answer.headers["retry-after"] == "1"
                assert answer.headers["content-type"] == "application/json"
    finally:
        service.start()
    for client in clients:
        assert client.get(path).status == 200


def test_a_post_is_never_sent_twice(gateway: Gateway) -> None:
    orders = gateway.services["orders-http"]
    orders.reply = lambda _: Reply(hang_up=True)

    answer = gateway.client.post("/orders/create/", b'{"product_id": 1}')

    assert (answer.status, answer.json()["reason"]) == (503, "orders_service_unavailable")
    assert len(orders.seen) == 1


def test_a_problem_is_told_as_one_to_who_asks_for_it(gateway: Gateway) -> None:
    gateway.services["codes-http"].stop()
    try:
        for path, status, code in (
            ("/nothing", 404, "not_found"),
            ("/codes/x/", 503, "code_service_unavailable"),
        ):
            answer = gateway.client.get(path, Accept=f"{PROBLEM}, application/json;q=0.5")
            assert answer.headers["content-type"] == PROBLEM
            problem = answer.json()
            assert (answer.status, problem["status"], problem["code"]) == (status, status, code)
            assert problem["type"] == "about:blank"
            assert problem["detail"].endswith(".")
    finally:
        gateway.services["codes-http"].start()


def test_the_wrong_method_on_a_page(client: Client) -> None:
    answer = client.post("/")
    assert (answer.status, answer.json()) == (
        405,
        {"success": False, "reason": "incorrect_access_method"},
    )
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("verb", ["TRACE", "PROPFIND", "QWERTZ", "A" * 40])
@pytest.mark.parametrize("path", ["/", "/orders/x/", "/ws/orders/x/", "/nothing"])
def test_a_verb_that_nobody_takes_reaches_nobody(gateway: Gateway, verb: str, path: str) -> None:
    for client in (gateway.client, gateway.development_client(4)):
        answer = client.ask(verb, path)
        assert (answer.status, answer.json()["reason"]) == (405, "incorrect_access_method")
    assert not any(fake.seen for fake in gateway.services.values())
    if path == "/orders/x/":
        assert answer.headers["allow"] == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_services_get_all_verbs(gateway: Gateway, verb: str) -> None:
    assert gateway.client.ask(verb, "/orders/x/").status == 200
    assert gateway.services["orders-http"].seen[-1].method == verb


def test_a_websocket_without_its_service_is_refused_with_the_reason(
    gateway: Gateway, start_gateway: Callable[..., Gateway]
) -> None:
    lonely = start_gateway(Settings(), {"orders-ws.sock": "nobody.sock"})

    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"ws://127.0.0.1:{lonely.port}/ws/orders/abc/"),
    ):
        pass

    assert refused.value.response.status_code == 503
    assert b"orders_service_unavailable" in refused.value.response.body


def test_readiness_comes_from_the_status_process_and_is_json_without_it(gateway: Gateway) -> None:
    status = gateway.services["status"]
    status.reply = lambda _: Reply(503, b'{"ready":false,"not_ready":["orders-ws"],"services":{}}')
    for path in ("/readyz", "/readyz/", "/status.json"):
        answer = gateway.client.get(path)
        assert (answer.status, answer.json()["not_ready"]) == (503, ["orders-ws"])
    status.stop()
    try:
        answer = gateway.client.get("/readyz")
        assert (answer.status, answer.json()) == (503, {"ready": False, "not_ready": ["status"]})
    finally:
        status.start()


def test_a_reload_drops_no_request_and_no_websocket(
    gateway: Gateway, start_gateway: Callable[[Settings], Gateway]
) -> None:
    own = start_gateway(Settings())
    release = threading.Event()

    def wait(_: object) -> Reply:
        release.wait(10)
        return Reply()

    gateway.services["orders-http"].reply = wait
    answers: list[Answer] = []
    slow = threading.Thread(target=lambda: answers.append(own.client.get("/orders/slow/")))
    with connect(f"ws://127.0.0.1:{own.port}/ws/orders/abc/") as ws:
        ws.recv(5)
        slow.start()
        wait_for(lambda: gateway.services["orders-http"].seen, SOON, "the request has arrived")
        own.process.send_signal(signal.SIGHUP)
        assert own.client.get("/codes/new/").status == 200
        release.set()
        slow.join(10)
        ws.send("still here")
        assert ws.recv(5) == "still here"
    assert [answer.status for answer in answers] == [200]
