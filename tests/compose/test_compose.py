"""The suite in containers: the production shape, with two replicas of orders-http and orders-ws."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import requests
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.compose.conftest import Table
from tests.compose.suite import SERVICES, Suite, run, wait_for

LISTENERS = 6


class Listener:
    """A browser that watches one session, and comes back with `since` when it is cut off."""

    def __init__(self, suite: Suite, code: str) -> None:
        self._address = f"ws://127.0.0.1:{suite.port}/ws/orders/{code}/"
        self._socket = connect(self._address)
        self.cuts: list[int] = []
        self.events: list[dict[str, Any]] = []
        snapshot = json.loads(self._socket.recv(10))
        assert snapshot["type"] == "snapshot"
        self.seq, self.epoch = snapshot["seq"], snapshot["epoch"]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                for frame in self._socket:
                    self._take(json.loads(frame))
                return
            except ConnectionClosed as closed:
                self.cuts.append(closed.rcvd.code if closed.rcvd else 1006)
            self._come_back()

    def _come_back(self) -> None:
        def connected() -> bool:
            with contextlib.suppress(Exception):
                self._socket = connect(f"{self._address}?since={self.seq}&epoch={self.epoch}")
                return True
            return False

        wait_for(connected, 30, "the listener is back")

    def _take(self, event: dict[str, Any]) -> None:
        if "seq" in event and event["seq"] > self.seq:
            self.events.append(event)
            self.seq = event["seq"]

    def close(self) -> None:
        self._socket.close()
        self._thread.join(10)


@pytest.fixture
def listen(suite: Suite) -> Iterator[Callable[[str], list[Listener]]]:
    listeners: list[Listener] = []

    def start(code: str) -> list[Listener]:
        listeners.extend(Listener(suite, code) for _ in range(LISTENERS))
        return listeners

    yield start
    for listener in listeners:
        listener.close()


def order(suite: Suite, table: Table) -> requests.Response:
    body = {"product_id": table.product_id, "session_code": table.code}
    return suite.post("/orders/create/", body)


def sockets_of(container: str) -> int:
    """Open connections to port 8000 (1F40), as the container's kernel counts them."""
    lines = run("docker", "exec", container, "cat", "/proc/net/tcp").splitlines()[1:]
    return sum(line.split()[1].endswith(":1F40") and line.split()[3] == "01" for line in lines)


def healthy(suite: Suite, containers: list[str]) -> bool:
    states = (suite.inspect(container)["State"] for container in containers)
    return all(state["Health"]["Status"] == "healthy" for state in states)


def test_one_shots_end_well_and_everything_else_is_healthy(suite: Suite) -> None:
    for name in ("databases", *(f"{service}-migrate" for service in SERVICES)):
        (container,) = suite.containers(name)
        state = suite.inspect(container)["State"]
        assert (name, state["Status"], state["ExitCode"]) == (name, "exited", 0)
    names = [f"{service}-http" for service in SERVICES]
    for name in (*names, "orders-ws", "gateway", "status", "postgres", "redis"):
        containers = suite.containers(name)
        assert len(containers) == (2 if name in ("orders-http", "orders-ws") else 1)
        wait_for(partial(healthy, suite, containers), 60, f"{name} healthy")


def test_containers_are_locked_down(suite: Suite) -> None:
    names = [f"{service}-http" for service in SERVICES]
    for name in (*names, "orders-ws", "gateway", "status"):
        container = suite.containers(name)[0]
        facts = suite.inspect(container)
        assert facts["HostConfig"]["ReadonlyRootfs"], name
        assert facts["HostConfig"]["CapDrop"] == ["ALL"], name
        assert facts["HostConfig"]["Memory"] > 0, name
        assert run("docker", "exec", container, "id", "-u").strip() == "10001", name
    everything = [name for name in suite.compose("config", "--services").split() if name]
    published = {
        name: list(suite.inspect(container)["HostConfig"]["PortBindings"] or {})
        for name in everything
        for container in suite.containers(name)
    }
    assert {name: ports for name, ports in published.items() if ports} == {"gateway": ["8080/tcp"]}


