"""A service that takes payments, the sandbox and the gateway, each as it runs."""

from __future__ import annotations

import hashlib
import hmac
import json
import signal
import sqlite3
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from testing.races import at_once

from tests.integration.sample.conftest import SampleStack
from tests.support.api import Api, User
from tests.support.waiting import wait_for
from tools.stack.plan import sandbox_port

# The first one also waits for the suite, which has 90 s to start on a machine that is busy.
pytestmark = pytest.mark.timeout(150)

SOON = 20.0  # seconds
PAYMENT = {"id": "pay_1", "amount": 6002, "currency": "EUR"}


class Fee:
    """The fee of a new visit, and what its payer does."""

    def __init__(self, api: Api, visitor: User) -> None:
        visit = api.post("/visits/", {"locker": "a"}, headers=visitor.bearer).json()
        self._api, self._path = api, f"/visits/{visit['id']}/fee/"

    def open(self) -> requests.Response:
        response = self._api.post(self._path)
        if response.status_code == 201:
            self.order_id = response.json()["order_id"]
            self.page = urlsplit(response.json()["url"]).path
        return response

    def act(self, action: str) -> requests.Response:
        """On the hosted page, through the gateway."""
        return self._api.post(self.page, {"action": action})

    def verify(self, proof: dict[str, Any]) -> requests.Response:
        return self._api.post(f"{self._path}verify/", proof)

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._api.get(self._path).json()
        return state


@pytest.fixture
def fee(api: Api, owner: User) -> Fee:
    fee = Fee(api, owner)
    assert fee.open().status_code == 201
    return fee


def told(api: Api, document: object, secret: str = "sandbox-webhook") -> requests.Response:
    """A webhook that somebody sends."""
    body = json.dumps(document).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Razorpay-Signature": signature, "Content-Type": "application/json"}
    url = f"{api.url}/visits/fee/webhook/"
    return requests.post(url, body, headers=headers, timeout=20)


def captured(order_id: str, **change: object) -> dict[str, object]:
    entity = {**PAYMENT, "id": f"pay_{order_id}", "order_id": order_id, **change}
    return {"event": "payment.captured", "payload": {"payment": {"entity": entity}}}


def waiting(stack: SampleStack) -> int:
    """Webhooks that the sandbox has yet to deliver."""
    path = stack.home / "sandbox.sqlite"
    with closing(sqlite3.connect(path, timeout=SOON)) as connection:
        return int(connection.execute("SELECT count(*) FROM deliveries").fetchone()[0])


def test_the_payers_proof_and_the_webhooks_credit_once(stack: SampleStack, fee: Fee) -> None:
    proof = fee.act("pay").json()
    answers = at_once(lambda _: fee.verify(proof), 8)
    assert {answer.status_code for answer in answers} == {200}
    paid = {"payment_id": proof["razorpay_payment_id"], "credits": 1}
    assert fee.state == {"order_id": fee.order_id, **paid}
    wait_for(lambda: waiting(stack) == 0, SOON, "all webhooks have arrived")
    assert fee.state == {"order_id": fee.order_id, **paid}


def test_a_closed_tab_is_made_good_by_the_webhook(fee: Fee) -> None:
    assert fee.act("pay_and_close").status_code == 204
    wait_for(lambda: fee.state["credits"] == 1, SOON, "the webhook credits it")


def test_kill_9_of_the_sandbox_between_act_and_webhook(stack: SampleStack, fee: Fee) -> None:
    assert fee.act("pay_twice").status_code == 200
    stack.strike("sandbox", signal.SIGKILL)
    wait_for(lambda: fee.state["credits"] == 1, SOON, "the webhook credits it")
    wait_for(lambda: waiting(stack) == 0, SOON, "all webhooks have arrived")
    assert fee.state["credits"] == 1


def test_webhooks_in_any_order_and_at_once_credit_once(api: Api, fee: Fee) -> None:
    paid = {**captured(fee.order_id), "event": "order.paid"}
    documents = [captured(fee.order_id), paid] * 4
    answers = at_once(lambda number: told(api, documents[number]), len(documents))
    assert [answer.json() for answer in answers] == [{"status": "ok"}] * 8
    assert fee.state["credits"] == 1


def test_what_is_forged_foreign_or_malformed_changes_nothing(
    api: Api, owner: User, fee: Fee
) -> None:
    assert told(api, captured(fee.order_id), secret="guess").status_code == 400
    strange_ones: tuple[object, ...] = (
        captured("order_of_others"),
        captured(fee.order_id, amount=1),
        captured(fee.order_id, amount="6002"),
        {"event": "payment.captured"},
        [],
        7,
    )
    for strange in strange_ones:
        answer = told(api, strange)
        assert (answer.status_code, answer.json()) == (200, {"status": "ignored"})
    other = Fee(api, owner)
    other.open()
    foreign = other.act("pay").json()
    for proof in ({}, foreign, {**foreign, "razorpay_order_id": fee.order_id}):
        assert fee.verify(proof).status_code == 400
    assert fee.state == {"order_id": fee.order_id, "payment_id": None, "credits": 0}


@pytest.mark.parametrize("fault", ["down", "error", "nonsense", "lost_answer", "slow"])
def test_a_provider_that_fails_is_a_503(
    stack: SampleStack, api: Api, owner: User, fault: str
) -> None:
    fee = Fee(api, owner)
    url = f"http://127.0.0.1:{sandbox_port(stack.port)}/v1/faults"
    assert requests.put(url, json={"fault": fault, "calls": 1}, timeout=20).status_code == 200
    refused = fee.open()
    assert (refused.status_code, refused.json()["code"]) == (503, "payment_provider_unavailable")
    assert fee.open().status_code == 201


def test_no_log_tells_a_secret_of_payments(stack: SampleStack) -> None:
    for log in (stack.home / "logs").glob("*.log"):
        text = log.read_text(errors="replace")
        assert "sandbox-secret" not in text
        assert "sandbox-webhook" not in text
