"""The seed's list of what to look at first, on the port that it names: edge answers there as well,
beside codes.
"""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.integration.machines.vendor import PRICE, Json, Vendor
from tests.support.api import Api
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.stack.plan import ROOT

pytestmark = pytest.mark.embedded("reads logs, and asks at a development port")

WITHIN = 30.0  # seconds
SHOWN = re.compile(r"LCD: Code: (\d{6})$", re.MULTILINE)
#: What the Serial Monitor shows, in this order.
BOOT = (
    "Wi-Fi connected",
    "WS connected",
    "register, status unlocked and fetch_display sent",
    "display_code received",
)


@dataclass
class SeedsPort:
    """The seed's `http://localhost:8002`, and somebody who asks there."""

    api: Api
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def get(self, path: str, **query: str) -> Json:
        answer = self.api.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def post(self, path: str, **body: object) -> Json:
        answer = self.api.post(path, body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@contextmanager
def serial_monitor(url: str, machine_id: str, key: str, file: Path) -> Iterator[None]:
    """A machine played by its program, which prints into a file what the real one shows."""
    words = ["--url", url, "--machine", machine_id, "--key", key]
    command = [sys.executable, "-m", "tools.devices.vending", *words]
    with file.open("w") as lines:
        process = subprocess.Popen(command, cwd=ROOT, stdout=lines, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.terminate()
            process.wait(WITHIN)


def greeted(stack: Stack, name: str) -> int:
    return stack.log(name).count('"message":"DB pool initialized"')


def test_the_database_is_greeted_once_by_the_http_process(stack: Stack) -> None:
    wait_for(lambda: greeted(stack, "edge-http") >= 1, WITHIN, "edge-http says that it has one")
    began = stack.log("edge-http").count("DB pool initialized")
    stack.sql("edge", "SELECT 1")
    assert (began, greeted(stack, "edge-ws"), greeted(stack, "edge-worker")) == (1, 0, 0)


def test_select_a_machine_code_lock_test_payment(
    stack: Stack, operator: Vendor, tmp_path: Path
) -> None:
    port, machine_id = stack.address("codes").rpartition(":")[2], "M001"
    assert int(port) == stack.port - 78  # 8002 beside 8080
    seed = SeedsPort(Api(f"http://127.0.0.1:{port}"))
    key = f"key-{secrets.token_hex(8)}"
    body = {"machine_id": machine_id, "api_key": key}
    operator.call("POST", "/api/machine/register", body)
    operator.call("POST", f"/api/machine/{machine_id}/update-stock", {"stock": 5})
    operator.call("PATCH", f"/api/machine/{machine_id}", {"unit_price_paise": PRICE})
    status, monitor = f"/api/machine/{machine_id}/public-status", tmp_path / "serial"
    assert seed.get(status)["status"] == "offline"
    with serial_monitor(seed.api.url, machine_id, key, monitor):
        wait_for(lambda: SHOWN.search(monitor.read_text()), WITHIN, "its display shows a code")
        lines = [line.removeprefix(f"{machine_id} ") for line in monitor.read_text().splitlines()]
        assert [line for line in lines if line in BOOT] == [*BOOT]
        wait_for(lambda: seed.get(status)["status"] in ("idle", "active"), WITHIN, "it is there")
        code = SHOWN.findall(monitor.read_text())[-1]
        locked = seed.post("/api/lock-by-code", client_id=seed.client_id, code=code)
        assert (locked["machine_id"], locked["status"]) == (machine_id, "locked")
        _buy(seed, machine_id, code)
        wait_for(
            lambda: "confirm answered with 200" in monitor.read_text(), WITHIN, "it has confirmed"
        )
        wait_for(lambda: len(set(SHOWN.findall(monitor.read_text()))) == 2, WITHIN, "the next code")
    shown = seed.get(status, client_id=seed.client_id)
    assert (shown["current_stock"], shown["locked"]) == (4, False)
    assert shown["transaction"]["state"] == "delivered"
    text = monitor.read_text()
    assert [line in text for line in ("Locked", "Dispensing 1")] == [True, True]


def _buy(seed: SeedsPort, machine_id: str, code: str) -> None:
    """One unit, paid at the test provider's page."""
    transaction = {"transaction_id": str(uuid.uuid4()), "client_id": seed.client_id}
    order = seed.post(
        "/create-order", amount=PRICE, metadata={**transaction, "machine_id": machine_id}
    )
    page = Api(order["checkout"]["url"].partition("/sandbox/")[0])
    paid = page.post(f"/sandbox/pay/{order['id']}", {"action": "pay"})
    assert paid.status_code == 200, paid.text
    assert seed.post("/verify-payment", **paid.json()) == {"message": "Payment verified"}
    triggered = seed.post(
        f"/api/machine/{machine_id}/trigger-dispense",
        **transaction,
        access_code=code,
        quantity=1,
        amount=PRICE,
    )
    assert triggered == {"status": "dispatch_sent"}
