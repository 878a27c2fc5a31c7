"""Trolleys, shopping sessions, carts, payments and receipts.

Whoever locks several rows locks them in this order: the shopper (a named lock), trolleys by id,
sessions, the cart, the payment; the streams (session, then boards by location) are counted last. A
second session is locked only behind its trolley, or once it is written down that it is over.
Commands of a device are replaced behind its trolley, and who has a command waits for no trolley.
Keys never change, so locks leave them alone (`no_key`): the check of a foreign key, which a second
update of a row in one transaction makes too, waits for nobody.

New columns carry their default in the database (`db_default`): processes of the version before go
on inserting without them.
"""

from trolleys.models.carts import Cart, CartAudit, CartLine
from trolleys.models.payments import Payment, Receipt, Received, Refund
from trolleys.models.sessions import Session, SessionEvent, SpareCode, StaffDecision
from trolleys.models.trolleys import Board, BoardEvent, PlaceSettings, Trolley

__all__ = [
    "Board",
    "BoardEvent",
    "Cart",
    "CartAudit",
    "CartLine",
    "Payment",
    "PlaceSettings",
    "Receipt",
    "Received",
    "Refund",
    "Session",
    "SessionEvent",
    "SpareCode",
    "StaffDecision",
    "Trolley",
]
