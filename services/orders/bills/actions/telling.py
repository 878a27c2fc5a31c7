"""What is paid of a bill, kept with its session, and told to who follows it."""

from __future__ import annotations

import orjson
from django.conf import settings
from kit.money import shown
from orders.amounts import major
from orders.events import recorder
from orders.models import OrderSession

from bills.accounts import paid_of, pending_of


def bill_tell(session: OrderSession) -> None:
    """Bring the sums of a locked session up to date and tell them. The receipt book is locked
    before, if anything needs it.
    """
    session.paid, session.pending = major(paid_of(session)), major(pending_of(session))
    session.save(update_fields=["paid", "pending"])
    data = {
        "session": session.code,
        "paid": shown(session.paid, settings.CURRENCY),
        "pending": shown(session.pending, settings.CURRENCY),
    }
    recorder.record(session, "bill.changed", orjson.dumps(data))