def test_a_service_cannot_open_anothers_database(suite: Suite) -> None:
    (postgres,) = suite.containers("postgres")
    password = suite.setting("CODES_DB_PASSWORD")
    for database, allowed in (
        ("codes", True),
        ("orders", False),
        ("verification", False),
        ("postgres", False),
        ("template1", False),
    ):
        address = f"postgresql://codes:{password}@127.0.0.1/{database}"
        out = run(
            *("docker", "exec", postgres, "sh", "-c"),
            f"psql '{address}' -tAc 'select 1' 2>&1",
            check=False,
        )
        assert out.strip() == "1" if allowed else "permission denied for database" in out


def test_the_gateway_refuses_what_is_not_public(suite: Suite) -> None:
    for path in ("/internal/", "/orders/../internal/", "/metrics", "/orders/metrics", "/healthz"):
        address = requests.Request("GET", suite.url).prepare()
        address.url = suite.url + path
        answer = requests.Session().send(address, timeout=10)
        assert (answer.status_code, answer.json()["reason"]) == (404, "not_found")
    assert suite.get("/").headers["content-type"] == "text/html"
    assert suite.get("/status.json").json()["ready"] is True


def test_every_service_shows_its_documentation(suite: Suite) -> None:
    for service in SERVICES:
        assert suite.get(f"/{service}/openapi.json").json()["openapi"].startswith("3.")
        assert suite.get(f"/{service}/docs/").status_code == 200


def test_an_evening_at_a_table(suite: Suite, table: Table) -> None:
    first = order(suite, table)
    assert first.status_code == 200, first.text
    assert [one["product_id"] for one in first.json()["response"]["orders"]] == [table.product_id]

    close = f"/orders/sessions/close/{table.code}/"
    assert suite.post(close, {}).status_code == 403
    closed = suite.post(close, table.credentials)
    assert (closed.status_code, closed.json()["response"]["state"]) == (200, "CLOSED")
    late = order(suite, table)
    assert (late.status_code, late.json()["reason"]) == (400, "session_closed")


def test_listeners_on_both_replicas_see_the_same(
    suite: Suite, table: Table, listen: Callable[[str], list[Listener]]
) -> None:
    listeners = listen(table.code)
    replicas = suite.containers("orders-ws")
    assert min(sockets_of(replica) for replica in replicas) >= 1

    for _ in range(20):
        assert order(suite, table).status_code == 200

    last = listeners[0].seq + 20 - len(listeners[0].events)
    wait_for(lambda: all(one.seq == last for one in listeners), 10, "all events at all listeners")
    seen = [[event["seq"] for event in one.events] for one in listeners]
    assert seen == [list(range(last - 19, last + 1))] * LISTENERS
    assert all(one.events == listeners[0].events for one in listeners)
    assert not any(one.cuts for one in listeners)


def test_both_http_replicas_work(suite: Suite, table: Table) -> None:
    for _ in range(20):
        assert order(suite, table).status_code == 200

    for replica in suite.containers("orders-http"):
        assert "POST /orders/create/ 200" in run("docker", "logs", replica)


def test_a_replica_of_orders_http_restarts_and_nothing_accepted_is_lost(
    suite: Suite, table: Table
) -> None:
    replica = suite.containers("orders-http")[0]
    restart = threading.Thread(target=lambda: run("docker", "restart", "--time", "20", replica))
    statuses: list[int] = []
    restart.start()
    while restart.is_alive() or len(statuses) < 50:
        statuses.append(order(suite, table).status_code)
    restart.join()

    stored = suite.get(f"/orders/sessions/get/{table.code}/").json()["response"]["orders"]
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) <= len(stored) <= len(statuses)
    assert statuses.count(503) <= 2
    wait_for(suite.ready, 30, "ready again")


def test_a_replica_of_orders_ws_restarts_and_its_listeners_miss_nothing(
    suite: Suite, table: Table, listen: Callable[[str], list[Listener]]
) -> None:
    listeners = listen(table.code)
    replica = suite.containers("orders-ws")[0]
    restart = threading.Thread(target=lambda: run("docker", "restart", "--time", "20", replica))
    restart.start()
    placed = 0
    while restart.is_alive() or placed < 20:
        placed += order(suite, table).status_code == 200
    restart.join()
    placed += order(suite, table).status_code == 200

    wait_for(lambda: all(len(one.events) == placed for one in listeners), 30, "all caught up")
    assert all(one.events == listeners[0].events for one in listeners)
    assert 0 < sum(len(one.cuts) for one in listeners) < LISTENERS
    assert {code for one in listeners for code in one.cuts} == {1012}
