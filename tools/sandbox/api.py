"""The provider's API, for whoever knows key and secret."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable
from typing import Any

from tools.sandbox import wire
from tools.sandbox.faults import Faults
from tools.sandbox.ledger import Ledger
from tools.sandbox.messages import Refused, Request, Response, answer

BASE = "/v1"
ID = r"(\w{1,64})"


class Api:
    """Answers below BASE; `PUT /faults` needs no key, there and at the root."""

    def __init__(self, ledger: Ledger, faults: Faults, *, key_id: str, secret_key: str) -> None:
        self._ledger, self._faults = ledger, faults
        credentials = base64.b64encode(f"{key_id}:{secret_key}".encode()).decode()
        self._authorization = f"Basic {credentials}"
        routes: list[tuple[str, str, Callable[..., dict[str, Any]]]] = [
            ("POST", r"/orders", self._order_create),
            ("GET", rf"/orders/{ID}", self._order),
            ("GET", rf"/orders/{ID}/payments", self._payments),
            ("GET", rf"/payments/{ID}", self._payment),
            ("POST", rf"/payments/{ID}/capture", self._capture),
            ("POST", rf"/payments/{ID}/refund", self._refund),
        ]
        self._routes = [(method, re.compile(path), view) for method, path, view in routes]

    def respond(self, request: Request) -> Response:
        """The response to any request."""
        path = request.path.removeprefix(BASE).rstrip("/")
        if (request.method, path) == ("PUT", "/faults"):
            return self._faults.set(request)
        if not request.path.startswith(f"{BASE}/"):
            return Refused(404, "The requested URL was not found on the server.").response
        return self._faults.through(lambda: self._call(request, path))

    def _call(self, request: Request, path: str) -> Response:
        try:
            self._check(request)
            for method, pattern, view in self._routes:
                found = pattern.fullmatch(path)
                if found and method == request.method:
                    return answer(view(request, *found.groups()))
            raise Refused(404, "The requested URL was not found on the server.")
        except Refused as refused:
            return refused.response

    def _check(self, request: Request) -> None:
        shown = request.headers.get("authorization", "")
        if not hmac.compare_digest(shown.encode(), self._authorization.encode()):
            raise Refused(401, "Authentication failed")

    def _order_create(self, request: Request) -> dict[str, Any]:
        return self._ledger.order_create(_payload(request))

    def _order(self, _: Request, order_id: str) -> dict[str, Any]:
        return wire.order(self._ledger.order(order_id))

    def _payments(self, _: Request, order_id: str) -> dict[str, Any]:
        items = [wire.payment(row) for row in self._ledger.payments_of(order_id)]
        return {"entity": "collection", "count": len(items), "items": items}

    def _payment(self, _: Request, payment_id: str) -> dict[str, Any]:
        return wire.payment(self._ledger.payment(payment_id))

    def _capture(self, request: Request, payment_id: str) -> dict[str, Any]:
        return self._ledger.capture(payment_id, _payload(request))

    def _refund(self, request: Request, payment_id: str) -> dict[str, Any]:
        key = request.headers.get("x-refund-idempotency") or None
        return self._ledger.refund(payment_id, _payload(request) if request.body else {}, key)


def _payload(request: Request) -> dict[str, Any]:
    try:
        return request.payload()
    except ValueError:
        raise Refused(400, "The request is not a JSON object.") from None
