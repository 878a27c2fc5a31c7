"""HTTP adapter of the bills, by noun."""

from __future__ import annotations

from ninja import Router

from bills.api import bills, closings, payments, receipts, takings

router = Router()
for part in (bills, payments, receipts, takings, closings):
    router.add_router("", part.router)
