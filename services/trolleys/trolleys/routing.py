"""The websocket paths of trolleys, with and without the final slash."""

from __future__ import annotations

from typing import Any

routes: list[Any] = []
