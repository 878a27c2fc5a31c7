"""HTTP adapter of the orders service, by noun."""

from __future__ import annotations

from ninja import Router

from orders.api import calls, cart, live, orders, sessions

router = Router()
for part in (sessions, orders, cart, calls, live):
    router.add_router("", part.router)
