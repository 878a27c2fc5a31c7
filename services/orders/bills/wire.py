"""Bills, payments and receipts as answers show them, and as receipts keep them. Amounts are texts
with the decimals of the currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from charges import states as payment_states
from charges.provider import is_configured
from charges.wire import checkout_object
from django.conf import settings
from kit.clock import iso
from kit.money import shown
from orders.amounts import text
from orders.models import Order

from bills import states
from bills.accounts import Account
from bills.models import Adjustment, Payment, Receipt, ReceiptBook, Refund
from bills.reckoning import Line, Rates, tax_in


def bill_object(
    account: Account,
    *,
    payments: Iterable[Payment],
    adjustments: Iterable[Adjustment],
    for_staff: bool,
) -> dict[str, Any]:
    """The bill of a session. `left` below 0 is what was paid too much."""
    bill = account.bill
    lines = zip(account.orders, bill.lines, strict=True)
    return {
        "session": account.session.code,
        "currency": settings.CURRENCY,
        "lines": [line_object(order, line) for order, line in lines],
        "due": text(bill.due),
        "paid": text(bill.paid),
        "pending": text(bill.pending),
        "left": text(bill.left),
        "shared": [
            {"of": each.of, "count": each.count, "amount": text(each.amount)}
            for each in bill.shared
        ],
        "rates": rate_objects(bill.rates()),
        "payments": [
            payment_object(each) if for_staff else others_payment_object(each) for each in payments
        ],
        "adjustments": [adjustment_object(each) for each in adjustments],
    }


def line_object(order: Order, line: Line) -> dict[str, Any]:
    """An order on a bill; `left` is what nobody pays for it yet."""
    return {
        "order_id": order.pk,
        **_sold(order, line),
        "state": order.state,
        "guest": order.guest,
        "guest_id": order.guest_id,
        "left": text(line.left),
    }


def rate_objects(rates: Rates) -> list[dict[str, Any]]:
    """Sums by rate: `{"vat_rate","gross","net","vat"}`."""
    rows = []
    for rate, gross in rates.items():
        tax = tax_in(gross, rate)
        rows.append(
            {"vat_rate": rate, "gross": text(gross), "net": text(gross - tax), "vat": text(tax)}
        )
    return rows


def others_payment_object(payment: Payment) -> dict[str, Any]:
    """A payment as everybody at the table sees it."""
    opening = payment.status == payment_states.OPENING
    return {
        "status": payment_states.CREATED if opening else payment.status,
        "kind": payment.kind,
        "part": payment.part,
        "amount": text(payment.amount),
        "guest": payment.guest,
        "guest_id": payment.guest_id,
        "created_at": iso(payment.created_at),
        "paid_at": iso(payment.paid_at),
    }


def payment_object(payment: Payment) -> dict[str, Any]:
    """A payment as its payer and staff see it."""
    return {
        **others_payment_object(payment),
        "payment_id": str(payment.payment_id),
        "tip": text(payment.tip),
        "total": text(payment.whole),
        **_cash(payment),
        "currency": payment.currency,
        "provider": "razorpay" if payment.kind == states.ONLINE else payment.kind,
        "provider_order_id": payment.provider_order_id,
        "checkout": checkout_object(payment, amount_minor=payment.whole),
        "expires_at": iso(payment.expires_at),
        "staff_id": payment.staff_id,
        "receipts": [
            receipt_link(each) for each in sorted(payment.receipts.all(), key=lambda of: of.number)
        ],
        "refunds": [
            refund_object(each) for each in sorted(payment.refunds.all(), key=lambda of: of.pk)
        ],
    }


def _cash(payment: Payment) -> dict[str, str | None]:
    """What was handed over, and handed back; null where nobody said so."""
    if payment.given is None:
        return {"given": None, "change": None}
    return {"given": text(payment.given), "change": text(payment.given - payment.whole)}


def outcome_object(payment: Payment) -> dict[str, Any]:
    """What verify answers: `{"payment_id","status","receipt_id"}`."""
    sale = payment.receipts.filter(kind=states.SALE).first()
    return {
        "payment_id": str(payment.payment_id),
        "status": payment.status,
        "receipt_id": None if sale is None else str(sale.receipt_id),
    }


def refund_object(refund: Refund) -> dict[str, Any]:
    """Money on its way back."""
    return {
        "id": str(refund.refund_id),
        "amount": text(refund.amount),
        "tip": text(refund.tip),
        "reason": refund.reason,
        "note": refund.note,
        "state": refund.state,
        "provider_refund_id": refund.provider_refund_id or None,
        "created_at": iso(refund.created_at),
        "done_at": iso(refund.done_at),
    }


def adjustment_object(adjustment: Adjustment) -> dict[str, Any]:
    """What was taken off, or put back."""
    return {
        "id": adjustment.pk,
        "kind": adjustment.kind,
        "amount": text(adjustment.amount),
        "percent": None if adjustment.percent is None else f"{adjustment.percent:.2f}",
        "reason": adjustment.reason,
        "user_id": adjustment.user_id,
        "reverts": adjustment.reverts_id,
        "is_reverted": hasattr(adjustment, "reverted_by"),
        "created_at": iso(adjustment.created_at),
        "orders": [
            {"order_id": each.order_id, "amount": text(each.amount)}
            for each in adjustment.parts.all()
        ],
    }


def receipt_link(receipt: Receipt) -> dict[str, Any]:
    """What leads to a receipt."""
    return {
        "receipt_id": str(receipt.receipt_id),
        "number": receipt.number,
        "kind": receipt.kind,
        "created_at": iso(receipt.created_at),
    }


def receipt_object(receipt: Receipt) -> dict[str, Any]:
    """A receipt as it was given out."""
    return {
        "receipt_id": str(receipt.receipt_id),
        "location_id": receipt.location_id,
        "digest": receipt.digest,
        **receipt.content,
    }


def book_object(book: ReceiptBook) -> dict[str, Any]:
    """How a place takes money, and what stands on its receipts."""
    return {
        "name": book.name,
        "address": book.address,
        "tax_number": book.tax_number,
        "footer": book.footer,
        "vat_rates": [f"{rate:.2f}" for rate in book.vat_rates],
        "tips": book.tips,
        "pays_online": book.pays_online,
        "takes_online": book.pays_online and is_configured(),
        "close_paid": book.close_paid,
        "asks_unpaid": book.asks_unpaid,
        "day_begins": book.day_begins,
        "receipts": book.last_number,
    }


# ---- What stands on receipts -----------------------------------------------------------------


def head(book: ReceiptBook, kind: str, at: datetime) -> dict[str, Any]:
    """Who gives it out, when, and under which number."""
    return {
        "number": book.last_number,
        "kind": kind,
        "at": iso(at),
        "currency": settings.CURRENCY,
        "place": {
            "name": book.name,
            "address": book.address,
            "tax_number": book.tax_number,
            "footer": book.footer,
        },
    }


def sale_content(
    account: Account, payment: Payment, *, items: Mapping[int, int], rates: Rates
) -> dict[str, Any]:
    """What was bought, and what this payment pays of it: the items that it is for, else all."""
    lines = zip(account.orders, account.bill.lines, strict=True)
    shown_lines = [
        {**_sold(order, line), "paid": text(items.get(order.pk, line.net))}
        for order, line in lines
        if not line.is_cancelled and (order.pk in items or not items)
    ]
    return {
        "table": account.session.name,
        "lines": shown_lines,
        "bill": text(account.bill.due),
        "part": payment.part,
        "amount": text(payment.amount),
        "tip": text(payment.tip),
        "total": text(payment.whole),
        "rates": rate_objects(rates),
        "payment": {
            "kind": payment.kind,
            **_cash(payment),
            "reference": payment.provider_payment_id,
        },
        "staff_id": payment.staff_id,
    }


def refund_content(
    account: Account, refund: Refund, *, sale: Receipt, rates: Rates
) -> dict[str, Any]:
    """What goes back of which sale, with amounts below 0."""
    return {
        "table": account.session.name,
        "of": sale.number,
        "lines": [],
        "bill": text(account.bill.due),
        "part": None,
        "amount": text(-refund.amount),
        "tip": text(-refund.tip),
        "total": text(-refund.whole),
        "rates": rate_objects({rate: -amount for rate, amount in rates.items()}),
        "reason": refund.note,
        "payment": {
            "kind": refund.payment.kind,
            "given": None,
            "change": None,
            "reference": refund.provider_payment_id or None,
        },
        "staff_id": refund.staff_id,
    }


def _sold(order: Order, line: Line) -> dict[str, Any]:
    """An order as bills show it, and as receipts keep it: `amount` is what is to be paid for it."""
    return {
        "name": order.name,
        "options": [each["name"] for each in order.options],
        "quantity": order.quantity,
        "price": None if order.price is None else shown(order.price, settings.CURRENCY),
        "vat_rate": line.rate,
        "gross": text(line.gross),
        "discount": text(line.discount),
        "voided": text(line.voided),
        "amount": text(line.net),
    }
