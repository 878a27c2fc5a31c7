"""The bill of a session as its rows have it. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charges import states as payment_states
from django.db.models import F, Q, QuerySet, Sum
from orders import states as order_states
from orders.amounts import minor
from orders.models import Order, OrderSession

from bills import states
from bills.models import Payment, PaymentItem, Receipt, ReceiptBook, Refund
from bills.reckoning import Bill, Line, Shared

COUNTS = Q(paid_at__isnull=False)  # it was credited, whatever has gone back since
PENDING = Q(status__in=states.PENDING)
# Of credits, what goes back all the same was never counted.
BACK = Q(reason__in=states.OF_CREDIT)


@dataclass(frozen=True, slots=True)
class Account:
    """A session's bill with the rows that it was made of."""

    session: OrderSession
    orders: Sequence[Order]
    bill: Bill


def book_of(location_id: int) -> ReceiptBook:
    """How a place takes money; as one that has said nothing where it has not."""
    book = ReceiptBook.objects.filter(pk=location_id).first()
    return book or ReceiptBook(location_id=location_id)


def account_of(session: OrderSession, book: ReceiptBook) -> Account:
    """The bill of a session; `book` is that of its place."""
    standard = book.vat_rates[0]  # of what says none
    orders = list(session.orders.order_by("id"))
    taken = _taken(session)
    lines = [_line_of(each, standard, taken.get(each.pk, 0)) for each in orders]
    bill = Bill(
        lines=lines,
        paid=minor(session.paid),
        pending=minor(session.pending),
        shared=_shared(session),
        receipted=_receipted(session),
    )
    return Account(session, orders, bill)


def _line_of(order: Order, standard: Decimal, taken: int) -> Line:
    """An order as a line of its bill."""
    rate = standard if order.vat_rate is None else order.vat_rate
    return Line(
        order_id=order.pk,
        gross=minor((order.price or Decimal(0)) * order.quantity),
        rate=f"{rate:.2f}",
        discount=minor(order.discount),
        voided=minor(order.voided),
        taken=taken,
        is_cancelled=order.state == order_states.CANCELLED,
    )


def payments_counted(session: OrderSession) -> QuerySet[Payment]:
    """The payments that pay something of the bill, or are about to."""
    return Payment.objects.filter(COUNTS | PENDING, session=session).exclude(
        status__in=(payment_states.REFUND_DUE, payment_states.REFUNDED)
    )


def paid_of(session: OrderSession) -> int:
    """What counts as paid of the bill."""
    credited = Payment.objects.filter(COUNTS, session=session)
    back = Refund.objects.filter(BACK, payment__in=credited)
    return _sum(credited) - _sum(back)


def pending_of(session: OrderSession) -> int:
    """What is being paid of the bill."""
    return _sum(Payment.objects.filter(PENDING, session=session))


def credit_left(payment: Payment) -> tuple[int, int]:
    """What is not on its way back of a credited payment: of the bill, and of the tip."""
    back = Refund.objects.filter(BACK, payment=payment).aggregate(
        amount=Sum("amount", default=0), tip=Sum("tip", default=0)
    )
    return payment.amount - back["amount"], payment.tip - back["tip"]


def _sum(rows: QuerySet[Payment] | QuerySet[Refund]) -> int:
    return int(rows.aggregate(all=Sum("amount", default=0))["all"])


def _taken(session: OrderSession) -> dict[int, int]:
    """What is paid, or being paid, as certain items, by order."""
    items = PaymentItem.objects.filter(payment__in=payments_counted(session)).order_by()
    sums = items.values("order").annotate(amount=Sum("amount"))
    return {each["order"]: each["amount"] for each in sums}


def _shared(session: OrderSession) -> list[Shared]:
    of_shares = payments_counted(session).filter(part=states.SHARE).order_by()
    sums = of_shares.values(of=F("shares_of")).annotate(n=Sum("shares"), amount_=Sum("amount"))
    return [Shared(each["of"], each["n"], each["amount_"]) for each in sums]


def _receipted(session: OrderSession) -> dict[str, int]:
    """What the receipts of the bill say together, by rate."""
    sums: dict[str, int] = {}
    for rates in Receipt.objects.filter(payment__session=session).values_list("rates", flat=True):
        for rate, amount in rates.items():
            sums[rate] = sums.get(rate, 0) + amount
    return sums
