"""Orders, payments, refunds and events as Razorpay writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tools.sandbox.database import Row


def order(row: Row) -> dict[str, Any]:
    """An order; `created_at` is in seconds, amounts are in the minor unit."""
    return {
        "id": row["id"],
        "entity": "order",
        "amount": row["amount"],
        "amount_paid": row["amount_paid"],
        "amount_due": row["amount"] - row["amount_paid"],
        "currency": row["currency"],
        "receipt": row["receipt"],
        "status": row["status"],
        "attempts": row["attempts"],
        "notes": json.loads(row["notes"]),
        "created_at": row["created_at"],
    }


def payment(row: Row) -> dict[str, Any]:
    """A payment."""
    return {
        "id": row["id"],
        "entity": "payment",
        "amount": row["amount"],
        "currency": row["currency"],
        "status": row["status"],
        "order_id": row["order_id"],
        "method": "sandbox",
        "captured": row["status"] in {"captured", "refunded"},
        "amount_refunded": row["amount_refunded"],
        "created_at": row["created_at"],
    }


def refund(row: Row) -> dict[str, Any]:
    """A refund, which is done at once."""
    return {
        "id": row["id"],
        "entity": "refund",
        "amount": row["amount"],
        "currency": row["currency"],
        "payment_id": row["payment_id"],
        "status": "processed",
        "created_at": row["created_at"],
    }


def event(name: str, payload: Mapping[str, Any], created_at: int) -> bytes:
    """The body of a webhook."""
    document = {
        "entity": "event",
        "account_id": "acc_sandbox",
        "event": name,
        "contains": list(payload),
        "payload": payload,
        "created_at": created_at,
    }
    return json.dumps(document, separators=(",", ":")).encode()
