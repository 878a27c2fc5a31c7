"""HTTP adapter of the orders service, by noun."""

from __future__ import annotations

from ninja import Router

from orders.api import calls, cart, live, orders, sessions

router = Router()
# What a full house asks for most is found first.
for part in (orders, sessions, cart, calls, live):
    router.add_router("", part.router)
