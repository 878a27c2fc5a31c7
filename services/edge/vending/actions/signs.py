"""What a machine says of itself while it is on line."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import transaction

from vending.actions.dispensing import machine_jammed
from vending.actions.display import code_fresh
from vending.actions.locks import machine_lock
from vending.actions.telling import event_log, machine_tell

JAM = "motor_jam"
LONGEST_REPORT = 2000  # characters of what is kept of a report, as JSON
MOST_NESTED = 20  # objects and lists in it


@transaction.atomic
def machine_active(*, machine_id: str) -> None:
    """A machine says that it is active, which shows while nothing else holds."""
    machine = machine_lock(machine_id)
    if machine.said_active:
        return
    machine.said_active = True
    machine.save(update_fields=["said_active"])
    machine_tell(machine)


@transaction.atomic
def display_fetch(*, machine_id: str) -> str:
    """The code that a machine is to display; the next one if it is over."""
    machine = machine_lock(machine_id)
    before = machine.display_code
    code_fresh(machine)
    if machine.display_code != before:
        machine_tell(machine)
    return machine.display_code or ""


def error_report(*, machine_id: str, error: Any) -> None:
    """Write down what a machine reports, whatever it is; `motor_jam` is more than that."""
    if error == JAM:
        machine_jammed(machine_id=machine_id)
        return
    with transaction.atomic():
        event_log(machine_lock(machine_id), "error", {"error": _bounded(error)})


def _bounded(report: Any) -> Any:
    """The report, or the beginning of its JSON if it is long or deep."""
    try:
        text = orjson.dumps(report).decode()
    except orjson.JSONEncodeError:
        return "nested too deeply"
    if len(text) <= LONGEST_REPORT and text.count("[") + text.count("{") <= MOST_NESTED:
        return report
    return text[:LONGEST_REPORT]
