"""What a service asks of the stock ledger: the units of a cart that is being paid."""

from __future__ import annotations

import secrets
from contextlib import closing
from typing import Any

import requests

from tests.support.api import Api, answer
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.stack import place

NO_ANSWER = {0, 502, 503, 504}
PATIENCE = 10  # seconds for one answer


class Ledger:
    """The ledger of products as the service orders asks it, over a connection for each call."""

    def __init__(self, stack: Stack) -> None:
        self._url = f"{stack.address('products')}/internal/stock"
        self._headers = {"Authorization": f"Bearer {_service_token(stack)}"}

    def ask(self, call: str, **body: Any) -> tuple[int, dict[str, Any]]:
        """Status and body of an answer; status 0 where there was none."""
        url = f"{self._url}/{call}/"
        try:
            got = requests.post(url, json=body, headers=self._headers, timeout=PATIENCE)
            return got.status_code, got.json()
        except requests.RequestException:  # cut off, too late, or no JSON
            return 0, {}

    def insist(self, call: str, *, within: float, **body: Any) -> tuple[int, dict[str, Any]]:
        """The same, asked again with its key until there is an answer."""
        told: list[tuple[int, dict[str, Any]]] = []

        def answered() -> bool:
            told.append(self.ask(call, **body))
            return told[-1][0] not in NO_ANSWER

        wait_for(answered, within, f"{call} is answered")
        return told[-1]


def units_held(stack: Stack, product_id: int, quantity: int, *, seconds: int = 600) -> None:
    """Hold units of a product."""
    line = {"product_id": product_id, "quantity": quantity}
    body = {"key": secrets.token_hex(8), "lines": [line], "seconds": seconds}
    status, told = Ledger(stack).ask("hold", **body)
    assert status == 200, told


def _service_token(stack: Stack) -> str:
    secret = place.read_secrets(stack.home)["orders.service"]
    with closing(Api(stack.address("verification"))) as verification:
        body = {"service": "orders", "secret": secret}
        return str(answer(verification.post("/internal/service-token/", body))["access"])
