"""Reads of tables, and of how a place works."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from kit.clock import iso
from kit.errors import NotFound
from kit.money import shown
from peers.locations import location_get

from orders import states
from orders.models import Call, Order, OrderSession, Panel, PlaceSettings, Table, TableCall
from orders.sql import TABLE

COUNTED = ~Q(state=states.CANCELLED)  # what of the orders makes the sum
DUE = F("price") * F("quantity") - F("discount") - F("voided")  # what is to be paid for one
TOLD = timedelta(minutes=10)  # for so long guests at a free table read that their call was seen
TABLES = f"""
SELECT {TABLE} FROM orders_table spot
WHERE spot.location_id = %s AND spot.removed_at IS NULL ORDER BY spot.id
"""  # noqa: S608 - a fragment of our own


def place_settings(location_id: int) -> dict[str, Any]:
    """How a place works, as `GET /orders/settings/<location_id>/` answers it."""
    place = PlaceSettings.objects.filter(pk=location_id).first() or PlaceSettings()
    return {
        "steps": place.steps,
        "open_by": place.open_by,
        "ask_word": place.ask_word,
        "languages": place.languages,
        "timezone": place.timezone or settings.PLACE_TIMEZONE,
        "hours": place.hours,
        "kitchen": place.kitchen,
        "menus": place.menus,
        "tell_wait": place.tell_wait,
    }


def place_steps(location_id: int) -> list[str]:
    """The steps of an order there, after `new`."""
    steps = PlaceSettings.objects.filter(pk=location_id).values_list("steps", flat=True).first()
    return list(states.STEPS) if steps is None else steps


def require_place(location_id: int) -> None:
    """Raise 404 `location_not_found` for a place that there is not. Locations is asked where
    nothing has happened yet.
    """
    if Panel.objects.filter(pk=location_id).exists():
        return
    if location_get(location_id) is None:
        raise NotFound("location_not_found")


def table_location(table_id: int) -> int:
    """The location of a table, also of one that was removed; raises 404 `table_not_found`."""
    tables = Table.objects.filter(id=table_id)
    location_id = tables.values_list("location_id", flat=True).first()
    if location_id is None:
        raise NotFound("table_not_found")
    return location_id


def table_by_code(code: str) -> Table:
    """The table that is in use with this code; raises 404 `table_not_found`."""
    table = Table.objects.filter(code=code, is_active=True, removed_at=None).first()
    if table is None:
        raise NotFound("table_not_found")
    return table


def table_looked_up(table: Table) -> dict[str, Any]:
    """What a table's code leads its guests to."""
    session = table_session(table.id)
    return {
        "table": {"id": table.id, "name": table.name, "location_id": table.location_id},
        "session": session,
        "open_by": place_settings(table.location_id)["open_by"],
        "call": None if session else table_call(table.id),
    }


def table_session(table_id: int) -> str | None:
    """The code of the session at a table; None while there is none."""
    sessions = OrderSession.objects.filter(table_id=table_id, state=states.OPEN)
    return sessions.values_list("code", flat=True).first()


def table_call(table_id: int) -> dict[str, Any] | None:
    """What the guests of a free table have called for last, `{"timestamp","answered"}`: `answered`
    is null until staff have seen it. None where that is long ago.
    """
    recent = Q(answered_at=None) | Q(answered_at__gte=timezone.now() - TOLD)
    call = TableCall.objects.filter(recent, table_id=table_id).order_by("-id").first()
    if call is None:
        return None
    return {"timestamp": iso(call.created_at), "answered": iso(call.answered_at)}


def tables_find(location_id: int) -> list[dict[str, Any]]:
    """The tables of a location by id, each with the session at it, or null."""
    at_tables = {each["table_id"]: each for each in _sessions(location_id)}
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [location_id])
        fields = [column.name for column in cursor.description]
        tables = [dict(zip(fields, row, strict=True)) for row in cursor.fetchall()]
    return [{"table": table, "session": _at_table(at_tables.get(table["id"]))} for table in tables]


def _sessions(location_id: int) -> list[dict[str, Any]]:
    """The sessions at tables of a location, with their sums and open calls."""
    ordered = Order.objects.filter(COUNTED, session=OuterRef("pk")).order_by().values("session")
    amount = Sum(DUE, output_field=DecimalField())
    calls = Call.objects.filter(answered_at=None, session=OuterRef("pk")).order_by()
    sessions = OrderSession.objects.filter(
        location_id=location_id, state=states.OPEN, table__isnull=False
    )
    rows = sessions.annotate(
        amount=Subquery(ordered.annotate(amount=amount).values("amount")),
        waiting=Coalesce(Subquery(calls.values("session").annotate(n=Count("pk")).values("n")), 0),
    )
    columns = ("table_id", "code", "state", "word", "created_at", "amount", "waiting")
    return [dict(row) for row in rows.values(*columns)]


def _at_table(session: dict[str, Any] | None) -> dict[str, Any] | None:
    if session is None:
        return None
    return {
        "code": session["code"],
        "state": session["state"],
        "sum": shown(session["amount"] or Decimal(0), settings.CURRENCY),
        "open_calls": session["waiting"],
        "opened": iso(session["created_at"]),
        "word": session["word"] or None,
    }
