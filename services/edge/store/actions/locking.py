"""Locks, in the order that store.models says: machines, the store, visits, tickets, receipts,
payments. The board is counted in the store's row: who tells it anything has locked the store
before whatever else, but for a machine. So nobody waits in a circle.

They leave keys alone (NO KEY): a ticket that refers to a machine is made while that is locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import orjson
from charges import refusals as payment_refusals
from django.db import DEFAULT_DB_ALIAS

from store import refusals
from store.models import Machine, Payment, Receipt, Store, Ticket, Visit
from store.sql import MACHINE, MACHINE_LOCK
from store.states import THE_STORE


def store_lock() -> Store:
    """The store, locked; the first one to need it makes it."""
    store = Store.objects.select_for_update(no_key=True).filter(pk=THE_STORE).first()
    if store is None:
        Store.objects.bulk_create([Store()], ignore_conflicts=True)
        store = Store.objects.select_for_update(no_key=True).get(pk=THE_STORE)
    return store


def machine_lock(machine_id: str) -> Machine:
    """The machine of this number, locked, retired or not; raises 404 `machine_not_found`."""
    row = MACHINE_LOCK.row({"machine_id": machine_id})
    if row is None:
        raise refusals.machine_not_found()
    machine = Machine.from_db(DEFAULT_DB_ALIAS, MACHINE, row)
    machine.scales = orjson.loads(machine.scales)
    return machine


def visits_lock(ids: Iterable[UUID]) -> dict[UUID, Visit]:
    """These visits, locked in the order of their ids."""
    locked = Visit.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk")
    return {visit.pk: visit for visit in locked}


def ticket_lock(ticket_id: UUID) -> Ticket:
    """The ticket of this id, locked; raises 404 `ticket_not_found`."""
    ticket = Ticket.objects.select_for_update(no_key=True).filter(pk=ticket_id).first()
    if ticket is None:
        raise refusals.ticket_not_found()
    return ticket


def visit_lock_of_ticket(ticket_id: UUID) -> tuple[Visit, Ticket]:
    """A ticket behind its visit, both locked behind the store; raises 404 `ticket_not_found`."""
    store_lock()
    visit_id = Ticket.objects.filter(pk=ticket_id).values_list("visit", flat=True).first()
    if visit_id is None:
        raise refusals.ticket_not_found()
    visit = visits_lock([visit_id])[visit_id]
    ticket = ticket_lock(ticket_id)
    ticket.visit = visit
    return visit, ticket


def payment_lock(pk: int) -> Payment:
    """A payment behind its visit and receipt, all locked behind the store; raises 404 for one that
    is gone. What gives a deposit its visit is entering, which locks the store too.
    """
    store_lock()
    visit_id = Payment.objects.filter(pk=pk).values_list("visit", flat=True).first()
    visit = visits_lock([visit_id])[visit_id] if visit_id is not None else None
    if visit is not None:
        Receipt.objects.select_for_update(no_key=True).filter(visit=visit).first()
    payment = Payment.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if payment is None:
        raise payment_refusals.payment_not_found()
    payment.visit = visit
    return payment
