"""The store: who comes in and leaves, what its shelves weigh, what cameras saw, what is reviewed.

Whoever locks several rows locks them in this order: machines by number, the store, visits by id,
tickets by id, receipts, payments, refunds. Entering, leaving, a change of the mode and every weight
change lock the store, so that who was inside at a moment has one answer. So does whatever else the
store's board is told of: that stream is counted in the store's row. A visit's own stream is counted
before the board's.

New columns carry their default in the database (`db_default`): processes of the version before go
on inserting without them.
"""

from store.models.clips import Video
from store.models.gates import EntryToken, UserDetail, UserSession, Visit, VisitEvent
from store.models.goods import Product
from store.models.money import Contest, Payment, Receipt, Received, Refund
from store.models.places import MachineSession, Store, StoreEvent, StoreModeChange
from store.models.shelves import Camera, Machine, Scale, Scanner, WeightChange
from store.models.tickets import Alert, CartLine, Ticket, TicketLine, TicketStep

__all__ = [
    "Alert",
    "Camera",
    "CartLine",
    "Contest",
    "EntryToken",
    "Machine",
    "MachineSession",
    "Payment",
    "Product",
    "Receipt",
    "Received",
    "Refund",
    "Scale",
    "Scanner",
    "Store",
    "StoreEvent",
    "StoreModeChange",
    "Ticket",
    "TicketLine",
    "TicketStep",
    "UserDetail",
    "UserSession",
    "Video",
    "Visit",
    "VisitEvent",
    "WeightChange",
]
