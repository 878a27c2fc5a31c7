"""The cash drawer of a place as its rows have it. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from bills import states
from bills.models import CashMovement, DayClosing, Receipt

OF_CASH = Q(payment__kind=states.CASH)


@dataclass(frozen=True, slots=True)
class Drawer:
    """What has to be in the drawer of a place since its last closing."""

    before: DayClosing | None
    opening: int
    sales: int
    tips: int
    refunds: int
    movements: Sequence[CashMovement]

    @property
    def moved(self) -> int:
        return sum(each.amount for each in self.movements)

    @property
    def expected(self) -> int:
        return self.opening + self.sales - self.refunds + self.moved


def receipts_since(location_id: int, closing: DayClosing | None) -> QuerySet[Receipt]:
    """The receipts of a place that no closing has yet."""
    after = 0 if closing is None else closing.last_receipt
    return Receipt.objects.filter(location_id=location_id, number__gt=after)


def movements_since(location_id: int, closing: DayClosing | None) -> QuerySet[CashMovement]:
    """The cash movements of a place that no closing has yet."""
    after = 0 if closing is None else closing.last_movement
    return CashMovement.objects.filter(location_id=location_id, pk__gt=after)


def drawer_of(location_id: int) -> Drawer:
    """The drawer of a place as it has to be now."""
    last = DayClosing.objects.filter(location_id=location_id).order_by("-number").first()
    receipts = receipts_since(location_id, last).filter(OF_CASH)
    sales = receipts.filter(kind=states.SALE).aggregate(
        amount=Sum("payment__amount", default=0), tip=Sum("payment__tip", default=0)
    )
    back = receipts.filter(kind=states.REFUND).aggregate(
        amount=Sum("refund__amount", default=0), tip=Sum("refund__tip", default=0)
    )
    return Drawer(
        before=last,
        opening=0 if last is None else last.left,
        sales=sales["amount"] + sales["tip"],
        tips=sales["tip"],
        refunds=back["amount"] + back["tip"],
        movements=list(movements_since(location_id, last).order_by("pk")),
    )
