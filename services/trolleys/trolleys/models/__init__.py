"""Trolleys, shopping sessions, carts, payments and receipts.

Whoever locks several rows locks them in this order: the trolley's device, its command, trolleys by
id, the session, the cart, the payment; the streams (session, then board) are counted last.

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
