"""Reading JSON that others have written: strict, and only ever ValueError.

A field that is missing, of another type or out of range is ValueError; further fields are fine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from payments.objects import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus

LARGEST = 2**53 - 1  # of a minor unit: what every reader of JSON has exactly
CURRENCY = re.compile(r"[A-Z]{3}")
IDENTIFIER = re.compile(r"[A-Za-z0-9_]{1,64}")
ORDER_STATES: tuple[OrderStatus, ...] = ("created", "attempted", "paid")
PAYMENT_STATES: tuple[PaymentStatus, ...] = (
    *("created", "authorized", "captured"),
    *("refunded", "failed"),
)
REFUND_STATES: tuple[RefundStatus, ...] = ("pending", "processed", "failed")
S = TypeVar("S", bound=str)


def json_object(text: bytes) -> dict[str, Any]:
    """The JSON object in these bytes; depth and digits that no reader bears are ValueError too."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("too deep") from None
    return members(found)


def members(value: object) -> dict[str, Any]:
    """The value, which must be an object."""
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def identifier(value: object) -> str:
    """An id: letters, digits and `_`. A `|` in one would let two pairs of ids sign alike."""
    if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
        raise ValueError("no id")
    return value


def minor(value: object, *, least: int = 1) -> int:
    """An amount in the minor unit; true is no number."""
    if type(value) is not int or not least <= value <= LARGEST:
        raise ValueError("no amount")
    return value


def currency(value: object) -> str:
    """A code as of ISO 4217. Which one is for the caller to compare: other money is money too."""
    if not isinstance(value, str) or not CURRENCY.fullmatch(value):
        raise ValueError("no currency")
    return value


def _state(value: object, states: tuple[S, ...]) -> S:
    for state in states:
        if state == value:
            return state
    raise ValueError("no state that we know")


def order(data: Mapping[str, Any]) -> Order:
    """An order of the provider's."""
    return Order(
        id=identifier(data.get("id")),
        amount_minor=minor(data.get("amount")),
        currency=currency(data.get("currency")),
        status=_state(data.get("status"), ORDER_STATES),
        raw=data,
    )


def payment(data: Mapping[str, Any]) -> Payment:
    """A payment of the provider's."""
    order_id = data.get("order_id")
    return Payment(
        id=identifier(data.get("id")),
        order_id=None if order_id is None else identifier(order_id),
        amount_minor=minor(data.get("amount")),
        currency=currency(data.get("currency")),
        status=_state(data.get("status"), PAYMENT_STATES),
        refunded_minor=minor(data.get("amount_refunded") or 0, least=0),
    )


def refund(data: Mapping[str, Any]) -> Refund:
    """A refund of the provider's."""
    return Refund(
        id=identifier(data.get("id")),
        payment_id=identifier(data.get("payment_id")),
        amount_minor=minor(data.get("amount")),
        currency=currency(data.get("currency")),
        status=_state(data.get("status"), REFUND_STATES),
    )
