"""HTTP adapter of the bills, by noun."""

from __future__ import annotations

from ninja import Router

from bills.api import bills, payments, receipts

router = Router()
for part in (bills, payments, receipts):
    router.add_router("", part.router)
