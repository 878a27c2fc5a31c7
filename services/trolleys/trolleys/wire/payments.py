"""How payments and refunds are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from charges import states as payment_states
from charges.wire import checkout_object
from currencies import minor_of
from kit.money import shown

from trolleys.models import Payment, Refund
from trolleys.wire.values import utc


def amount_text(amount: Decimal, currency: str) -> str:
    """An amount with the decimals of the currency in which it is paid: "60.02"."""
    return shown(amount, currency)


def payment_object(payment: Payment) -> dict[str, Any]:
    """A payment as payments-and-stock has it; one that is being opened is shown as created."""
    opening = payment.status == payment_states.OPENING
    return {
        "payment_id": str(payment.payment_id),
        "status": payment_states.CREATED if opening else payment.status,
        "amount": amount_text(payment.amount, payment.currency),
        "currency": payment.currency,
        "provider": payment.provider,
        "provider_order_id": payment.provider_order_id,
        "checkout": checkout_object(
            payment, amount_minor=minor_of(payment.amount, payment.currency)
        ),
        "expires_at": utc(payment.expires_at),
        "created_at": utc(payment.created_at),
        "paid_at": utc(payment.paid_at),
        "receipt_id": receipt_id(payment),
        "refunds": refund_objects(payment),
    }


def payment_row(payment: Payment) -> dict[str, Any]:
    """The same in the list of staff, with who pays and where."""
    session = payment.session
    return payment_object(payment) | {
        "location_id": payment.location_id or None,
        "trolley_id": session.trolley.trolley_id if session is not None else None,
        "user": payment.user_name or None,
    }


def outcome_object(payment: Payment) -> dict[str, Any]:
    """What verify answers: `{"payment_id","status","receipt_id"}`."""
    return {
        "payment_id": str(payment.payment_id),
        "status": payment.status,
        "receipt_id": receipt_id(payment),
    }


def receipt_id(payment: Payment) -> str | None:
    """The id of its receipt; None until all is settled."""
    receipt = getattr(payment, "receipt", None)
    return str(receipt.receipt_id) if receipt is not None else None


def refund_objects(payment: Payment) -> list[dict[str, Any]]:
    """Its refunds, oldest first."""
    refunds = sorted(payment.refunds.all(), key=lambda refund: refund.pk)
    return [refund_object(refund, payment.currency) for refund in refunds]


def refund_object(refund: Refund, currency: str) -> dict[str, Any]:
    """`{"id","amount","reason","state","provider_refund_id","created_at","done_at"}`."""
    return {
        "id": str(refund.refund_id),
        "amount": amount_text(refund.amount, currency),
        "reason": refund.reason,
        "state": refund.state,
        "provider_refund_id": refund.provider_refund_id or None,
        "created_at": utc(refund.created_at),
        "done_at": utc(refund.done_at),
    }
