"""The only door: every public call is reachable through it, nothing else is."""

from __future__ import annotations

import http.client
import json
import re
import secrets
from functools import partial
from typing import Any

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from suite.registry import SERVICES
from tests.support.api import Api, Place, answer
from tests.support.stack import Stack
from tests.support.waiting import wait_for

NAMES = [service.name for service in SERVICES]
NOT_FOUND = {"success": False, "reason": "not_found"}
PRIVATE = ["internal/verify", "internal/products/1", "metrics", "healthz"]
TRICKS = [
    "/{}",
    "/{}/",
    "//{}/",
    "/./{}/",
    "/orders/../{}/",
    "/orders/%2e%2e/{}/",
    "/orders/..%2f{}/",
    "/orders/..;/{}/",
    "/orders//{}/",
    "/orders/{}/",
    "/ws/orders/{}/",
    "/ws/orders/../../{}/",
    "/orders\\..\\{}/",
    "/{}/?x=/orders/",
    "/{}%20/",
    "/{};/",
    "/%2f{}/",
]


def raw(stack: Stack, target: str, **headers: str) -> tuple[int, bytes]:
    """Send a request line as it is, which a client library would tidy up."""
    wire = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=10)
    try:
        wire.putrequest("GET", target, skip_accept_encoding=True)
        for name, value in headers.items():
            wire.putheader(name.replace("_", "-"), value)
        wire.endheaders()
        got = wire.getresponse()
        return got.status, got.read()
    finally:
        wire.close()


def operations(stack: Stack, service: str) -> list[tuple[str, str]]:
    """Method and path of every call that the service documents."""
    document = requests.get(f"{stack.url}/{service}/openapi.json", timeout=10).json()
    return [
        (method.upper(), re.sub(r"{[^}]*code}", "0" * 40, path).replace("{", "").replace("}", ""))
        for path, item in document["paths"].items()
        for method in item
    ]


@pytest.mark.parametrize("service", NAMES)
def test_every_documented_call_is_reachable(stack: Stack, service: str) -> None:
    calls = operations(stack, service)
    public = [(method, path) for method, path in calls if not path.startswith("/internal/")]
    assert public
    for method, path in public:
        for form in (path, path.rstrip("/")):
            got = requests.request(method, stack.url + form, data=b"{}", timeout=10)
            assert got.status_code < 500, (method, form)
            assert got.json() != NOT_FOUND, (method, form)


@pytest.mark.parametrize("service", NAMES)
def test_internal_calls_are_not(stack: Stack, service: str) -> None:
    calls = operations(stack, service)
    for method, path in [call for call in calls if call[1].startswith("/internal/")]:
        for form in (path, path.rstrip("/"), f"/{service}{path}"):
            got = requests.request(method, stack.url + form, data=b"{}", timeout=10)
            assert (got.status_code, got.json()) == (404, NOT_FOUND), (method, form)
        own = requests.request(method, stack.address(service) + path, data=b"{}", timeout=10)
        assert own.status_code in {400, 403}, (method, path)


@pytest.mark.parametrize("private", PRIVATE)
def test_no_trick_reaches_what_is_private(stack: Stack, private: str) -> None:
    tricks = [*TRICKS, TRICKS[0].replace("{}", private.upper())]
    for target in [trick.format(private) for trick in tricks]:
        status, body = raw(stack, target)
        assert status in {400, 404}, target
        assert b"aisle_http" not in body, target
        assert b"alive" not in body, target
    encoded = "/" + "".join(f"%{ord(each):02x}" for each in private)
    absolute = f"http://127.0.0.1:{stack.port}/{private}/"
    for target in (encoded, absolute):
        assert raw(stack, target)[0] in {400, 404}, target
    rewriting = {"X_Original_URL": f"/{private}/", "X_Rewrite_URL": f"/{private}/"}
    assert b"openapi" in raw(stack, "/orders/openapi.json", **rewriting)[1]


@pytest.mark.parametrize("service", NAMES)
def test_documentation_pages_work_with_their_own_parts(stack: Stack, service: str) -> None:
    page = requests.get(f"{stack.url}/{service}/docs/", timeout=10)
    assert page.headers["Content-Type"].startswith("text/html")
    parts = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert parts
    for part in parts:
        assert requests.get(stack.url + part, timeout=10).status_code == 200, part


def test_sockets_of_other_paths_are_refused(stack: Stack, table: str) -> None:
    for path in ("/ws/nothing/", f"/anything/ws/session/{table}/", f"/ws/session/{'0' * 40}/"):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{stack.port}{path}", proxy=None)
        assert refused.value.response.status_code in {403, 404}


def test_a_request_id_goes_through_all_services(stack: Stack, api: Api, place: Place) -> None:
    identity = {"X-Request-Id": f"walk-{secrets.token_hex(8)}"}
    product = place.sell("Espresso")
    body: dict[str, Any] = {**place.owner.claim, "location_id": place.location_id, "name": "T 1"}
    opened = api.post("/orders/sessions/create/", body, headers=identity)
    assert opened.headers["X-Request-Id"] == identity["X-Request-Id"]
    order = {"product_id": product, "session_code": answer(opened)["code"]}
    answer(api.post("/orders/create/", order, headers=identity))
    for path in ("/api/trolleys", "/api/machines"):
        assert api.get(path, headers=identity).status_code == 200

    def named_by(log: str) -> bool:
        lines = (line for line in stack.log(log).splitlines() if line.startswith("{"))
        return any(json.loads(line)["request_id"] == identity["X-Request-Id"] for line in lines)

    for log in ("gateway", *(f"{name}-http" for name in NAMES)):
        wait_for(partial(named_by, log), 5, f"the id in the log of {log}")


def test_no_log_holds_a_secret(stack: Stack, api: Api, table: str) -> None:
    user = api.register()
    api.get(f"/orders/sessions/get/{table}/?session_key={user.session_key}")
    api.get("/verification/me/", headers=user.bearer)
    wait_for(lambda: "/verification/me" in stack.log("verification-http"), 5, "the log line")
    logs = "".join(path.read_text() for path in (stack.home / "logs").glob("*.log"))
    for secret in (user.password, user.session_key, user.access, user.refresh, table):
        assert secret not in logs
