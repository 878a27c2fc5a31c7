"""What a run tells other programs of itself, and what its gateway tells of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any


class StateFile:
    """A JSON file for its owner only, from the first `write` to `remove`. On a full disk it is
    `stale` until a further `write` finds room, which `say` is told once.
    """

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self.path, self._say = path, say
        self.stale = False

    def write(self, state: dict[str, Any]) -> None:
        fresh = self.path.with_suffix(".json.new")
        try:
            fresh.touch(mode=0o600)
            fresh.write_text(json.dumps(state, indent=1))
            fresh.replace(self.path)
        except OSError as trouble:
            if not self.stale:
                self._say(f"{self.path} cannot be written: {trouble.strerror}")
            self.stale = True
        else:
            self.stale = False

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def missing(connection: Callable[[], HTTPConnection], door: str) -> str:
    """What is not ready, in words; empty when all is. `door` is missing when it does not answer."""
    try:
        with closing(connection()) as asked:
            asked.request("GET", "/readyz")
            answer = asked.getresponse()
            said = json.loads(answer.read())
    except (OSError, HTTPException, ValueError):
        return door
    return "" if answer.status == 200 else ", ".join(said.get("not_ready", [door]))
