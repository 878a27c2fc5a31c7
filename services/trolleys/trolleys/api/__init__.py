"""HTTP adapters, one router for each room."""

from trolleys.api import carts, payments, receipts, sessions, staff, trolleys

routers = [each.router for each in (sessions, staff, trolleys, carts, payments, receipts)]

__all__ = ["routers"]
