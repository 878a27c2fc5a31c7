"""Locks, in the order that bills.models says."""

from __future__ import annotations

from orders.actions.sessions import session_lock
from orders.models import OrderSession

from bills import refusals
from bills.models import Payment, ReceiptBook


def session_of(code: str) -> OrderSession:
    """The session of this code, locked; raises 404 `session_not_found`."""
    return session_lock("session_not_found", code=code)


def payment_lock(pk: int) -> Payment:
    """A payment behind its session, both locked. A merge meanwhile has made it that of another
    session: then it is that which is locked. Raises 404 `payment_not_found`.
    """
    while True:
        session_id = Payment.objects.filter(pk=pk).values_list("session", flat=True).first()
        if session_id is None:
            raise refusals.payment_not_found()
        session = OrderSession.objects.select_for_update(no_key=True).get(pk=session_id)
        payment = Payment.objects.select_for_update(no_key=True).get(pk=pk)
        if payment.session_id == session.pk:
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
