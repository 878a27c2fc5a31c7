"""Limits of the contract, which stay on without the gateway's own."""

from __future__ import annotations

import pytest

from demo.accounts import ADMIN_PASSWORD
from tests.integration.machines.vendor import Json, Vendor
from tests.integration.vending.spots import Spot
from tests.support.api import Api

SLOW = {"error": "Too many requests. Please slow down."}


@pytest.mark.parametrize(
    ("path", "body", "failures", "refusal"),
    [
        ("/api/lock-by-code", {"client_id": "guesser", "code": "000001"}, 10, 400),
        ("/api/admin/login", {"password": "guess"}, 5, 401),
    ],
)
def test_who_guesses_is_slowed_down_and_who_knows_is_not(
    operator: Vendor, path: str, body: Json, failures: int, refusal: int
) -> None:
    spot = Spot(operator)
    api = Api(operator.api.url, source=f"127.0.1.{failures}")
    for _ in range(failures):
        assert api.post(path, body).status_code == refusal
    slowed = api.post(path, body)
    assert (slowed.status_code, slowed.json()) == (429, SLOW)
    assert 1 <= int(slowed.headers["Retry-After"]) <= 60
    right = {"client_id": "guesser", "code": spot.code, "password": ADMIN_PASSWORD}
    assert api.post(path, right).status_code == 200
    api.close()


def test_too_much_feedback_is_slowed_down(operator: Vendor) -> None:
    spot = Spot(operator)
    opinion = {"machine_id": spot.machine_id, "rating": 1, "comment": None}
    api = Api(operator.api.url, source="127.0.1.20")
    for _ in range(2):
        assert api.call("POST", "/rest/v1/feedback", json=[opinion] * 10).status_code == 201
    slowed = api.post("/rest/v1/feedback", opinion)
    assert (slowed.status_code, slowed.json()) == (429, SLOW)
    listed = operator.call("GET", f"/api/feedback?machine_id={spot}")
    assert listed["count"] == 20
    api.close()
