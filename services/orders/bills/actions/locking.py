"""Locks, in the order that bills.models says."""

from __future__ import annotations

from orders.actions.moved import wherever_it_is
from orders.actions.sessions import session_lock

from bills.models import Payment, ReceiptBook


@wherever_it_is
def payment_lock(pk: int) -> Payment:
    """A payment behind its session, both locked; raises 404 `payment_not_found`."""
    session = session_lock("payment_not_found", payments=pk)
    payment = session.payments.select_for_update(no_key=True).get(pk=pk)
    payment.session = session
    return payment


def book_lock(location_id: int) -> ReceiptBook:
    """The receipt book of a place, locked: it gives out one number after the other."""
    books = ReceiptBook.objects.select_for_update(no_key=True)
    book = books.filter(pk=location_id).first()
    if book is None:
        ReceiptBook.objects.bulk_create(
            [ReceiptBook(location_id=location_id)], ignore_conflicts=True
        )
        book = books.get(pk=location_id)
    return book
