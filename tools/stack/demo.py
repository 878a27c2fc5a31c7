"""The demo: a café with a menu and open tables, made through the public API like anybody would."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

import requests

from tools.stack.menu import MENU
from tools.stack.plan import DEMO_PASSWORD

VERSION = "1"
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
SEEN_BEFORE = frozenset({"duplicate_location", "duplicate_product", "duplicate_session"})


def admin_password(environment: Mapping[str, str]) -> str:
    return environment.get("AISLE_ADMIN_PASSWORD") or DEMO_PASSWORD


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

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The response; None for what exists already. Raises SystemExit for any other refusal."""
        answer = self._session.post(self._url + path, json=body, timeout=10).json()
        if not answer["success"] and answer["reason"] not in SEEN_BEFORE:
            raise SystemExit(f"demo: {path} refused: {answer['reason']}")
        return answer.get("response")


def seed(url: str, password: str) -> None:
    """Make what is missing of the demo; may be run again at any time."""
    api = Api(url, password)
    api.post("/locations/create/", {"location": LOCATION})
    [found] = [
        entry["location"]
        for entry in api.get("/locations/find/", name=LOCATION["name"])
        if entry["location"]["address"] == LOCATION["address"]
    ]
    for category, dishes in MENU.items():
        for dish in dishes:
            product = {
                "location_id": found["id"],
                "categories": [{"name": category}],
                **dish,
            }
            api.post("/products/create/", {"product": product})
    for table in TABLES:
        api.post("/orders/sessions/create/", {"location_id": found["id"], "name": table})
