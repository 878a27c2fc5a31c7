"""The failure responses of the seed, provoked through the gateway, and clients of the original.

Those of services that are down are in test_outages.py.
"""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.api import Api, Place, answer, refusal
from tests.support.elsewhere import Site

CREATE, ORDER = "/orders/sessions/create/", "/orders/create/"
UNKNOWN = "0" * 40
NOT_AN_OBJECT = [b"", b"{", b"[]", b'"text"', b"null", b"1", b"\xff\xfe", b'{"a": "\\u0000"}']


def send(api: Api, method: str, path: str, body: bytes | None = None) -> requests.Response:
    """A request as it is, without a JSON content type."""
    return requests.request(method, api.url + path, data=body, timeout=10)


@pytest.mark.parametrize("slash", ["/", ""])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/orders/sessions/create"),
        ("POST", f"/orders/sessions/get/{UNKNOWN}"),
        ("GET", f"/orders/sessions/close/{UNKNOWN}"),
        ("GET", "/orders/create"),
        ("PUT", "/orders/create"),
        ("DELETE", f"/orders/sessions/get/{UNKNOWN}"),
    ],
)
def test_incorrect_access_method(api: Api, method: str, path: str, slash: str) -> None:
    got = send(api, method, path + slash, b"{}")
    assert refusal(got) == (405, "incorrect_access_method")


@pytest.mark.parametrize("body", NOT_AN_OBJECT)
@pytest.mark.parametrize("path", [CREATE, ORDER])
def test_malformed_json(api: Api, path: str, body: bytes) -> None:
    assert refusal(send(api, "POST", path, body)) == (400, "malformed_json")


@pytest.mark.parametrize(
    "missing",
    [{"name": None}, {"name": ""}, {"location_id": 0}, {"location_id": []}, {"location_id": "x"}],
)
def test_missing_and_wrong_fields_are_malformed_json(
    api: Api, place: Place, missing: dict[str, Any]
) -> None:
    body = {**place.owner.claim, "location_id": place.location_id, "name": "Table 1", **missing}
    assert refusal(api.post(CREATE, body)) == (400, "malformed_json")


@pytest.mark.parametrize(
    "wrong",
    [
        {"session_key": "rjl9y6x6b35towopj9qp65mgj3xdq07c"},
        {"session_key": ""},
        {"session_key": None},
        {"user_id": 0},
        {"user_id": 999_999},
        {"user_id": "1"},
        {"location_id": 999_999},
        {"session_key": "wrong", "name": None},  # wrong credentials win over missing fields
    ],
)
def test_incorrect_credentials(api: Api, place: Place, wrong: dict[str, Any]) -> None:
    body = {**place.owner.claim, "location_id": place.location_id, "name": "Table 1", **wrong}
    assert refusal(api.post(CREATE, body)) == (403, "incorrect_credentials")


def test_a_stranger_may_not_run_a_location(api: Api, place: Place, table: str) -> None:
    stranger = api.register()
    body = {**stranger.claim, "location_id": place.location_id, "name": "Table 1"}
    assert refusal(api.post(CREATE, body)) == (403, "incorrect_credentials")
    closing = api.post(f"/orders/sessions/close/{table}/", stranger.claim)
    assert refusal(closing) == (403, "incorrect_credentials")
    found = api.get(
        f"/orders/sessions/find/?location_id={place.location_id}", headers=stranger.bearer
    )
    assert refusal(found) == (403, "incorrect_credentials")
    assert api.session(table)["state"] == "OPEN"


@pytest.mark.parametrize("code", [UNKNOWN, "nonsense", "A" * 40, "1", "0" * 400])
def test_session_not_found(api: Api, code: str) -> None:
    expected = (404, "session_not_found")
    assert refusal(api.get(f"/orders/sessions/get/{code}/")) == expected
    assert refusal(api.post(f"/orders/sessions/close/{code}/")) == expected
    assert refusal(api.order(code)) == expected


def test_duplicate_session(api: Api, place: Place, owner: Any) -> None:
    place.open("Table 1")
    assert refusal(place.try_open("Table 1")) == (400, "duplicate_session")
    assert Place.create(api, owner).open("Table 1")  # the name is bound to the location


def test_what_the_locations_does_not_sell_cannot_be_ordered(api: Api, place: Place) -> None:
    elsewhere = Place.create(api, place.owner).sell("Tea")
    own = place.sell("Espresso")
    table = place.open()
    assert refusal(api.order(table, elsewhere)) == (404, "product_not_found")
    assert refusal(api.order(table, 999_999_999)) == (404, "product_not_found")
    assert [order["product_id"] for order in api.session(table)["orders"]] == []
    assert answer(api.order(table, own))["price"] == "2.40"


def test_the_same_key_with_another_order_is_refused(api: Api, table: str) -> None:
    key = {"Idempotency-Key": "one"}
    body = {"product_id": 1, "session_code": table}
    first = api.post(ORDER, body, headers=key)
    assert answer(api.post(ORDER, body, headers=key)) == answer(first)
    reused = api.post(ORDER, {**body, "product_id": 2}, headers=key)
    assert refusal(reused) == (422, "idempotency_key_reused")
    assert len(api.session(table)["orders"]) == 1


@pytest.mark.parametrize("slash", ["/", ""])
def test_a_client_of_the_original(stack: Site, api: Api, place: Place, slash: str) -> None:
    """It sends JSON as curl does without a header, and credentials in bodies."""

    def post(path: str, body: str) -> Any:
        url = f"{stack.url}{path}{slash}"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return answer(
            requests.post(url, data=body, headers=form, timeout=10, allow_redirects=False)
        )

    owner = place.owner
    signed = post(
        "/verification/login", f'{{"username":"{owner.username}","password":"{owner.password}"}}'
    )
    key, user_id = signed["session_key"], signed["session_data"]["user_id"]
    claim = f'"session_key":"{key}","user_id":{user_id}'
    assert post("/verification/verify", f"{{{claim}}}") is None
    opened = post(
        "/orders/sessions/create", f'{{{claim},"location_id":"{place.location_id}","name":"T 1"}}'
    )
    assert opened["location_id"] == place.location_id
    session = post("/orders/create", f'{{"product_id":5,"session_code":"{opened["code"]}"}}')
    assert [order["product_id"] for order in session["orders"]] == [5]
    closing = f"{{{claim}}}" if stack.strict else ""
    assert post(f"/orders/sessions/close/{opened['code']}", closing)["state"] == "CLOSED"
    assert post("/verification/logout", f"{{{claim}}}") is None
    again = requests.post(f"{stack.url}/orders/sessions/create/", data=f"{{{claim}}}", timeout=10)
    assert refusal(again) == (403, "incorrect_credentials")
