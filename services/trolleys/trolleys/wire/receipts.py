"""How receipts are shown, and the code that the exit scans."""

from __future__ import annotations

import base64
import hmac
import uuid
from typing import Any

from kit.sealing import mac

from trolleys.models import Receipt
from trolleys.wire.payments import amount_text, refund_objects
from trolleys.wire.values import utc

PURPOSE = "exit code"
SIGNED = 16  # bytes of the signature
LONGEST = 100


def exit_code(receipt_id: uuid.UUID) -> str:
    """The text of the exit's QR code: the receipt's id with a signature that only we can make."""
    signature = mac(PURPOSE, receipt_id.hex)[:SIGNED]
    return base64.urlsafe_b64encode(receipt_id.bytes + signature).decode().rstrip("=")


def code_receipt(code: str) -> uuid.UUID | None:
    """The receipt that such a code is of; None for any other text."""
    if len(code) > LONGEST or not code.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except ValueError:
        return None
    if len(raw) != 16 + SIGNED:
        return None
    receipt_id = uuid.UUID(bytes=raw[:16])
    return receipt_id if hmac.compare_digest(exit_code(receipt_id), code) else None


def number_text(receipt: Receipt) -> str:
    """The number that people read: `T-000123`."""
    return f"T-{receipt.number:06d}"


def receipt_object(receipt: Receipt) -> dict[str, Any]:
    """A receipt as the contract has it."""
    payment = receipt.payment
    session = payment.session
    return {
        "receipt_id": str(receipt.receipt_id),
        "number": number_text(receipt),
        "payment_id": str(payment.payment_id),
        "session_id": str(session.session_id) if session is not None else None,
        "trolley_id": receipt.trolley_id or None,
        "user": payment.user_name or None,
        "total": amount_text(payment.amount, payment.currency),
        "currency": payment.currency,
        "lines": payment.lines,
        "provider": payment.provider,
        "provider_order_id": payment.provider_order_id,
        "provider_payment_id": payment.provider_payment_id,
        "paid_at": utc(payment.paid_at),
        "refunds": refund_objects(payment),
        "exit_code": exit_code(receipt.receipt_id),
        **checked_object(receipt),
    }


def checked_receipt_object(receipt: Receipt) -> dict[str, Any]:
    """The same for the exit, with the units that may go out: the code was good, once."""
    items = sum(line["quantity"] for line in receipt.payment.lines)
    return {"result": "valid", **receipt_object(receipt), "items": items}


def checked_object(receipt: Receipt) -> dict[str, Any]:
    """`{"verified_at","verified_by"}`: who has let the buyer out; null for nobody yet."""
    return {
        "verified_at": utc(receipt.verified_at),
        "verified_by": receipt.verified_name or None,
    }
