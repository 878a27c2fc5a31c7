"""What is taken off a bill after ordering, with reason and author; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from orders.actions.moved import orders_tell
from orders.actions.sessions import session_lock
from orders.amounts import major, shares
from orders.models import Order, OrderSession

from bills import refusals, states
from bills.accounts import Account, account_of
from bills.actions.locking import book_lock
from bills.actions.telling import bill_tell
from bills.models import Adjustment, AdjustmentPart
from bills.reckoning import Line


@transaction.atomic
def bill_discount(
    *,
    code: str,
    orders: Collection[int] | None,
    amount: int | None,
    percent: Decimal | None,
    reason: str,
    user_id: int,
) -> OrderSession:
    """Take an amount, or so many percent, off these orders, by default off all of the bill.

    Raises 404 `session_not_found`, 404 `order_not_found`, 409 `order_cancelled`, 409 `too_much`
    beyond what they come to.
    """
    session, account = _opened(code)
    lines = _lines(account, orders)
    nets = [line.net for line in lines]
    if percent is not None:
        amount = int((sum(nets) * percent / 100).to_integral_value())
    if not amount or amount > sum(nets):
        raise refusals.too_much(sum(nets))
    parts = {line.order_id: part for line, part in zip(lines, shares(amount, nets), strict=True)}
    _adjust(
        session, account, parts, kind=states.DISCOUNT, percent=percent, reason=reason, by=user_id
    )
    return session


@transaction.atomic
def order_void(
    *, code: str, order_id: int, quantity: int | None, reason: str, user_id: int
) -> OrderSession:
    """So many of an order need not be paid, by default all of it: it was sent back, or never came.

    Raises 404 `session_not_found`, 404 `order_not_found`, 409 `order_cancelled`, 409 `too_much`
    beyond what is still to be paid for it.
    """
    session, account = _opened(code)
    (line,) = _lines(account, [order_id])
    order = next(each for each in account.orders if each.pk == order_id)
    units = order.quantity if quantity is None else quantity
    if units > order.quantity or line.net == 0:
        raise refusals.too_much(line.net)
    amount = (
        line.net if units == order.quantity else min(line.net, line.gross * units // order.quantity)
    )
    if amount == 0:
        raise refusals.too_much(line.net)
    _adjust(session, account, {order_id: amount}, kind=states.VOID, reason=reason, by=user_id)
    return session


@transaction.atomic
def adjustment_revert(*, code: str, adjustment_id: int, reason: str, user_id: int) -> OrderSession:
    """Put back what was taken off. Of orders that were cancelled meanwhile nothing is put back.

    Raises 404 `session_not_found`, 404 `adjustment_not_found`, 409 `adjustment_reverted`.
    """
    session, account = _opened(code)
    earlier = session.adjustments.filter(pk=adjustment_id, reverts=None).first()
    if earlier is None:
        raise refusals.adjustment_not_found()
    if hasattr(earlier, "reverted_by"):
        raise refusals.adjustment_reverted()
    taken_off = {line.order_id: _of_kind(line, earlier.kind) for line in account.bill.lines}
    parts = {
        part.order_id: -min(part.amount, taken_off[part.order_id]) for part in earlier.parts.all()
    }
    if not any(parts.values()):
        raise refusals.order_cancelled()
    _adjust(session, account, parts, kind=earlier.kind, reason=reason, by=user_id, reverts=earlier)
    return session


def _of_kind(line: Line, kind: str) -> int:
    """What is taken off an order in this way by now: part of it may have been cancelled."""
    return line.discount if kind == states.DISCOUNT else line.voided


def _opened(code: str) -> tuple[OrderSession, Account]:
    session = session_lock("session_not_found", code=code)
    return session, account_of(session, book_lock(session.location_id))


def _lines(account: Account, ids: Collection[int] | None) -> list[Line]:
    """These lines of the bill, by default all that are not cancelled."""
    lines = {line.order_id: line for line in account.bill.lines}
    if ids is None:
        return [line for line in lines.values() if not line.is_cancelled]
    if any(each not in lines for each in ids):
        raise refusals.order_not_found()
    chosen = [lines[each] for each in sorted(set(ids))]
    if any(line.is_cancelled for line in chosen):
        raise refusals.order_cancelled()
    return chosen


def _adjust(
    session: OrderSession,
    account: Account,
    parts: Mapping[int, int],
    *,
    kind: str,
    reason: str,
    by: int,
    percent: Decimal | None = None,
    reverts: Adjustment | None = None,
) -> None:
    """Write it down, take it off the orders and tell all of it."""
    parts = {order_id: amount for order_id, amount in parts.items() if amount}
    adjustment = Adjustment.objects.create(
        session=session,
        kind=kind,
        amount=sum(parts.values()),
        percent=percent,
        reason=reason,
        user_id=by,
        reverts=reverts,
    )
    AdjustmentPart.objects.bulk_create(
        AdjustmentPart(adjustment=adjustment, order_id=each, amount=amount)
        for each, amount in parts.items()
    )
    changed = [each for each in account.orders if each.pk in parts]
    _take_off(changed, parts, kind)
    orders_tell(session, orders=changed, kind="order.changed")
    bill_tell(session)


def _take_off(orders: Sequence[Order], parts: Mapping[int, int], kind: str) -> None:
    now = timezone.now()
    for order in orders:
        amount = major(parts[order.pk])
        if kind == states.DISCOUNT:
            order.discount += amount
        else:
            order.voided += amount
        order.changed_at = now
    Order.objects.bulk_update(orders, ["discount", "voided", "changed_at"])
