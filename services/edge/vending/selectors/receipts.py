"""Receipts: a sale, for whoever knows its secret. Tests have none, since they have no customer."""

from __future__ import annotations

import uuid
from typing import Any

from kit.clock import clock_now

from vending import sale_refusals
from vending.models import Sale
from vending.selectors.sales import sales_shown
from vending.wire.receipts import receipt_address, receipt_object


def receipt_of(*, machine_id: str, client_id: str, transaction_id: str) -> dict[str, Any]:
    """Where the receipt of a client's own transaction at a machine is; raises 404 `Transaction not
    found`, also for somebody else's.
    """
    sales = Sale.objects.filter(transaction_id=transaction_id, client_id=client_id, is_test=False)
    sale = sales.select_related("machine").first()
    if sale is None or sale.machine.machine_id != machine_id:
        raise sale_refusals.transaction_not_found()
    return receipt_address(sale)


def receipt_shown(receipt: str) -> dict[str, Any]:
    """The sale of a receipt; raises 404 `Receipt not found`."""
    sale = _sale_of(receipt)
    if sale is None:
        raise sale_refusals.receipt_not_found()
    return receipt_object(sale, clock_now())


def _sale_of(receipt: str) -> Sale | None:
    try:
        secret = uuid.UUID(receipt)
    except ValueError:
        return None
    shown = sales_shown().prefetch_related("steps")
    return shown.filter(receipt=secret, is_test=False).first()
