"""Units of counted products between the ledger at products and our orders.

A row says what is going to be taken, before it is. It goes in the transaction of the orders, or in
that of an errand which gives the units back: whoever comes second finds it gone. So wherever a
process dies, each unit belongs to an order or comes back.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from kit.errands import errand_add
from kit.inserts import row_insert
from kit.polled import polled

from orders.ledger import Units
from orders.models import Order, Taking

# Longer than a request takes from here to its order, with every peer as slow as we bear it. A
# repeat of the request within that time finds what the first one took.
PATIENCE = timedelta(seconds=15)
ROUND = 100  # takings that one round of the worker ends


def taking_begin(*, claim: str | None, units: Sequence[Units]) -> Taking:
    """Write down what is going to be taken, for the request of this claim; a repeat that asks for
    the same gets what its first try wrote.
    """
    lines = [list(each) for each in units]
    while True:
        taking = Taking(key=secrets.token_hex(16), claim=claim, lines=lines)
        if row_insert(taking):
            return taking
        with transaction.atomic():
            known = Taking.objects.select_for_update().filter(claim=claim).first()
            if known is not None and known.lines == lines:
                known.uses += 1
                Taking.objects.filter(pk=known.pk).update(uses=known.uses, created_at=Now())
                return known
            if known is not None:  # of lines that were changed since the first try
                taking_undo(known)


def taking_end(taking: Taking) -> bool:
    """In the transaction that orders the units: they are ordered now. False when they have been
    given back, or ordered, already.
    """
    return Taking.objects.filter(pk=taking.pk).delete()[0] == 1


def taking_undo(taking: Taking) -> None:
    """Have its units given back, unless they are ordered already, or given back."""
    with transaction.atomic():
        if taking_end(taking):
            errand_add("stock.undo", {"lines": taking.lines}, key=taking.key)


def taking_refused(taking: Taking) -> None:
    """Products has refused it, and nothing was taken, but for a repeat that may have been luckier
    meanwhile.
    """
    if not Taking.objects.filter(pk=taking.pk, uses=1).delete()[0]:
        taking_undo(taking)


def takings_end() -> bool:
    """Have the units given back of takings that came to no order in PATIENCE; whether there may be
    more.
    """
    if not _overdue.any():
        return False
    with transaction.atomic():
        found = list(_overdue().select_for_update(skip_locked=True)[:ROUND])
        for taking in found:
            taking_undo(taking)
    return len(found) == ROUND


@polled
def _overdue() -> QuerySet[Taking]:
    return Taking.objects.filter(created_at__lt=Now() - PATIENCE).order_by("created_at")


def restock(orders: Iterable[Order]) -> None:
    """In the transaction that cancels orders: have their units given back."""
    counted = [each for each in orders if each.units()]
    if not counted:
        return
    units = Counter[int]()
    for each in counted:
        for product_id in each.units():
            units[product_id] += each.quantity
    first = min(each.id for each in counted)
    payload = {"lines": sorted(units.items()), "reference": f"order {first} cancelled"}
    errand_add("stock.restock", payload, key=f"order {first} cancelled")
