"""The line between a device and the suite, with the troubles that lines have."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import requests

Body = dict[str, Any]
TRIES = 60  # while the suite is away; a second between two
TIMEOUT = (3.05, 20)  # seconds to connect, to be answered


class Refused(Exception):
    """The suite does not want this; `code` is its word for why."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status


def session() -> requests.Session:
    """Connections that are kept, and go through no proxy: as a device's."""
    made = requests.Session()
    made.trust_env = False
    return made


@dataclass
class Line:
    """Posts bodies to one address with a device's key; a suite that is away is asked again."""

    url: str
    key: str
    session: requests.Session = field(default_factory=session)

    def post(self, path: str, body: Body) -> Body:
        """The answer; raises Refused for a refusal of ours, TimeoutError for a suite that stays
        away. All tries are one call: who answers the second one knows that of the first.
        """
        key = secrets.token_hex(16)
        for _ in range(TRIES):
            answer = self._try(path, body, key)
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                if answer.ok:
                    return dict(answer.json())
                raise Refused(answer.status_code, answer.text[:300])
            time.sleep(1)
        raise TimeoutError(f"nobody answers at {self.url}")

    def _try(self, path: str, body: Body, key: str) -> requests.Response | None:
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": key}
        try:
            return self.session.post(
                f"{self.url}{path}", json=body, headers=headers, timeout=TIMEOUT
            )
        except requests.RequestException:
            return None


@dataclass
class Uplink:
    """How the readings of a rack come to the suite. What is held back comes when it is let go,
    after what is newer: as from a network that reorders.
    """

    line: Line
    machine_id: str
    held: list[Body] = field(default_factory=list)
    is_lost: bool = False  # the machine has no network: what it says is gone

    def send(self, reading: Body, *, times: int = 1) -> list[Body]:
        """Send a reading, so many times over; the answers."""
        if self.is_lost:
            return []
        path = f"/edge/machines/{self.machine_id}/heartbeats/"
        return [self.line.post(path, reading) for _ in range(times)]

    def hold_back(self, reading: Body) -> None:
        self.held.append(reading)

    def let_go(self) -> list[Body]:
        """Send what was held back, newest first."""
        waiting, self.held = self.held[::-1], []
        return [answer for reading in waiting for answer in self.send(reading)]
