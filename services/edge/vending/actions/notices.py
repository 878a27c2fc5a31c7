"""What operators are told by mail and by webhook: stock that runs low, jams, machines that are
gone. Each notice is written in the transaction of what it is about; errands send it (ADR 24).
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from kit.clock import Clock, clock_now, iso
from kit.errands import errand_add

from vending.actions.locks import machine_lock
from vending.actions.telling import event_log
from vending.models import Machine, Mail, Notice

LOW = 5  # units: as few as this are low
NOBODY = "operator@localhost"  # whom mails name that go to MAIL_DIR without a RECEIVER_EMAIL
OFFLINE_PAUSE = timedelta(hours=1)  # between two mails that say the same machine is gone


def stock_fallen(machine: Machine, *, before: int) -> None:
    """Tell operators when the stock of a locked machine has just become low: it was above LOW
    before, and is no more.
    """
    if machine.current_stock <= LOW < before:
        low_stock_tell(machine, remaining=machine.current_stock)


@transaction.atomic
def low_stock_alert(*, machine_id: str, remaining: int) -> None:
    """Tell operators what somebody else says about the stock of a machine, which does not change.
    Raises 404 `Machine not found`.
    """
    low_stock_tell(machine_lock(machine_id), remaining=remaining)


def low_stock_tell(machine: Machine, *, remaining: int) -> None:
    """Tell operators that so many units are left in a locked machine."""
    machine_id = machine.machine_id
    mail_add(
        subject=f"Low Stock Alert - {machine_id}",
        body=f"Machine {machine_id} is running low on stock.\nRemaining units: {remaining}\n",
    )
    event_log(machine, "low_stock", {"remaining": remaining})
    webhook_add("low_stock", machine, remaining=remaining)


def jam_tell(machine: Machine) -> None:
    """Tell operators that a machine is jammed and was taken out of service."""
    machine_id = machine.machine_id
    mail_add(
        subject=f"Motor Jam - {machine_id}",
        body=f"Machine {machine_id} reports a jam of its motor and is out of service.\n"
        "Put it back into service when it has been cleared.\n",
    )
    webhook_add("jam", machine)


def offline_tell(machine: Machine) -> None:
    """Tell operators that a machine is gone: by mail once an hour at most, so that a bad line does
    not fill a mailbox.
    """
    subject = f"Machine Offline - {machine.machine_id}"
    lately = Mail.objects.filter(subject=subject, created_at__gt=Clock() - OFFLINE_PAUSE)
    if not lately.exists():
        mail_add(subject=subject, body=f"Machine {machine.machine_id} is off line.\n")
    webhook_add("offline", machine)


def mail_add(*, subject: str, body: str) -> Mail:
    """Queue a mail to the operators. `subject` is one line."""
    to = settings.RECEIVER_EMAIL or NOBODY
    mail = Mail.objects.create(to=to, subject=subject, body=body)
    errand_add("mail.send", {"mail": mail.pk}, key=str(mail.pk))
    return mail


def webhook_add(kind: str, machine: Machine, /, **details: Any) -> None:
    """Queue an event for OPERATOR_WEBHOOK_URL, where one is set."""
    if not settings.OPERATOR_WEBHOOK_URL:
        return
    uid = uuid.uuid4()
    event = {"id": str(uid), "type": kind, "machine_id": machine.machine_id}
    event |= {"at": iso(clock_now()), **details}
    Notice.objects.create(uid=uid, type=kind, payload=event)
    errand_add("operators.tell", event, key=str(uid))
