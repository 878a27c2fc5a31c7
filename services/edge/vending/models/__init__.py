"""Machines, locks, sales and their money.

Whoever locks several rows locks them in this order: devices by id, commands, machines by id. All
else of a machine (its lock, its sales, their orders and refunds) is changed behind the lock on its
machine. The streams (machines, then the fleet) are counted last; who tells the fleet of several
machines has locked all of them before. Keys never change, so locks leave them alone (`no_key`).

New columns carry their default in the database (`db_default`): processes of the version before go
on inserting without them.
"""

from vending.models.desk import Feedback, LoggedEvent, Mail, Notice
from vending.models.machines import Fleet, FleetEvent, Lock, Machine, MachineEvent
from vending.models.money import Received, Refund
from vending.models.sales import Sale, SaleOrder, SaleStep

__all__ = [
    "Feedback",
    "Fleet",
    "FleetEvent",
    "Lock",
    "LoggedEvent",
    "Machine",
    "MachineEvent",
    "Mail",
    "Notice",
    "Received",
    "Refund",
    "Sale",
    "SaleOrder",
    "SaleStep",
]
