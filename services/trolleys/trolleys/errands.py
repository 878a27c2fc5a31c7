"""What trolleys have done at products once their own write has committed."""

from __future__ import annotations

import uuid

from kit.errands import handler
from kit.errors import Unavailable
from kit.models import Errand

from trolleys.actions.payments import hold_release
from trolleys.actions.settle import payment_settle, payment_wait
from trolleys.models import Payment

ALWAYS = 1_000_000  # tries: whoever has paid gets the goods or the money, however long it takes


@handler("stock.release", tries=ALWAYS)
def release(errand: Errand) -> None:
    """Give back the hold of a payment that has come to nothing."""
    hold_release(payment_id=uuid.UUID(errand.payload["payment"]))


@handler("payment.settle", tries=ALWAYS, pause=5.0)
def settle(errand: Errand) -> None:
    """Finish a payment that is paid."""
    payment = Payment.objects.get(payment_id=errand.payload["payment"])
    try:
        payment_settle(payment=payment)
    except Unavailable:
        payment_wait(payment=payment)
        raise
