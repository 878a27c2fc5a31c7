"""Printers of a place: setting them up, and telling its panel how they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import transaction
from kit.alike import fingerprint
from kit.clock import Clock
from kit.errors import BadRequest, NotFound, violating
from kit.inserts import row_insert
from orders.actions.sessions import panel_ensure
from orders.events import place_recorder
from orders.models import Panel

from printing import selectors
from printing.models import Printer

MAX_PRINTERS = 20  # of a location
DUPLICATE = BadRequest("duplicate_printer")
WHERE = frozenset({"host", "port"})


def printer_create(*, location_id: int, fields: Mapping[str, Any]) -> bytes:
    """A new printer, as JSON; it prints what is ordered from now on. Raises 400
    `duplicate_printer` for a name that looks like that of another, 400 `too_many_printers`.
    """
    printer = Printer(location_id=location_id, **fields)
    printer.folded_hash = fingerprint(printer.name)
    with transaction.atomic():
        panel_ensure(location_id)
        panel = Panel.objects.select_for_update(no_key=True).get(pk=location_id)
        if Printer.objects.filter(location_id=location_id).count() >= MAX_PRINTERS:
            raise BadRequest("too_many_printers")
        printer.seen = panel.seq
        if not row_insert(printer):
            raise DUPLICATE
        return printer_tell(printer)


def printer_edit(*, printer_id: int, fields: Mapping[str, Any]) -> bytes:
    """Change these fields of a printer; as JSON. At another address it is tried at once. One that
    is switched on again prints what waits, and what is ordered from then on.

    Raises 404 `printer_not_found`, 400 `duplicate_printer`.
    """
    with violating("printing_printer_name", DUPLICATE), transaction.atomic():
        printer = printer_lock(printer_id)
        was_active = printer.is_active
        for name, value in fields.items():
            setattr(printer, name, value)
        printer.folded_hash = fingerprint(printer.name)
        if printer.is_active and not was_active:
            printer.seen = Panel.objects.values_list("seq", flat=True).get(pk=printer.location_id)
        if fields.keys() & WHERE:
            printer.answers = False
        printer.save()
        Printer.objects.filter(pk=printer.pk).update(due_at=Clock())
        return printer_tell(printer)


def printer_remove(*, printer_id: int) -> None:
    """Take a printer away with all that waits for it. Raises 404 `printer_not_found`."""
    with transaction.atomic():
        printer = printer_lock(printer_id)
        gone = orjson.dumps({"id": printer_id})
        panel = panel_ensure(printer.location_id)
        printer.delete()
        place_recorder.record(panel, "printer.removed", gone)


def printer_lock(printer_id: int) -> Printer:
    """A printer, locked for the rest of the transaction; raises 404 `printer_not_found`."""
    printer = Printer.objects.select_for_update(no_key=True).filter(pk=printer_id).first()
    if printer is None:
        raise NotFound("printer_not_found")
    return printer


def printer_tell(printer: Printer) -> bytes:
    """Tell the panel how a printer is by now, in the transaction of the change; as JSON."""
    told = orjson.dumps(selectors.printer_shown(printer))
    place_recorder.record(panel_ensure(printer.location_id), "printer.changed", told)
    return told
