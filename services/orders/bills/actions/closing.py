"""Tables that are paid close themselves, where their place wants that."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from kit.polled import Polled
from orders import states as order_states
from orders.actions.sessions import session_end
from orders.models import CartLine, Order, OrderSession
from orders.selectors.tables import COUNTED, DUE

from bills.models import ReceiptBook

OPEN_STEPS = ~Q(state__in=(order_states.SERVED, order_states.CANCELLED))


def _settled() -> QuerySet[OrderSession]:
    """Open sessions that have nothing left to pay, to serve or to send."""
    wants = ReceiptBook.objects.filter(pk=OuterRef("location_id"), close_paid=True)
    orders = Order.objects.filter(session=OuterRef("pk"))
    waiting = orders.filter(OPEN_STEPS)
    counted = orders.filter(COUNTED).order_by().values("session")
    due = counted.annotate(due=Sum(DUE)).values("due")
    return OrderSession.objects.filter(
        ~Exists(waiting),
        ~Exists(CartLine.objects.filter(session=OuterRef("pk"))),
        Exists(wants),
        state=order_states.OPEN,
        paid__gt=0,
        pending=0,
        paid__gte=Coalesce(due, 0),
    )


settled = Polled(_settled)


@transaction.atomic
def table_close_next() -> bool:
    """Close a table that is paid; False when there is none."""
    if not settled.any():
        return False
    found = settled().order_by("id").values_list("pk", flat=True).first()
    if found is None:
        return False
    session = OrderSession.objects.select_for_update(no_key=True).get(pk=found)
    if settled().filter(pk=found).exists():  # nothing has been ordered while it was waited for
        session_end(session)
    return True
