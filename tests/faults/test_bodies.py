"""Bodies that are too large are refused as such, whatever else goes on (M1)."""

from __future__ import annotations

import json

import pytest
from testing.scale import scaled, some

from tests.faults.attack import STRANGER, attack
from tests.faults.attackers import Options, _request
from tests.support.api import Place
from tests.support.guests import Guest
from tests.support.stack import Stack

PATHS = (
    *("/orders/place/", "/products/create/", "/locations/create/", "/verification/login/"),
    *("/api/cart/add/", "/api/session/qr-scan/", "/api/payments/webhook/razorpay/"),
)
SECONDS = scaled(60)


@pytest.mark.parametrize("kilobytes", some([300, 1500]))
def test_a_large_body_is_413(
    stack: Stack, place: Place, table: str, guest: Guest, kilobytes: int
) -> None:
    tables = [table, place.open(), place.open()]
    large = json.dumps({"session_code": table, "x": "a" * kilobytes * 1000})
    requests = [_request("POST", path, large).decode() for path in PATHS]
    sources = [STRANGER, *(f"127.0.0.{number}" for number in range(67, 72))]
    options = Options("ask", stack.port, sources, 8, SECONDS, requests=requests, per_second=300)
    with attack(options) as running:
        guest.orders(tables, SECONDS * 5)
    answers = {status for status in running.counts if status.isdigit()}
    assert answers <= {"413", "429"}, running.counts
    assert running.counts["413"] > 0
