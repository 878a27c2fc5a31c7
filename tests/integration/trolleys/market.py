"""A supermarket with trolleys and goods, and what its shoppers and an operator do there."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any

import requests

from tests.support.api import Api, Place, User

TEA, PHONE = "4006381333931", "4006381333948"  # barcodes
IMAGE = "/media/products/phone.jpg"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")  # as the seeds write times
Json = dict[str, Any]


@dataclass
class Market:
    """A location with an operator's trolleys. `slash` ends every path of a call: the seeds write
    some with and some without.
    """

    api: Api
    place: Place
    operator: User
    slash: str = ""

    def call(self, method: str, path: str, body: Json | None = None, **more: Any) -> Any:
        """An answer of the API, whatever it is; `user` is who asks, `query` follows the path."""
        user: User | None = more.pop("user", None)
        return self.api.call(
            method,
            path + self.slash,
            json=body,
            headers=user.bearer if user else {},
            params=more.pop("query", None),
        )

    def post(self, path: str, body: Json, **more: Any) -> requests.Response:
        return self.call("POST", path, body, **more)  # type: ignore[no-any-return]

    def trolley(self, **more: Any) -> str:
        """A new trolley of this market; returns its id."""
        trolley_id = f"TROLLEY_{secrets.token_hex(4)}"
        body = {"trolley_id": trolley_id, "location_id": self.place.location_id, **more}
        made = self.post("/api/trolleys", body, user=self.operator)
        assert made.status_code == 201, made.text
        return trolley_id

    def key(self, trolley_id: str) -> str:
        """A key for the trolley's device."""
        made = self.post(f"/api/trolleys/{trolley_id}/keys", {}, user=self.operator)
        assert made.status_code == 201, made.text
        return str(made.json()["key"])

    def shown(self, trolley_id: str) -> Json:
        """The trolley as anybody sees it."""
        answer = self.call("GET", f"/api/trolleys/{trolley_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def scan(self, trolley_id: str, user: User | None = None, **more: Any) -> requests.Response:
        """Somebody scans the trolley's code, named by `user_id` as the seed does it."""
        who = {"user_id": user.user_id} if user else {}
        return self.post("/api/session/qr-scan", {"trolley_id": trolley_id, **who, **more})

    def session(self, trolley_id: str, user: User | None = None) -> Json:
        """A new session on the trolley: the answer to its scan."""
        scanned = self.scan(trolley_id, user)
        assert scanned.status_code == 201, scanned.text
        return dict(scanned.json())

    def add(self, session_id: str, barcode: str = TEA, **more: Any) -> Json:
        """Put one unit into the cart by its barcode; returns the line."""
        body = {"session_id": session_id, "barcode": barcode, **more}
        added = self.post("/api/cart/add", body)
        assert added.status_code in (200, 201), added.text
        return dict(added.json()["data"])

    def pay(self, session_id: str) -> Json:
        """Check out and pay at the provider's page; returns what verify answers."""
        opened = self.post("/api/session/checkout", {"session_id": session_id})
        assert opened.status_code == 201, opened.text
        return self.prove(opened.json(), {"session_id": session_id})

    def prove(self, payment: Json, payer: Json, **more: Any) -> Json:
        """Pay an open payment at the provider's page and verify it; returns the answer."""
        proof = self.at_provider(payment, "pay")
        path = f"/api/payments/{payment['payment_id']}/verify"
        verified = self.post(path, {**payer, **proof.json()}, **more)
        assert verified.status_code == 200, verified.text
        return dict(verified.json())

    def at_provider(self, payment: Json, action: str) -> requests.Response:
        """What the payer does at the provider's page."""
        path = f"/sandbox/pay/{payment['provider_order_id']}"
        done = self.api.post(path, {"action": action})
        assert done.status_code in (200, 204), done.text
        return done

    def edit(self, product_id: int, **product: Any) -> None:
        """The owner changes a product."""
        body = {**self.place.owner.claim, "product": product}
        edited = self.api.post(f"/products/edit/{product_id}/", body)
        assert edited.status_code == 200, edited.text
