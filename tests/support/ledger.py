"""What a service asks of the stock ledger: the units of a cart that is being paid."""

from __future__ import annotations

import secrets
from contextlib import closing

from tests.support.api import Api, answer
from tests.support.stack import Stack
from tools.stack import place


def units_held(stack: Stack, product_id: int, quantity: int, *, seconds: int = 600) -> None:
    """Hold units of a product as the service orders may."""
    line = {"product_id": product_id, "quantity": quantity}
    body = {"key": secrets.token_hex(8), "lines": [line], "seconds": seconds}
    token = {"Authorization": f"Bearer {_service_token(stack)}"}
    with closing(Api(stack.address("products"))) as products:
        answer(products.post("/internal/stock/hold/", body, headers=token))


def _service_token(stack: Stack) -> str:
    secret = place.read_secrets(stack.home)["orders.service"]
    with closing(Api(stack.address("verification"))) as verification:
        body = {"service": "orders", "secret": secret}
        return str(answer(verification.post("/internal/service-token/", body))["access"])
