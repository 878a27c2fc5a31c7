"""What operators do about refunds that do not get on: have them sent at once, or pay by hand."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from vending.actions.refunds import engine
from vending.actions.sales import step_add
from vending.actions.telling import event_log
from vending.models import Refund

RETRY, SETTLE = "retry", "settle"


@transaction.atomic
def refund_retry(*, refund: Refund, by: str) -> None:
    """Have the provider be asked for a refund at once; `by` is who wants it. Raises 409
    `refund_done`, `refund_being_asked`.
    """
    engine.retry(refund=refund)
    _note(refund, RETRY, by=by)


@transaction.atomic
def refund_settle(*, refund: Refund, reason: str, reference: str, by: str) -> None:
    """A refund was paid back by hand, and is never sent any more: `reference` is where that can be
    looked up, `reason` why it was done. Raises 409 `refund_done`, `refund_on_its_way`.
    """
    engine.settle(refund=refund)
    _note(refund, SETTLE, reason=reason, reference=reference, by=by)


def _note(refund: Refund, deed: str, **details: Any) -> None:
    """Write it into the ledger and the trail; the refund's machine is locked."""
    sale = refund.sale
    what = {"refund_id": str(refund.refund_id), "amount": refund.amount, **details}
    step_add(sale, f"decision_{deed}", **what)
    event_log(sale.machine, f"refund_{deed}", {"transaction_id": sale.transaction_id, **what})
