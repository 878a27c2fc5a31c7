"""Sessions of a table, what is ordered and asked for there, and the events of it.

New columns carry their default in the database (`db_default`): processes of the version before go
on inserting without them.
"""

from __future__ import annotations

from orders.models.events import Event
from orders.models.orders import CartLine, Order, OrderChange
from orders.models.pauses import Pause
from orders.models.products import KnownProduct, Taking
from orders.models.sessions import Call, OrderSession, Panel, Phone
from orders.models.tables import PlaceSettings, Table, TableCall

__all__ = [
    "Call",
    "CartLine",
    "Event",
    "KnownProduct",
    "Order",
    "OrderChange",
    "OrderSession",
    "Panel",
    "Pause",
    "Phone",
    "PlaceSettings",
    "Table",
    "TableCall",
    "Taking",
]
