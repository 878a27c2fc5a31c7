"""The hosted page of the sandbox of payments: on one machine only, and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.render import Settings, container, embedded
from gateway.tests.conftest import Gateway
from gateway.tests.fakes import FakeService


@pytest.fixture
def sandbox(directory: Path) -> Iterator[FakeService]:
    fake = FakeService(directory / "sandbox.sock")
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def with_sandbox(start_gateway: Callable[..., Gateway]) -> Gateway:
    return start_gateway(Settings(), sandbox=True)


@pytest.mark.usefixtures("services")
def test_everything_below_its_path_is_the_sandboxs(
    with_sandbox: Gateway, sandbox: FakeService
) -> None:
    for path in ("/sandbox/pay/order_1?return=/t/", "/sandbox/assets/pay.css", "/sandbox/faults"):
        assert with_sandbox.client.get(path).status == 200
    assert [seen.path for seen in sandbox.seen][-1] == "/sandbox/faults"
    for path in ("/v1/orders", "/faults", "/sandboxes/", "/pay/order_1"):
        assert with_sandbox.client.get(path).status == 404
    assert len(sandbox.seen) == 3


@pytest.mark.usefixtures("services")
def test_while_it_is_down_its_family_of_errors_says_so(with_sandbox: Gateway) -> None:
    answer = with_sandbox.client.get("/sandbox/pay/order_1")
    assert answer.status == 503
    assert answer.json()["error"] == "sandbox_unavailable"


def test_without_a_sandbox_there_is_no_such_path(gateway: Gateway) -> None:
    answer = gateway.client.get("/sandbox/pay/order_1")
    assert (answer.status, answer.json()) == (404, {"success": False, "reason": "not_found"})


def test_a_container_knows_no_sandbox(tmp_path: Path) -> None:
    assert "sandbox" not in container(pages=tmp_path)
    plain = embedded(port=8080, runtime=tmp_path / "run", pages=tmp_path)
    assert not re.search(r"sandbox", plain.replace(str(tmp_path), ""))
