"""What somebody wants to pay of a bill, and what that comes to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bills import refusals, states
from bills.accounts import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to pay: `part` is one of states.PARTS; of ITEMS the `orders`, of SHARE
    `shares` of `shares_of`, of AMOUNT the `amount`. `expected` is what it came to on their screen.
    """

    part: str
    orders: Collection[int] = ()
    shares: int = 0
    shares_of: int = 0
    amount: int | None = None
    tip: int = 0
    expected: int | None = None


def amount_of(account: Account, wanted: Wanted) -> tuple[int, dict[int, int]]:
    """What it comes to, and of which items. Raises as bill_pay."""
    bill = account.bill
    items: dict[int, int] = {}
    if wanted.part == states.ITEMS:
        items = _items(account, wanted.orders)
        amount = sum(items.values())
    elif wanted.part == states.SHARE:
        amount = bill.share(of=wanted.shares_of, count=wanted.shares)
    elif wanted.part == states.AMOUNT:
        amount = wanted.amount or 0
    else:
        amount = max(0, bill.left)
    if bill.left <= 0 or amount == 0:
        raise refusals.nothing_to_pay()
    if amount > bill.left:
        raise refusals.too_much(bill.left)
    if wanted.expected is not None and wanted.expected != amount:
        raise refusals.bill_changed(amount, bill.left)
    return amount, items


def _items(account: Account, ids: Collection[int]) -> dict[int, int]:
    """What is to be paid for these orders. Raises 404 `order_not_found` for one of another table,
    409 `already_paid` with those that somebody pays already.
    """
    lines = {line.order_id: line for line in account.bill.lines}
    if any(each not in lines for each in ids):
        raise refusals.order_not_found()
    taken = [each for each in sorted(ids) if lines[each].net > 0 and lines[each].left == 0]
    if taken:
        raise refusals.already_paid(taken)
    return account.bill.items(ids)
