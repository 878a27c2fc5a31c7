"""The stock ledger at products, as carts use it: units are held while a payment waits for its
money, then sold or given back. The key is the payment's id, and each call may be repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.client import Answer
from kit.errors import Unavailable
from peers.products import UNAVAILABLE, products_peer

Units = tuple[int, int]  # a product's id, and how many of it
OVER = {"stock_gone", "hold_released", "hold_not_found"}  # what is left to sell: nothing


@dataclass(frozen=True, slots=True)
class Shortage:
    """A product of which fewer are left; `available` is None for one that is sold no more."""

    product_id: int
    available: int | None


def units_hold(*, key: str, units: Sequence[Units], seconds: int) -> list[Shortage]:
    """Put units of each product aside for so long, all or none. What is short is returned, and
    then nothing is held.

    Raises 503 `Products service unavailable` when it is not known whether anything is held, or the
    key has been given up.
    """
    lines = [{"product_id": product_id, "quantity": quantity} for product_id, quantity in units]
    body = {"key": key, "lines": lines, "seconds": seconds}
    reason, details, answer = _asked("hold", body)
    if reason in ("insufficient_stock", "product_not_found", "product_unavailable") and details:
        return [_shortage(each) for each in details]
    answer.response()
    return []


def units_sell(*, key: str, reference: str, who: str) -> bool:
    """Sell what is held; again, the same answer. False when it is gone: then nothing is sold.
    Raises 503 `Products service unavailable`.
    """
    reason, _, answer = _asked("commit", {"key": key, "reference": reference, "who": who})
    if reason in OVER:
        return False
    answer.response()
    return True


def units_release(*, key: str) -> None:
    """Give back what is held; a hold that comes later with this key is refused. What was sold
    already stays sold. Raises 503 `Products service unavailable`.
    """
    reason, _, answer = _asked("release", {"key": key})
    if reason != "hold_committed":
        answer.response()


def _asked(call: str, body: dict[str, Any]) -> tuple[str, list[dict[str, Any]], Answer]:
    """The answer of a call, with the reason of a refusal ("" for anything else) and its details."""
    answer = products_peer().post(f"/internal/stock/{call}/", body, idempotent=True)
    data = answer.data if isinstance(answer.data, dict) else {}
    details = data.get("details")
    if not isinstance(details, list) or not all(isinstance(each, dict) for each in details):
        details = []
    return str(data.get("reason", "")), details, answer


def _shortage(details: dict[str, Any]) -> Shortage:
    product_id, available = details.get("product_id"), details.get("available")
    if type(product_id) is not int or not (available is None or type(available) is int):
        raise Unavailable(UNAVAILABLE)
    return Shortage(product_id, available)
