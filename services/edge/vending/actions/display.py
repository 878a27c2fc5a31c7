"""The code on a machine's display."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from kit.clock import clock_now
from kit.errors import Conflict, violating

from vending.codes import code_draw
from vending.models import Machine

DRAWS = 50  # of 900,000 codes; as many that are all taken are a fault


class CodeTaken(Conflict):
    """Another machine shows this code; the next draw will do."""


def code_rotate(machine: Machine) -> None:
    """Give a locked machine its next code, which no other machine has, for
    DISPLAY_CODE_TTL_MINUTES.
    """
    for _ in range(DRAWS):
        if _code_set(machine, code_draw()):
            return
    raise RuntimeError("no free code")


def code_fresh(machine: Machine) -> None:
    """The same, if the code of a locked machine is missing or over by the clock."""
    until = machine.display_code_expires_at
    if until is None or until <= clock_now():
        code_rotate(machine)


def _code_set(machine: Machine, code: str) -> bool:
    """Whether the code was free. It is asked for before, so that the race for one, which the
    constraint decides, is all that PostgreSQL has to log.
    """
    if Machine.objects.filter(display_code=code).exists():
        return False
    machine.display_code = code
    machine.display_code_expires_at = clock_now() + timedelta(
        minutes=settings.DISPLAY_CODE_TTL_MINUTES
    )
    try:
        with (
            violating("vending_machine_display_code_key", CodeTaken("code_taken")),
            transaction.atomic(),
        ):
            machine.save(update_fields=["display_code", "display_code_expires_at"])
    except CodeTaken:
        return False
    return True
