"""What the registry says becomes routes, envelopes and limits: exact paths, aliases, devices."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from gateway.render import Settings
from gateway.tests.conftest import Gateway
from gateway.tests.fakes import SOON, FakeService, Reply, fake_socket_service
from suite import registry
from suite.registry import HTTP, SERVICES, WORKER, WS, Route, Service
from tests.support.waiting import wait_for

SHOP = Service(
    name="shop",
    port_index=9,
    purpose="Machines",
    processes=(HTTP, WS, WORKER),
    apps=("devices", "vending"),
    routes=(
        Route("/shop", envelope="problem"),
        Route("/api/box", envelope="detail"),
        Route("/api/boxes", exact=True, envelope="error"),
        Route("/api/boxes/heartbeat", envelope="detail"),
        Route("/make-order", exact=True, envelope="fault"),
        Route("/ws/box", WS, exact=True),
        Route("/ws/box/shop", WS),
    ),
    aliases=("codes",),
    device_paths=("/api/box", "/api/boxes/heartbeat"),
)


@pytest.fixture(scope="module")
def shop(
    directory: Path, start_gateway: Callable[[Settings], Gateway], services: dict[str, FakeService]
) -> Iterator[Gateway]:
    """A gateway whose registry has one service more."""
    fake = FakeService(directory / "shop-http.sock")
    with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as stack:
        patch.setattr(registry, "SERVICES", (*SERVICES, SHOP))
        stack.enter_context(fake_socket_service(directory / "shop-ws.sock"))
        stack.callback(fake.stop)
        gateway = start_gateway(Settings())
        gateway.services = {**services, "shop-http": fake}
        yield gateway


@pytest.fixture(autouse=True)
def _fresh(shop: Gateway) -> None:
    for fake in shop.services.values():
        fake.reset()


def test_each_service_has_its_own_port_name_and_paths() -> None:
    assert [entry.port_index for entry in SERVICES] == list(range(len(SERVICES)))
    paths = [route.path for entry in SERVICES for route in entry.routes]
    assert len(paths) == len(set(paths))
    assert all(path.startswith("/") and not path.endswith("/") for path in paths)
    assert len({entry.name for entry in SERVICES}) == len(SERVICES)
    for entry in SERVICES:
        assert {route.process for route in entry.routes} <= set(entry.processes)
        assert set(entry.peers) <= {other.name for other in SERVICES}
        assert (registry.ROOT / "requirements" / f"{entry.requirements}.txt").is_file()


def test_nobody_calls_in_a_circle() -> None:
    """Reading the calls one after the other, every peer comes before who calls it."""
    seen: set[str] = set()
    for entry in SERVICES:
        assert set(entry.peers) <= seen
        seen.add(entry.name)


def test_names_follow_from_the_entry() -> None:
    assert SHOP.process_names == ("shop-http", "shop-ws", "shop-worker")
    assert SHOP.unavailable == "shop_service_unavailable"
    assert SHOP.directory == registry.ROOT / "services" / "shop"
    assert (SHOP.live, registry.service("codes").live) == (True, False)
    assert registry.service("codes").apps == ("codes",)
    with pytest.raises(KeyError):
        registry.service("nobody")


@pytest.mark.parametrize(
    ("path", "envelope"),
    [
        ("/shop/x/", "problem"),
        ("/api/box/M1", "detail"),
        ("/api/boxes", "error"),
        ("/api/boxes/", "error"),
        ("/api/boxes/heartbeat", "detail"),
        ("/make-order", "fault"),
        ("/internal/x/", "reason"),
    ],
)
def test_the_most_exact_route_counts(path: str, envelope: str) -> None:
    assert registry.envelope_of(SHOP, path) == envelope


@pytest.mark.parametrize("path", ["/api/boxes", "/api/boxes/", "/api/box/M1/x"])
def test_an_exact_path_reaches_its_service(shop: Gateway, path: str) -> None:
    assert shop.client.get(path).status == 200
    assert [seen.path for seen in shop.services["shop-http"].seen] == [path]


@pytest.mark.parametrize("path", ["/api/boxes/other", "/api/boxesx", "/api/"])
def test_but_nothing_below_it(shop: Gateway, path: str) -> None:
    assert shop.client.get(path).status == 404
    assert shop.services["shop-http"].seen == []


def test_an_exact_websocket_does_not_swallow_those_below_it(shop: Gateway) -> None:
    for path in ("/ws/box", "/ws/box/", "/ws/box/shop/1/", "/ws/orders/abc/"):
        with connect(f"ws://127.0.0.1:{shop.port}{path}") as ws:
            assert json.loads(ws.recv(5))["path"] == path
    with pytest.raises(InvalidStatus, match="404"):
        connect(f"ws://127.0.0.1:{shop.port}/ws/nobody/")


def test_a_worker_is_asked_by_nobody(shop: Gateway) -> None:
    conf = next(Path(shop.log.parent).glob("nginx.conf")).read_text()
    assert "shop-http" in conf
    assert "shop-worker" not in conf


def test_its_routes_answer_on_the_port_of_the_service_that_it_names(shop: Gateway) -> None:
    codes = shop.development_client(registry.service("codes").port_index)
    assert codes.get("/api/box/M1").status == 200
    assert codes.get("/api/boxes").status == 200
    assert codes.get("/codes/new/").status == 200
    assert codes.get("/internal/x").status == 200
    assert [seen.path for seen in shop.services["shop-http"].seen] == [
        "/api/box/M1",
        "/api/boxes",
    ]
    assert [seen.path for seen in shop.services["codes-http"].seen] == [
        "/codes/new/",
        "/internal/x",
    ]
    with connect(f"ws://127.0.0.1:{codes.port}/ws/box") as ws:
        assert json.loads(ws.recv(5))["path"] == "/ws/box"


def test_what_peers_ask_all_the_time_is_logged_only_when_it_fails(shop: Gateway) -> None:
    products = shop.development_client(registry.service("products").port_index)
    polled = "/internal/products/changes/?since=7"
    products.get(polled, X_Request_Id="polled-1")
    shop.services["products-http"].reply = lambda _: Reply(503, b"{}")
    products.get(polled, X_Request_Id="polled-2")
    products.get("/internal/products/batch/", X_Request_Id="polled-3")
    wait_for(lambda: any("polled-3" in line for line in shop.log_lines()), SOON, "it is logged")
    ids = [json.loads(line)["request_id"] for line in shop.log_lines() if "polled-" in line]
    assert ids == ["polled-2", "polled-3"]


def test_devices_are_counted_by_their_key_and_not_by_the_address_of_their_shop(
    shop: Gateway,
) -> None:
    def burst(path: str, key: str, times: int) -> list[int]:
        headers = {"Authorization": f"Bearer {key}"}
        return [shop.client.get(path, **headers).status for _ in range(times)]

    greedy = burst("/api/box/M1", "one", 120)
    assert greedy[:50] == [200] * 50
    assert 429 in greedy
    assert burst("/api/box/M2", "another", 40) == [200] * 40
    without_key = [shop.client.get("/api/box/M3").status for _ in range(300)]
    assert set(without_key) == {200}, "an address has a far higher limit there"


def test_the_gateway_s_own_errors_have_the_envelope_of_the_route(shop: Gateway) -> None:
    huge = b"x" * 1_100_000
    assert set(shop.client.post("/api/box/M1", huge).json()) == {"detail"}
    assert set(shop.client.post("/api/boxes", huge).json()) == {"error", "message"}
    assert set(shop.client.post("/make-order", huge).json()) == {"error"}
    assert shop.client.post("/shop/x/", huge).json()["code"] == "request_too_large"
