"""Entering and leaving. Each is one transaction that has the store to itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from kit.clock import clock_now

from store import refusals, states
from store.actions.deposits import deposit_take
from store.actions.entry_tokens import entry_token_use
from store.actions.locking import store_lock
from store.actions.sessions import session_of
from store.actions.telling import visit_tell
from store.actions.tickets import tickets_open
from store.models import EntryToken, Scanner, Store, Ticket, UserDetail, UserSession, Visit

AGAIN = timedelta(seconds=10)  # in which a scan that comes again means the same


@dataclass(frozen=True, slots=True)
class Entered:
    """Who has come in. `again` says that it was a second scan of the same entry."""

    visit: Visit
    session_id: UUID
    again: bool = False


@transaction.atomic
def visit_enter(*, scanner: Scanner, text: str) -> Entered:
    """Let somebody in by an entry code.

    Raises 403 `wrong_gate`, 401 `token_…`, 403 `refused_by_mode`, 403 `deposit_required`, and 409
    `already_inside` when the entry was more than ten seconds ago. A refusal leaves the code as it
    was.
    """
    if scanner.tag != states.ENTRY:
        raise refusals.wrong_gate()
    store, token = store_lock(), entry_token_use(text)
    now = clock_now()
    inside = Visit.objects.filter(user=token.user_id, exited_at=None).first()
    if inside is not None:
        return _entered_again(inside, now)
    if not states.admits(store.mode, token.role):
        raise refusals.refused_by_mode(store.mode)
    user = _user_of(token)
    visit = Visit.objects.create(
        store_id=settings.STORE_LOCATION_ID, user=user, role=token.role, entered_at=now
    )
    deposit_take(visit)
    scan = _scan(visit, states.ENTERED, now, store, token, scanner)
    visit_tell(visit, kind="visit.opened")
    return Entered(visit, scan.session_id)


def _entered_again(visit: Visit, now: datetime) -> Entered:
    if now - visit.entered_at > AGAIN:
        raise refusals.already_inside()
    scan = visit.scans.get(status=states.ENTERED)
    return Entered(visit, scan.session_id, again=True)


def _user_of(token: EntryToken) -> UserDetail:
    """Whose code it is; at their first entry, what the code says of them is kept."""
    detail = UserDetail(
        user_id=token.user_id,
        store_id=settings.STORE_LOCATION_ID,
        role=token.role,
        phone_number=token.phone_number,
    )
    UserDetail.objects.bulk_create([detail], ignore_conflicts=True)
    return detail


def _scan(
    visit: Visit,
    status: str,
    now: datetime,
    store: Store,
    token: EntryToken,
    scanner: Scanner,
) -> UserSession:
    return UserSession.objects.create(
        store_id=settings.STORE_LOCATION_ID,
        visit=visit,
        user_id=visit.user_id,
        session=session_of(now, store=store),
        scanner=scanner,
        status=status,
        role=visit.role,
        phone_number=token.phone_number,
        created_at=now,
    )


@transaction.atomic
def visit_leave(*, scanner: Scanner, text: str) -> tuple[Visit, list[Ticket]]:
    """Let somebody out by an entry code, in every mode; the visit and its tickets, one for each
    machine.

    Raises 403 `wrong_gate`, 401 `token_…`, and 409 `not_inside`; who has left within the last ten
    seconds is answered the same again.
    """
    if scanner.tag != states.EXIT:
        raise refusals.wrong_gate()
    store, token = store_lock(), entry_token_use(text)
    now = clock_now()
    visit = Visit.objects.filter(user=token.user_id, exited_at=None).first()
    if visit is None:
        return _left_again(token.user_id, now)
    _scan(visit, states.LEFT, now, store, token, scanner)
    return visit, _end(visit, now, store)


def _left_again(user_id: int, now: datetime) -> tuple[Visit, list[Ticket]]:
    latest = Visit.objects.filter(user=user_id, exited_at__gt=now - AGAIN).order_by("-exited_at")
    visit = latest.first()
    if visit is None:
        raise refusals.not_inside()
    return visit, list(visit.tickets.order_by("number"))


@transaction.atomic
def visit_close(*, visit_id: UUID, reason: str, by: int) -> tuple[Visit, list[Ticket]]:
    """Let somebody out without a scan, as an operator decides; raises 404 `visit_not_found`. A
    visit that is over is answered as it is.
    """
    store = store_lock()
    visit = Visit.objects.filter(pk=visit_id).first()
    if visit is None:
        raise refusals.visit_not_found()
    if visit.exited_at is not None:
        return visit, list(visit.tickets.order_by("number"))
    visit.closed_by, visit.close_reason = by, reason
    return visit, _end(visit, clock_now(), store)


def _end(visit: Visit, now: datetime, store: Store) -> list[Ticket]:
    visit.exited_at = now
    visit.save(update_fields=["exited_at", "closed_by", "close_reason"])
    tickets = tickets_open(visit, store=store)
    visit_tell(visit, kind="visit.closed")
    return tickets
