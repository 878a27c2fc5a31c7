"""What is paid of what was ordered: payments, refunds, what was taken off, receipts; and how a
place wants that. Amounts are in the smallest unit of the currency.

Locks are taken in one order: sessions by their ids (orders.models), payments, the receipt book of
the place, then, by the recorder, the panel.
"""

from __future__ import annotations

from bills.models.adjustments import Adjustment, AdjustmentPart
from bills.models.closings import CashMovement, DayClosing
from bills.models.payments import Payment, PaymentItem, Received, Refund
from bills.models.receipts import Receipt, ReceiptBook

__all__ = [
    "Adjustment",
    "AdjustmentPart",
    "CashMovement",
    "DayClosing",
    "Payment",
    "PaymentItem",
    "Receipt",
    "ReceiptBook",
    "Received",
    "Refund",
]
