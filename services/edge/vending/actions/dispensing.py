"""Dispenses: the one command of a sale, and what ends it but its confirm (actions.confirms)."""

from __future__ import annotations

from datetime import timedelta

from devices.commands import command_answer
from devices.models import Command
from django.conf import settings
from django.db import transaction
from kit.clock import clock_now
from kit.steps import step

from vending import states
from vending.actions.lock_ends import lock_end
from vending.actions.locks import lock_row, machine_lock, machine_lock_pk
from vending.actions.notices import jam_tell
from vending.actions.sale_ends import sale_nothing_sold
from vending.actions.sales import sale_again, sale_move
from vending.actions.sending import dispense_send
from vending.actions.telling import event_log, lock_tell, machine_tell, sale_tell
from vending.models import Lock, Machine, Sale

UNCONFIRMED_TO_REVIEW = "review"  # a value of DISPENSE_UNCONFIRMED


def dispense_start(sale: Sale, lock: Lock, /) -> None:
    """Have a locked machine dispense a paid sale, whose lock this is. The command waits for a
    machine that is away until the lock would have ended.
    """
    machine = lock.machine
    seconds = sale.quantity * settings.DISPENSE_SECONDS_PER_UNIT
    within = timedelta(seconds=seconds) + settings.DISPENSE_SLACK
    command = dispense_send(
        sale, machine, unsent_until=lock.expires_at, seconds=within.total_seconds()
    )
    sale_move(
        sale,
        to=states.DISPENSING,
        command=command,
        code_hash=lock.code_hash,
        triggered_at=clock_now(),
        dispense_at=None,
    )
    lock.status = states.CONSUMED
    lock.save(update_fields=["status"])
    details = {"transaction_id": sale.transaction_id, "quantity": sale.quantity}
    event_log(machine, "dispense", details, client_id=sale.client_id)
    sale_tell(sale)
    lock_tell(machine)


def command_ended(command: Command) -> None:
    """A command of a machine has ended, and is locked; a dispense that nobody confirmed is given
    up: its money goes back, or an operator is asked (DISPENSE_UNCONFIRMED).
    """
    if command.outcome == Command.Outcome.ANSWERED:
        return
    found = Sale.objects.filter(command=command).first()
    if found is None:
        return
    sale = sale_again(machine_lock_pk(found.machine_id), found)
    if sale.state != states.DISPENSING:
        return
    if command.outcome == Command.Outcome.UNSENT:
        _give_up(sale, reason=states.NOT_DISPENSED)
    elif settings.DISPENSE_UNCONFIRMED == UNCONFIRMED_TO_REVIEW:
        _review(sale)
    else:
        _give_up(sale, reason=states.UNCONFIRMED_REFUND)
    machine_free(sale.machine)


def machine_jammed(*, machine_id: str) -> None:
    """A machine reports that its motor is jammed: it is out of service, operators are told, and
    what it was dispensing is refunded. Again while it is out of service: that is only logged.

    It goes out of service first, in a transaction of its own: then no dispense can begin, and the
    one that runs can be ended in the order of locks, its command before its machine. Raises 404
    `Machine not found`.
    """
    machine = _take_out_of_service(machine_id)
    step("jam noted")
    running = Sale.objects.filter(machine=machine, state=states.DISPENSING)
    sale = running.select_related("command").first()
    if sale is not None:
        _dispense_jammed(sale)


@transaction.atomic
def _take_out_of_service(machine_id: str) -> Machine:
    machine = machine_lock(machine_id)
    event_log(machine, "motor_jam", {})
    if machine.in_service:
        machine.in_service = False
        machine.save(update_fields=["in_service"])
        jam_tell(machine)
        machine_tell(machine)
    return machine


@transaction.atomic
def _dispense_jammed(found: Sale) -> None:
    """End a dispense that a jam has stopped; its confirm may have come meanwhile."""
    command = found.command
    if command is not None:
        result = {"error": "motor_jam"}
        command_answer(device_id=command.device_id, uid=command.uid, result=result)
    sale = sale_again(machine_lock_pk(found.machine_id), found)
    if sale.state == states.DISPENSING:
        _give_up(sale, reason=states.NOT_DISPENSED, why="motor_jam")
        machine_free(sale.machine)


def _give_up(sale: Sale, *, reason: str, why: str = "") -> None:
    """A dispense has come to nothing."""
    sale_nothing_sold(sale, reason=reason, why=why)
    _tell_given_up(sale, "dispense_given_up", why or reason)


def _review(sale: Sale) -> None:
    """Nobody knows what came out: an operator decides."""
    sale_move(sale, to=states.REVIEW, why=states.UNCONFIRMED_REFUND)
    _tell_given_up(sale, "review", states.UNCONFIRMED_REFUND)


def _tell_given_up(sale: Sale, event: str, why: str) -> None:
    details = {"transaction_id": sale.transaction_id, "why": why}
    event_log(sale.machine, event, details, client_id=sale.client_id)
    sale_tell(sale)


def machine_free(machine: Machine, *, why: str = states.GIVEN_UP) -> None:
    """End the lock under which a locked machine was dispensing."""
    lock = lock_row(machine)
    if lock is not None and lock.status == states.CONSUMED:
        lock_end(lock, why=why)
