"""The suite's public API, as one of its users."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import requests

# Reasons of refusals that mean: the demo has made this before.
SEEN_BEFORE = frozenset(
    {
        *("duplicate_location", "duplicate_product", "duplicate_barcode"),
        *("duplicate_session", "duplicate_table", "duplicate_user"),
    }
)
TOO_MANY = 429
PATIENCE = 30.0  # seconds for an answer: what is filled in has just started


class Refused(SystemExit):
    """The API has refused a call; `reason` is its own."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"demo: {path} refused: {reason}")
        self.reason = reason


class Api:
    """Calls at one address, with the access token of a user or without one."""

    def __init__(self, url: str, access: str = "") -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False
        self.authorization = f"Bearer {access}"
        if access:
            self._session.headers["Authorization"] = self.authorization

    @classmethod
    def sign_in(cls, url: str, username: str, password: str) -> Api:
        """The API as this user."""
        login = {"username": username, "password": password}
        return cls(url, Api(url).post("/verification/login/", login)["access"])

    def get(self, path: str, **query: Any) -> Any:
        """What is under `response`."""
        answer = self._session.get(self._url + path, params=query, timeout=PATIENCE)
        return answer.json()["response"]

    def post(self, path: str, body: dict[str, Any], **headers: str | None) -> Any:
        """What is under `response`; None for what exists already. A header of None is not sent.

        Raises Refused.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._session.post(
            self._url + path, json=body, headers=sent, timeout=PATIENCE
        ).json()
        if not answer["success"] and answer["reason"] not in SEEN_BEFORE:
            raise Refused(path, answer["reason"])
        return answer.get("response")

    def upload(self, path: str, file: Path) -> str:
        """Send a file as it is; the address of the picture. Waits where it is told to: uploads are
        limited. Raises Refused.
        """
        while True:
            content, kind = file.read_bytes(), {"Content-Type": "application/octet-stream"}
            answer = self._session.post(
                self._url + path, data=content, headers=kind, timeout=PATIENCE
            )
            if answer.status_code != TOO_MANY:
                break
            time.sleep(float(answer.headers["Retry-After"]))
        found = answer.json()
        if not found["success"]:
            raise Refused(path, found["reason"])
        return str(found["image"])

    def make(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The bare answer of what makes something; empty when it exists already. Raises Refused."""
        answer = self._session.post(self._url + path, json=body, timeout=PATIENCE)
        found: dict[str, Any] = answer.json()
        if answer.status_code == 409:
            return {}
        if not answer.ok:
            raise Refused(path, _refusal(answer))
        return found

    def bare(
        self, method: str, path: str, body: dict[str, Any] | None = None, **query: Any
    ) -> dict[str, Any]:
        """The bare answer of what is read or decided. Raises Refused."""
        url = self._url + path
        answer = self._session.request(method, url, json=body, params=query, timeout=PATIENCE)
        found: dict[str, Any] = answer.json()
        if not answer.ok:
            raise Refused(path, _refusal(answer))
        return found

    def rows(self, path: str) -> list[dict[str, Any]]:
        """A bare array. Raises Refused."""
        answer = self._session.get(self._url + path, timeout=PATIENCE)
        if not answer.ok:
            raise Refused(path, _refusal(answer))
        return list(answer.json())

    def location(self, location: dict[str, Any]) -> int:
        """The id of this location, which is made when it is missing."""
        self.post("/locations/create/", {"location": location})
        [found] = [
            entry["location"]["id"]
            for entry in self.get("/locations/find/", name=location["name"])
            if entry["location"]["address"] == location["address"]
        ]
        return int(found)

    def products(self, location_id: int) -> dict[str, int]:
        """The ids of what a location sells, by name."""
        found = self.get("/products/find/", location_id=location_id)
        return {entry["product"]["name"]: entry["product"]["id"] for entry in found}


def _refusal(answer: requests.Response) -> str:
    """Why a call with a bare answer was refused, in whichever envelope."""
    found = answer.json()
    return f"{answer.status_code} {found.get('error') or found.get('detail')}"
