"""The hosted page: pay, decline, pay and close the tab, pay twice, take long."""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Callable
from http import HTTPStatus

from tools.sandbox import back, page
from tools.sandbox.database import Row
from tools.sandbox.ledger import Ledger
from tools.sandbox.messages import JSON, Refused, Request, Response, answer

BASE = "/sandbox"
PAY = re.compile(rf"{BASE}/pay/(\w{{1,64}})/?")
LONG = 8.0  # seconds that a payer takes who takes long; the gateway waits for 15
ACTIONS = {"pay", "decline", "pay_and_close", "pay_twice"}
DECLINED = Refused(HTTPStatus.PAYMENT_REQUIRED, "Payment declined")
Fields = dict[str, str]


class Hosted:
    """Answers below BASE, to people without credentials and to programs."""

    def __init__(self, ledger: Ledger, *, secret_key: str) -> None:
        self._ledger, self._secret = ledger, secret_key.encode()

    def respond(self, request: Request) -> Response:
        """The response to any request."""
        reading = request.method in {"GET", "HEAD"}
        if reading and request.path.startswith(f"{BASE}/assets/"):
            return page.asset(request.path.rpartition("/")[2])
        found = PAY.fullmatch(request.path)
        if found is None:
            return Refused(404, "There is nothing at this address.").response
        if reading:
            return self._shown(request, found[1])
        if request.method != "POST":
            return Refused(405, "This address does not take this method.").response
        if request.content_type == "application/x-www-form-urlencoded":
            return self._pressed(request, found[1])
        return self._asked(request, found[1])

    def _asked(self, request: Request, order_id: str) -> Response:
        """A program posts JSON."""
        try:
            if request.content_type not in {JSON, ""}:
                raise Refused(400, "Send JSON.")
            self._ledger.is_open(order_id)
            fields = self._act(order_id, _action(request.payload), ACTIONS)
        except ValueError:
            return Refused(400, "Send a JSON object.").response
        except Refused as refused:
            return refused.response
        return Response(204) if fields is None else answer(fields)

    def _shown(self, request: Request, order_id: str) -> Response:
        """Somebody opens the page."""
        try:
            return_to = _return_to(request)
            state = "open" if self._ledger.is_open(order_id) else "paid"
            return page.shown(request, state, self._ledger.order(order_id), return_to)
        except Refused as refused:
            return page.refused(request, refused.status)

    def _pressed(self, request: Request, order_id: str) -> Response:
        """Somebody presses a button of the page."""
        try:
            return_to = _return_to(request)
            try:
                action = _action(lambda: request.fields(request.body.decode()))
                fields = self._act(order_id, action, {*ACTIONS, "take_long"})
            except Refused as refused:
                if refused is not DECLINED:
                    raise
                fields = {"error": "declined"}
        except ValueError:
            return page.refused(request, 400)
        except Refused as refused:
            if refused.status == HTTPStatus.CONFLICT:
                return page.shown(request, "paid", self._ledger.order(order_id), return_to, 409)
            return page.refused(request, refused.status)
        if fields is None:
            return Response(204)
        if return_to:
            location = back.with_fields(return_to, fields)
            return Response(303, headers={"Location": location, "Cache-Control": "no-store"})
        state = "declined" if "error" in fields else "paid"
        return page.shown(request, state, self._ledger.order(order_id), "")

    def _act(self, order_id: str, action: str, allowed: set[str]) -> Fields | None:
        """What the payer brings back; None when that is nothing. Raises Refused."""
        if action not in allowed:
            raise Refused(400, "There is no such action.")
        if action == "decline":
            self._ledger.decline(order_id)
            raise DECLINED
        if action == "take_long":
            threading.Event().wait(LONG)
        [first, *_] = self._ledger.pay(order_id, times=2 if action == "pay_twice" else 1)
        return None if action == "pay_and_close" else self._proof(first)

    def _proof(self, payment: Row) -> Fields:
        message = f"{payment['order_id']}|{payment['id']}".encode()
        return {
            "razorpay_order_id": payment["order_id"],
            "razorpay_payment_id": payment["id"],
            "razorpay_signature": hmac.new(self._secret, message, hashlib.sha256).hexdigest(),
        }


def _action(read: Callable[[], dict[str, str]]) -> str:
    """Raises ValueError when nothing can be read."""
    action = read().get("action")
    return action if isinstance(action, str) else ""


def _return_to(request: Request) -> str:
    """Where the page leads back to; empty for nowhere. Raises Refused for what is not ours."""
    try:
        path = request.fields(request.query).get("return", "")
    except ValueError:
        raise Refused(400, "The address cannot be read.") from None
    if path and not back.is_ours(path):
        raise Refused(400, "This page leads back to pages of its own address only.")
    return path
