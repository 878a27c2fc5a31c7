"""The demo: a café with a menu and open tables, made through the public API like anybody would."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping
from typing import Any

import requests

from tools.stack.menu import MENU, ORDERS
from tools.stack.plan import DEMO_PASSWORD, admin_password

VERSION = "2"
LOCATION = {
    "name": "Café Aisle",
    "description": "Breakfast, lunch and cake by the canal. Order at your table.",
    "address": "Quay 7, 10999 Berlin",
    "latitude": "52.49340000",
    "longitude": "13.42270000",
    "website": "https://example.org/cafe-aisle",
    "telephone": "+49 30 5550100",
    "categories": [{"name": "café"}],
    "tags": [{"name": "breakfast"}, {"name": "terrace"}, {"name": "dogs welcome"}],
}
TABLES = ("Table 1", "Table 2", "Table 3", "Table 4", "Terrace 1", "Terrace 2")
WAITER = {
    "username": "waiter",
    "password": "waiter-demo",
    "email": "waiter@example.org",
    "first_name": "Willa",
    "last_name": "Demo",
}
SEEN_BEFORE = frozenset(
    {"duplicate_location", "duplicate_product", "duplicate_session", "duplicate_user"}
)


def logins(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and passwords of the demo's accounts; only the administrator's when it is not the
    well-known one, since the waiter's is.
    """
    admin = ("admin", admin_password(environment))
    return (
        [admin, (WAITER["username"], WAITER["password"])] if admin[1] == DEMO_PASSWORD else [admin]
    )


def version(password: str, secrets: Mapping[str, str]) -> str:
    """Changes with the demo and with the administrator's password, which it does not tell."""
    key = secrets["verification.key"].encode()
    return f"{VERSION} {hmac.digest(key, password.encode(), 'sha256').hex()}"


class Api:
    """The suite as its administrator."""

    def __init__(self, url: str, password: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False
        signed = self.post("/verification/login/", {"username": "admin", "password": password})
        self.authorization = f"Bearer {signed['access']}"
        self._session.headers["Authorization"] = self.authorization

    def get(self, path: str, **query: Any) -> Any:
        answer = self._session.get(self._url + path, params=query, timeout=10)
        return answer.json()["response"]

    def post(self, path: str, body: dict[str, Any], **headers: str | None) -> Any:
        """The response; None for what exists already. A header of None is not sent. Raises
        SystemExit for any other refusal.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._session.post(self._url + path, json=body, headers=sent, timeout=10).json()
        if not answer["success"] and answer["reason"] not in SEEN_BEFORE:
            raise SystemExit(f"demo: {path} refused: {answer['reason']}")
        return answer.get("response")


def seed(url: str, password: str) -> None:
    """Make what is missing of the demo; may be run again at any time."""
    api = Api(url, password)
    api.post("/locations/create/", {"location": LOCATION})
    [found] = [
        entry["location"]["id"]
        for entry in api.get("/locations/find/", name=LOCATION["name"])
        if entry["location"]["address"] == LOCATION["address"]
    ]
    _fill_menu(api, found)
    seed_waiter(api, found, wanted=password == DEMO_PASSWORD)
    for table in TABLES:
        wanted = {"location_id": found, "name": table}
        opened = api.post("/orders/sessions/create/", wanted)
        if opened:
            _order(api, found, opened)


def _fill_menu(api: Api, location_id: int) -> None:
    for category, dishes in MENU.items():
        for dish in dishes:
            place = {"location_id": location_id, "categories": [{"name": category}]}
            api.post("/products/create/", {"product": place | dish})


def seed_waiter(api: Api, location_id: int, *, wanted: bool) -> None:
    """Everybody knows the waiter's password: beside a password of your own there is no such
    waiter.
    """
    if wanted:
        api.post("/verification/register/", WAITER)
    for user in api.get("/verification/users/find/", username=WAITER["username"]):
        action = "add" if wanted else "remove"
        api.post(f"/locations/staff/{action}/{location_id}/", {"staff_id": user["user_id"]})


def _order(api: Api, location_id: int, session: dict[str, Any]) -> None:
    """What the guests of a new table have ordered, as they would themselves."""
    found = api.get("/products/find/", location_id=location_id)
    ids = {entry["product"]["name"]: entry["product"]["id"] for entry in found}
    for guest, lines in ORDERS.get(session["name"], {}).items():
        wanted = [
            {"product_id": ids[name], "quantity": quantity, "note": note}
            for name, quantity, note in lines
        ]
        body = {"session_code": session["code"], "guest": guest, "lines": wanted}
        api.post("/orders/place/", body, Authorization=None, Idempotency_Key=str(uuid.uuid4()))
