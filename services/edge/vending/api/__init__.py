"""HTTP adapters, one router for each room."""

from vending.api import (
    board,
    customers,
    demo,
    devices,
    feedback,
    fleet,
    ledger,
    machines,
    money,
    operators,
    receipts,
    refunds,
    reports,
    supabase,
)

# Reports go ahead of the ledger: an id in its paths may be any text.
rooms = (
    *(customers, machines, money, receipts, devices, operators, feedback, reports, ledger),
    *(refunds, fleet, board, demo, supabase),
)
routers = [each.router for each in rooms]

__all__ = ["routers"]
