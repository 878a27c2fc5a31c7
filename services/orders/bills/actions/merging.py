"""Bills of tables that become one, and of tables that are paid."""

from __future__ import annotations

from django.db.models import F
from orders.actions import merging
from orders.models import OrderSession

from bills.actions.telling import bill_tell
from bills.models import Adjustment, Payment


def bills_merge(source: OrderSession, *, target: OrderSession, phones: int) -> None:
    """All that was paid and taken off at one table is the other's; the numbers of its phones have
    gone up by `phones`. Both sessions are locked.
    """
    payments = Payment.objects.filter(session=source)
    if payments.update(session=target, guest_id=F("guest_id") + phones):
        bill_tell(target)
        bill_tell(source)
    Adjustment.objects.filter(session=source).update(session=target)


merging.followers.append(bills_merge)
