"""The stock ledger at products, as orders use it: units are taken and sold in one call, and given
back. Each call may be repeated with its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kit.client import Answer
from kit.errors import BadRequest, Conflict, NotFound, Unavailable

from orders.clients import products

Units = tuple[int, int]  # a product's id, and how many of it
UNAVAILABLE = "products_service_unavailable"
REFUSALS: Final = {
    "insufficient_stock": (Conflict, "sold_out"),
    "product_not_found": (NotFound, "product_not_found"),
    "product_unavailable": (BadRequest, "product_unavailable"),
}


def units_take(*, key: str, units: Sequence[Units], reference: str, who: str) -> None:
    """Take units of each product, all or none, each product once.

    Raises 409 `sold_out` with details, 404 `product_not_found`, 400 `product_unavailable`: then
    nothing is taken. Raises 503 `products_service_unavailable` when it is not known whether
    anything was, or the key has been given up.
    """
    lines = [{"product_id": product_id, "quantity": quantity} for product_id, quantity in units]
    body = {"key": key, "lines": lines, "commit": True, "reference": reference, "who": who}
    answer = products().post("/internal/stock/hold/", body, idempotent=True)
    reason, details = _refusal(answer)
    if reason in REFUSALS:
        kind, ours = REFUSALS[reason]
        raise kind(ours, details=details)
    answer.response()


def units_undo(*, key: str, units: Sequence[Units]) -> None:
    """Give back what units_take took by this key, if it did; if it comes later it is refused.
    Raises 503 `products_service_unavailable`.
    """
    answer = products().post("/internal/stock/release/", {"key": key}, idempotent=True)
    if _refusal(answer)[0] == "hold_committed":
        units_restock(key=key, units=units, reference="not ordered")
    else:
        answer.response()


def units_restock(*, key: str, units: Sequence[Units], reference: str) -> None:
    """Put units back that were sold; those of products that are gone by now go nowhere. Raises 503
    `products_service_unavailable`.
    """
    while units:
        lines = [{"product_id": product_id, "change": quantity} for product_id, quantity in units]
        body = {"key": key, "kind": "restock", "reference": reference, "lines": lines}
        answer = products().post("/internal/stock/move/", body, idempotent=True)
        reason, details = _refusal(answer)
        if reason != "product_not_found":
            answer.response()
            return
        gone = {each.get("product_id") for each in details}
        left = [each for each in units if each[0] not in gone]
        if len(left) == len(units):
            raise Unavailable(UNAVAILABLE)
        units = left


def _refusal(answer: Answer) -> tuple[str, list[dict[str, Any]]]:
    """Why products refused, and its details; "" for anything else."""
    data = answer.data if isinstance(answer.data, dict) else {}
    details = data.get("details")
    sound = isinstance(details, list) and all(isinstance(each, dict) for each in details)
    return str(data.get("reason", "")), details if isinstance(details, list) and sound else []
