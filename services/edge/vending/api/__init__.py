"""HTTP adapters, one router for each room."""

from vending.api import (
    customers,
    devices,
    fleet,
    ledger,
    money,
    operators,
    receipts,
    refunds,
    reports,
    supabase,
)

# Reports go ahead of the ledger: an id in its paths may be any text.
rooms = (
    *(customers, money, receipts, devices, operators, reports, ledger, refunds, fleet, supabase),
)
routers = [each.router for each in rooms]

__all__ = ["routers"]
