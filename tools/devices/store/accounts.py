"""The phone of somebody in the store: signed in, it asks for entry codes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import requests

from tools.devices.store.line import TIMEOUT, Refused

EARLY = 60.0  # seconds before its end in which a token is not used any more


@dataclass
class Account:
    """An account of the suite with its password."""

    url: str
    username: str
    password: str
    _access: str = ""
    _ends: float = 0.0  # monotonic

    def entry_code(self) -> str:
        """A fresh code; raises line.Refused."""
        if time.monotonic() > self._ends:
            self._sign_in()
        answer = self._post("/edge/entry-tokens/", {}, Authorization=f"Bearer {self._access}")
        return str(answer["token"])

    def _sign_in(self) -> None:
        login = {"username": self.username, "password": self.password}
        answer = self._post("/verification/login/", login)["response"]
        self._access = str(answer["access"])
        self._ends = time.monotonic() + float(answer["expires_in"]) - EARLY

    def _post(self, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
        answer = requests.post(f"{self.url}{path}", json=body, headers=headers, timeout=TIMEOUT)
        if not answer.ok:
            raise Refused(answer.status_code, answer.text[:300])
        return dict(answer.json())
