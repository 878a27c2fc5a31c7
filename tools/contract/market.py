"""A market for hostile requests: its trolleys, carts, payments and vending machines, so that some
of the requests get past the first look, and who asks for them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from demo.api import Api
from tools.stack.temporary import Home

TROLLEYS = 12
PAID, OPEN = 2, 4  # of their sessions; the others have a cart that nobody pays
MACHINES = 4  # of which the first two are locked, and the first is paid
UNITS, PRICE = 9, 100  # in each; minor units


@dataclass
class Market:
    """A place with its owner, and somebody who shops there. `known` holds the ids of what there is,
    by the name under which they stand in requests.
    """

    url: str
    shopper: dict[str, str]  # a login
    owner: dict[str, str]
    known: dict[str, list[Any]] = field(default_factory=dict)
    machine_key: str = ""  # of the first vending machine

    @classmethod
    def open(cls, suite: Home) -> Market:
        market = cls(suite.url, _registered(suite.url), _registered(suite.url))
        owner, admin = market.sign_in(market.owner), suite.admin()
        name = f"Market {secrets.token_hex(4)}"
        location_id = owner.location({"name": name, "address": "Market Street 12"})
        for number in range(3):
            barcode, price = f"200000000{number:03}", f"{number + 1}.50"
            product = {"location_id": location_id, "name": f"Article {number}", "price": price}
            made = owner.post("/products/create/", {"product": {**product, "barcode": barcode}})
            market.note(product_id=made["id"], barcode=barcode)
        market.note(location_id=location_id)
        for number in range(TROLLEYS):
            market.fill(admin, location_id, number)
        for number in range(MACHINES):
            market.place(admin, number)
        return market

    def note(self, **found: Any) -> None:
        """Remember that there is this."""
        for name, value in found.items():
            self.known.setdefault(name, []).append(value)

    def sign_in(self, login: dict[str, str]) -> Api:
        return Api.sign_in(self.url, **login)

    def fill(self, admin: Api, location_id: int, number: int) -> None:
        """A further trolley, with a session that has something in its cart, or has been paid."""
        trolley_id = f"MARKET_{number:02}"
        admin.make("/api/trolleys/", {"trolley_id": trolley_id, "location_id": location_id})
        self.note(trolley_id=trolley_id)
        guest = Api(self.url)
        session = guest.make("/api/session/qr-scan/", {"trolley_id": trolley_id})["session_id"]
        line = {"session_id": session, "product_id": self.known["product_id"][number % 3]}
        self.note(session_id=session, line_id=guest.make("/api/cart/add/", line)["data"]["id"])
        if number < PAID + OPEN:
            self.check_out(guest, session, paid=number < PAID)

    def check_out(self, guest: Api, session: str, *, paid: bool) -> None:
        """Open a payment of a session, and pay it where that is wanted."""
        payment = guest.make("/api/session/checkout/", {"session_id": session})
        self.note(payment_id=payment["payment_id"])
        if paid:
            proof = guest.make(f"/sandbox/pay/{payment['provider_order_id']}", {"action": "pay"})
            path = f"/api/payments/{payment['payment_id']}/verify/"
            settled = guest.make(path, {"session_id": session, **proof})
            self.note(receipt_id=settled["receipt_id"])

    def place(self, admin: Api, number: int) -> None:
        """A further vending machine with some units, perhaps locked, and one unit of it paid."""
        machine_id, client_id = f"MARKET_{number:02}", f"client-{number}"
        made = admin.make("/api/machine/register/", {"machine_id": machine_id})
        admin.make(f"/api/machine/{machine_id}/update-stock/", {"stock": UNITS})
        self.machine_key = self.machine_key or made["api_key"]
        self.note(machine_id=machine_id, machineID=machine_id, device_id=machine_id)
        self.note(client_id=client_id, code=made["display_code"], access_code=made["display_code"])
        if number < 2:
            guest, named = Api(self.url), {"client_id": client_id, "machine_id": machine_id}
            guest.make("/api/lock-by-code/", {**named, "code": made["display_code"]})
            transaction_id = f"transaction-{number}"
            metadata = {"transaction_id": transaction_id, **named}
            order = guest.make("/create-order/", {"amount": PRICE, "metadata": metadata})
            self.note(transaction_id=transaction_id)
            if number == 0:
                proof = guest.make(f"/sandbox/pay/{order['id']}", {"action": "pay"})
                guest.make("/verify-payment/", proof)


def _registered(url: str) -> dict[str, str]:
    """The login of a new account."""
    login = {"username": f"user-{secrets.token_hex(4)}", "password": secrets.token_hex(8)}
    person = {"email": "ada@example.org", "first_name": "Ada", "last_name": "Example"}
    Api(url).post("/verification/register/", {**login, **person})
    return login
