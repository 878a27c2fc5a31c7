"""Receipts: each with the next number of its place, and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from bills import states, wire
from bills.accounts import account_of
from bills.actions.locking import book_lock
from bills.chain import digest_of
from bills.models import Payment, Receipt, ReceiptBook, Refund
from bills.reckoning import Rates


def sale_receipt(payment: Payment) -> Receipt:
    """The receipt of a locked payment that has just been credited."""
    book = book_lock(payment.session.location_id)
    account = account_of(payment.session, book)
    items = dict(payment.items.values_list("order", "amount"))
    rates = account.bill.rates_of(payment.amount, items)
    content = wire.sale_content(account, payment, items=items, rates=rates)
    return _write(book, payment, kind=states.SALE, rates=rates, content=content)


def refund_receipt(refund: Refund, *, payment: Payment) -> Receipt | None:
    """The receipt of money that goes back of a locked payment; None where that has no receipt."""
    sale = payment.receipts.filter(kind=states.SALE).first()
    if sale is None:
        return None
    book = book_lock(payment.session.location_id)
    account = account_of(payment.session, book)
    rates = account.bill.rates_back(refund.amount, sale.rates)
    content = wire.refund_content(account, refund, sale=sale, rates=rates)
    back = {rate: -amount for rate, amount in rates.items()}
    return _write(book, payment, kind=states.REFUND, rates=back, content=content, refund=refund)


def _write(
    book: ReceiptBook,
    payment: Payment,
    *,
    kind: str,
    rates: Rates,
    content: Mapping[str, Any],
    refund: Refund | None = None,
) -> Receipt:
    book.last_number += 1
    full = {**wire.head(book, kind, timezone.now()), **content}
    book.digest = digest_of(book.digest, full)
    book.save(update_fields=["last_number", "digest"])
    return Receipt.objects.create(
        location_id=book.location_id,
        number=book.last_number,
        kind=kind,
        payment=payment,
        refund=refund,
        rates=dict(rates),
        content=full,
        digest=book.digest,
    )
