"""The phone of somebody in the store: signed in, it asks for entry codes, pays, reviews, says what
the store is for now.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import requests

from tools.devices.store.line import TIMEOUT, Refused, session

EARLY = 60.0  # seconds before its end in which a token is not used any more


@dataclass
class Account:
    """An account of the suite with its password."""

    url: str
    username: str
    password: str
    _session: requests.Session = field(default_factory=session)
    _access: str = ""
    _ends: float = 0.0  # monotonic

    def entry_code(self) -> str:
        """A fresh code; raises line.Refused."""
        return str(self.call("POST", "/edge/entry-tokens/", {})["token"])

    def opens_for(self, mode: str) -> None:
        """Set the store's mode, as an operator; raises line.Refused."""
        self.call("PUT", "/edge/store-mode/", {"status": mode})

    def _sign_in(self) -> None:
        login = {"username": self.username, "password": self.password}
        answer = self._send("POST", "/verification/login/", login)["response"]
        self._access = str(answer["access"])
        self._ends = time.monotonic() + float(answer["expires_in"]) - EARLY

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """What a call of theirs answers; raises line.Refused."""
        if time.monotonic() > self._ends:
            self._sign_in()
        return self._send(method, path, body, Authorization=f"Bearer {self._access}")

    def _send(
        self, method: str, path: str, body: dict[str, Any] | None, **headers: str
    ) -> dict[str, Any]:
        url = f"{self.url}{path}"
        try:
            answer = self._session.request(method, url, json=body, headers=headers, timeout=TIMEOUT)
        except requests.RequestException as trouble:
            raise Refused(0, f"nobody answers at {self.url}") from trouble
        if not answer.ok:
            raise Refused(answer.status_code, answer.text[:300])
        return dict(answer.json())
