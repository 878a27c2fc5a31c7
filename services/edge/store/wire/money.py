"""Receipts, payments and refunds."""

from __future__ import annotations

from typing import Any

from charges import states as payment_states
from charges.wire import checkout_object
from kit.clock import iso

from store import states
from store.account import Account, lines_of
from store.models import Contest, Payment, Refund
from store.reckoning import Billed
from store.wire.values import price


def receipt_object(account: Account) -> dict[str, Any] | None:
    """The receipt of a visit, if there is one yet; `due` is what it leaves to be paid."""
    receipt = account.receipt
    if receipt is None:
        return None
    standing, paying = account.standing, account.paying
    return {
        "id": str(receipt.receipt_id),
        "number": receipt.name,
        "lines": [billed_object(line) for line in lines_of(receipt)],
        "total": price(receipt.total),
        "currency": receipt.currency,
        "status": receipt.status,
        "payment_id": str(paying.payment_id) if paying is not None else None,
        "paid": price(standing.paid),
        "due": price(standing.due(receipt.total)),
        "created_at": iso(receipt.created_at),
        "settled_at": iso(receipt.settled_at),
        "contest": contest_object(account.contest),
    }


def billed_object(line: Billed) -> dict[str, Any]:
    """A line of a receipt."""
    return {
        "product_id": line.product_id,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": price(line.unit_price),
        "total": price(line.quantity * line.unit_price),
    }


def contest_object(contest: Contest | None) -> dict[str, Any] | None:
    """What a visitor has said against a receipt."""
    if contest is None:
        return None
    return {
        "message": contest.message,
        "lines": contest.lines,
        "created_at": iso(contest.created_at),
    }


def refund_object(refund: Refund) -> dict[str, Any]:
    """Money on its way back."""
    return {
        "id": str(refund.refund_id),
        "amount": price(refund.amount),
        "reason": refund.reason,
        "state": refund.state,
        "provider_refund_id": refund.provider_refund_id or None,
        "created_at": iso(refund.created_at),
        "done_at": iso(refund.done_at),
    }


def payment_object(payment: Payment) -> dict[str, Any]:
    """A payment; one that is being opened is shown as created."""
    opening = payment.status == payment_states.OPENING
    return {
        "payment_id": str(payment.payment_id),
        "kind": payment.kind,
        "status": payment_states.CREATED if opening else payment.status,
        "amount": price(payment.amount),
        "currency": payment.currency,
        "provider": "razorpay",
        "provider_order_id": payment.provider_order_id,
        "checkout": checkout_object(payment, amount_minor=payment.amount),
        "expires_at": iso(payment.expires_at),
        "created_at": iso(payment.created_at),
        "paid_at": iso(payment.paid_at),
        "receipt_id": receipt_id_of(payment),
        "visit_id": str(payment.visit_id) if payment.visit_id is not None else None,
        "refunds": [refund_object(each) for each in sorted(payment.refunds.all(), key=_number)],
    }


def outcome_object(payment: Payment) -> dict[str, Any]:
    """What verify answers."""
    return {
        "payment_id": str(payment.payment_id),
        "status": payment.status,
        "receipt_id": receipt_id_of(payment),
    }


def receipt_id_of(payment: Payment) -> str | None:
    """The receipt that a payment is for; that of a deposit once there is one."""
    receipt = payment.receipt
    if receipt is None and payment.kind == states.DEPOSIT and payment.visit is not None:
        receipt = getattr(payment.visit, "receipt", None)
    return str(receipt.receipt_id) if receipt is not None else None


def _number(refund: Refund) -> int:
    return refund.pk
