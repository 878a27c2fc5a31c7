"""HTTP adapters, one router for each room."""

from vending.api import (
    board,
    customers,
    devices,
    feedback,
    fleet,
    ledger,
    machines,
    money,
    operators,
    supabase,
)

rooms = (customers, machines, money, devices, operators, ledger, fleet, board, feedback, supabase)
routers = [each.router for each in rooms]

__all__ = ["routers"]
