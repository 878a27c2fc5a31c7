"""Locks, in the order that store.models says: machines, the store, visits, tickets.

They leave keys alone (NO KEY): a ticket that refers to a machine is made while that is locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import orjson
from django.db import DEFAULT_DB_ALIAS

from store import refusals
from store.models import Machine, Store, Ticket, Visit
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
