"""HTTP adapters, one router for each room."""

from trolleys.api import carts, checkout, payments, places, receipts, sessions, staff, trolleys

# Fixed paths come before those with a parameter that would take them.
rooms = (staff, checkout, places, sessions, trolleys, carts, payments, receipts)
routers = [each.router for each in rooms]

__all__ = ["routers"]
