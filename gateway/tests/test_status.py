"""The status process as it runs: its own process, asking fake services."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.pages import HERE
from gateway.status import UnixConnection
from gateway.tests.fakes import SOON, FakeService, Reply
from tests.support.waiting import listens, wait_for
from tools.stack.temporary import free_port

Ask = Callable[[str], tuple[int, Any]]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[dict[str, FakeService]]:
    fakes = {
        name: FakeService(tmp_path / f"{name}.sock")
        for name in ("codes-http", "orders-http", "orders-ws")
    }
    for fake in fakes.values():
        fake.reply = lambda _: Reply(body=b'{"ready":true}')
    yield fakes
    for fake in fakes.values():
        fake.stop()


@contextlib.contextmanager
def status_process(*arguments: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, str(HERE / "status.py"), *arguments])
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(5) == 0


@pytest.fixture
def ask(tmp_path: Path, services: dict[str, FakeService]) -> Iterator[Ask]:
    address = tmp_path / "status.sock"
    address.write_text("left behind by a crash")
    checks = [f"--check={name}=unix:{tmp_path / name}.sock" for name in services]

    def ask(path: str, method: str = "GET") -> tuple[int, Any]:
        with contextlib.closing(UnixConnection(str(address))) as connection:
            connection.connect()
            connection.sock.settimeout(5)
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
        return answer.status, json.loads(body) if body else None

    with status_process("--unix-socket", str(address), *checks):
        wait_for(lambda: listens(address), SOON, "the status process answers")
        yield ask


def until_fresh(ask: Ask, *, ready: bool) -> None:
    """Waits past the second that a result serves."""
    wait_for(lambda: ask("/status.json")[1]["ready"] is ready, SOON, f"ready is {ready}")


def test_all_ready(ask: Ask) -> None:
    all_ready = {name: {"ready": True} for name in ("codes-http", "orders-http", "orders-ws")}
    for path in ("/readyz", "/readyz/", "/status.json", "/readyz?x=1"):
        assert ask(path) == (200, {"ready": True, "services": all_ready})
    assert ask("/readyz", "HEAD") == (200, None)  # type: ignore[call-arg]
    assert ask("/other") == (404, {"success": False, "reason": "not_found"})


def test_names_what_is_not_ready_and_why(ask: Ask, services: dict[str, FakeService]) -> None:
    services["orders-ws"].stop()
    services["codes-http"].reply = lambda _: Reply(503, b'{"ready":false,"failing":["database"]}')
    services["orders-http"].reply = lambda _: Reply(500, b"[]")
    until_fresh(ask, ready=False)

    status, document = ask("/readyz")

    assert status == 503
    assert document == {
        "ready": False,
        "not_ready": ["codes-http", "orders-http", "orders-ws"],
        "services": {
            "codes-http": {"ready": False, "failing": ["database"]},
            "orders-http": {"ready": False, "failing": ["status_500"]},
            "orders-ws": {"ready": False, "failing": ["no_answer"]},
        },
    }
    assert ask("/status.json") == (200, document)

    services["orders-ws"].start()
    for fake in services.values():
        fake.reply = lambda _: Reply(body=b'{"ready":true}')
    until_fresh(ask, ready=True)


def test_nonsense_is_not_ready(ask: Ask, services: dict[str, FakeService]) -> None:
    services["codes-http"].reply = lambda _: Reply(body=b"<html>")
    services["orders-http"].reply = lambda _: Reply(hang_up=True)
    until_fresh(ask, ready=False)

    assert ask("/readyz")[1]["not_ready"] == ["codes-http", "orders-http"]


def test_a_service_that_hangs_costs_a_second_and_no_more(
    ask: Ask, services: dict[str, FakeService]
) -> None:
    release = threading.Event()

    def hang(_: object) -> Reply:
        release.wait(10)
        return Reply()

    for name in ("orders-http", "orders-ws"):
        services[name].reply = hang
    try:
        until_fresh(ask, ready=False)
        assert ask("/readyz")[1]["not_ready"] == ["orders-http", "orders-ws"]
    finally:
        release.set()


def test_asking_often_does_not_reach_the_services(
    ask: Ask, services: dict[str, FakeService]
) -> None:
    callers = [
        threading.Thread(target=lambda: [ask("/readyz") for _ in range(20)]) for _ in range(8)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    assert len(services["codes-http"].seen) <= 3
    assert {seen.path for seen in services["codes-http"].seen} == {"/readyz/"}


def test_over_tcp() -> None:
    port = free_port()
    service = FakeService(("127.0.0.1", port - 80))
    with status_process("--port", str(port), f"--check=codes-http=http://127.0.0.1:{port - 80}"):
        answers: list[int] = []

        def answered() -> bool:
            with contextlib.suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                with contextlib.closing(connection):
                    connection.request("GET", "/readyz/")
                    answers.append(connection.getresponse().status)
            return bool(answers)

        wait_for(answered, SOON, "the status process answers")
    service.stop()
    assert answers == [200]
    assert service.seen[0].headers["host"] == f"127.0.0.1:{port - 80}"
