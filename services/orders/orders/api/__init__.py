"""HTTP adapter of the orders service, by noun."""

from __future__ import annotations

from ninja import Router

from orders.api import calls, cart, live, offers, orders, places, seating, sessions, tables

router = Router()
# What a full house asks for most is found first.
for part in (orders, sessions, cart, calls, live, tables, seating, places, offers):
    router.add_router("", part.router)
