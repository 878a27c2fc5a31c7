"""Faults on demand, for the next calls of the provider's API."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tools.sandbox.messages import Refused, Request, Response, answer

FAULTS = ("none", "down", "slow", "error", "nonsense", "lost_answer")
SLOW = 8.0  # seconds, longer than anybody waits
MOST = 10_000  # calls
GONE = Response(0, hang_up=True)


class Faults:
    """`set` says what happens to the next calls; `through` makes a call as it says."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fault, self._calls = "none", 0

    def set(self, request: Request) -> Response:
        """`{"fault": …, "calls": n}`; without `calls` it is one."""
        try:
            payload = request.payload()
        except ValueError:
            payload = {}
        fault, calls = payload.get("fault"), payload.get("calls", 1)
        if fault not in FAULTS or type(calls) is not int or not 0 <= calls <= MOST:
            return Refused(400, f"fault is one of {', '.join(FAULTS)}").response
        with self._lock:
            self._fault, self._calls = str(fault), calls
        return answer({"fault": fault, "calls": calls})

    def _next(self) -> str:
        with self._lock:
            if self._calls == 0:
                return "none"
            self._calls -= 1
            return self._fault

    def through(self, call: Callable[[], Response]) -> Response:
        """The response of the call, or what its fault makes of it."""
        fault = self._next()
        if fault == "down":
            return GONE
        if fault == "error":
            return Refused(500, "The server encountered an error.").response
        if fault == "nonsense":
            return Response(200, b"<html>Not what you wanted</html>", "text/html")
        if fault == "slow":
            threading.Event().wait(SLOW)
        response = call()
        return GONE if fault == "lost_answer" else response
