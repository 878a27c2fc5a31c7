"""How operators see one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kit.clock import iso

from vending.models import Refund, Sale, SaleStep
from vending.wire.sales import sale_object


def ledger_object(sale: Sale, now: datetime) -> dict[str, Any]:
    """A transaction with every step and its time, and its refunds, oldest first. Reads
    `sale.steps` and `sale.refunds`.
    """
    return sale_object(sale, now) | {
        "client_id": sale.client_id,
        "flag": sale.flag or None,
        "is_test": sale.is_test,
        "created_at": iso(sale.created_at),
        "steps": [_step(step) for step in sorted(sale.steps.all(), key=_age)],
        "refunds": [_refund(refund) for refund in sorted(sale.refunds.all(), key=_age)],
    }


def _age(row: SaleStep | Refund) -> int:
    return row.pk


def _step(step: SaleStep) -> dict[str, Any]:
    return {"step": step.step, "at": iso(step.at), "details": step.details}


def _refund(refund: Refund) -> dict[str, Any]:
    return {
        "refund_id": str(refund.refund_id),
        "amount": refund.amount,
        "reason": refund.reason,
        "state": refund.state,
        "created_at": iso(refund.created_at),
        "done_at": iso(refund.done_at),
    }
