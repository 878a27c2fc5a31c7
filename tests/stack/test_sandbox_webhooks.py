"""The sandbox's webhooks: signed, twice, out of order, until they have arrived."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest

from tests.stack.test_sandbox import AUTH, ORDER
from tests.support.waiting import wait_for
from tools.sandbox import webhooks
from tools.sandbox.temporary import Sandbox, sandbox
from tools.sandbox.webhooks import GIVEN_UP_AFTER, delays, pause

SOON = 15.0  # seconds


class Hook(NamedTuple):
    """A webhook as it arrived."""

    event_id: str
    signature: str
    body: bytes

    @property
    def event(self) -> str:
        return str(json.loads(self.body)["event"])


class Endpoint:
    """A service that webhooks come to; it answers with `status`."""

    def __init__(self) -> None:
        self.hooks: list[Hook] = []
        self.status = 200
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                event_id = self.headers["X-Razorpay-Event-Id"]
                endpoint.hooks.append(Hook(event_id, self.headers["X-Razorpay-Signature"], body))
                self.send_response(endpoint.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook/"
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def counted(self) -> dict[str, int]:
        return dict(Counter(hook.event for hook in self.hooks))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.stop()


@pytest.fixture
def box(endpoint: Endpoint) -> Iterator[Sandbox]:
    with sandbox([endpoint.url], seed="7") as running:
        yield running


def order(box: Sandbox, **change: object) -> str:
    status, answer = box.ask("POST", "/v1/orders", {**ORDER, **change}, AUTH)
    assert status == 200
    return str(answer["id"])


@pytest.mark.parametrize(
    ("action", "change", "events"),
    [
        ("pay", {}, {"payment.captured": 2, "order.paid": 2}),
        ("pay_and_close", {}, {"payment.captured": 2, "order.paid": 2}),
        ("pay_twice", {}, {"payment.captured": 4, "order.paid": 2}),
        ("decline", {}, {"payment.failed": 2}),
        ("pay", {"payment_capture": 0}, {"payment.authorized": 2}),
    ],
)
def test_each_event_comes_twice(
    box: Sandbox, endpoint: Endpoint, action: str, change: dict[str, object], events: dict[str, int]
) -> None:
    order_id = order(box, **change)
    box.act(order_id, action)
    wait_for(lambda: endpoint.counted() == events, SOON, f"{events} arrive")
    assert set(Counter(hook.event_id for hook in endpoint.hooks).values()) == {2}
    for hook in endpoint.hooks:
        good = hmac.new(b"sandbox-webhook", hook.body, hashlib.sha256).hexdigest()
        assert hook.signature == good
        payment = json.loads(hook.body)["payload"]["payment"]["entity"]
        assert (payment["order_id"], payment["amount"]) == (order_id, 6002)
    wait_for(lambda: waiting(box) == 0, SOON, "none waits any more")


def in_its_file(box: Sandbox, statement: str, *values: float) -> list[Any]:
    """Look into the sandbox's own file, or change it."""
    path = box.directory / "sandbox.sqlite"
    with closing(sqlite3.connect(path, timeout=SOON)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def waiting(box: Sandbox) -> int:
    """How many webhooks have not arrived."""
    return int(in_its_file(box, "SELECT count(*) FROM deliveries")[0][0])


def test_what_only_the_api_did_is_told_to_nobody(box: Sandbox, endpoint: Endpoint) -> None:
    box.ask("POST", "/v1/payments/pay_unseen/refund", {"amount": 1}, AUTH)
    order(box)
    assert waiting(box) == 0
    assert endpoint.hooks == []


def test_what_is_refused_comes_again(box: Sandbox, endpoint: Endpoint) -> None:
    endpoint.status = 500
    box.act(order(box), "decline")
    wait_for(lambda: len(endpoint.hooks) == 4, SOON, "both copies have come again")
    assert len(set(endpoint.hooks)) == 1
    endpoint.status = 204
    wait_for(lambda: waiting(box) == 0, SOON, "both have arrived")


@pytest.mark.parametrize("attempt", range(3))
def test_kill_9_between_act_and_webhook_loses_nothing(
    box: Sandbox, endpoint: Endpoint, attempt: int
) -> None:
    endpoint.status = 503
    order_id = order(box)
    box.act(order_id, "pay")
    box.kill()
    endpoint.status = 200
    box.start()
    wait_for(lambda: waiting(box) == 0, SOON, "all have arrived")
    assert set(endpoint.counted()) == {"payment.captured", "order.paid"}
    assert min(endpoint.counted().values()) >= 2
    assert box.ask("GET", f"/v1/orders/{order_id}", None, AUTH)[1]["status"] == "paid"


def test_an_endpoint_that_hangs_keeps_no_other_waiting(endpoint: Endpoint) -> None:
    with hanging() as silent, sandbox([silent, endpoint.url]) as box:
        box.act(order(box), "pay_twice")
        expected = {"payment.captured": 4, "order.paid": 2}
        wait_for(lambda: endpoint.counted() == expected, SOON, "they arrive")


@contextmanager
def hanging() -> Iterator[str]:
    """The address of something that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook/"


def test_a_seed_decides_in_which_order_copies_set_out() -> None:
    plans = [delays("7", number, 4) for number in range(50)]
    assert plans == [delays("7", number, 4) for number in range(50)]
    assert plans != [delays("8", number, 4) for number in range(50)]
    assert all(0 <= delay <= webhooks.SPREAD for plan in plans for delay in plan)
    captured, paid = plans[0::2], plans[1::2]
    overtakes = [min(later) < min(first) for first, later in zip(captured, paid, strict=True)]
    assert 5 < sum(overtakes) < 20


def test_pauses_double_up_to_a_minute() -> None:
    assert [pause(attempts) for attempts in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pause(10_000) == 60


def test_what_has_not_arrived_after_a_day_is_given_up(box: Sandbox, endpoint: Endpoint) -> None:
    endpoint.status = 500
    box.act(order(box), "decline")
    wait_for(lambda: len(endpoint.hooks) >= 2, SOON, "they are refused")
    box.kill()
    in_its_file(box, "UPDATE deliveries SET since = since - ?, due = 0", GIVEN_UP_AFTER)
    box.start()
    wait_for(lambda: waiting(box) == 0, SOON, "they are given up")
    assert box.output().count("a webhook for /hook/ is given up") == 2
