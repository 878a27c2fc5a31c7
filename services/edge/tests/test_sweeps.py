"""What the worker removes, and what stays."""

from datetime import timedelta

import pytest
from devices.commands import commands_prune
from devices.models import Command
from django.db.models.functions import Now
from vending.actions.sweeps import events_prune
from vending.actions.telling import event_log, machine_tell
from vending.models import FleetEvent, LoggedEvent, MachineEvent, Sale
from world import ALICE

pytestmark = pytest.mark.django_db


def test_events_of_streams_go_after_a_week_and_the_trail_stays(machine):
    for kind in ("old", "new"):
        machine_tell(machine)
        event_log(machine, kind, {})
    for model in (MachineEvent, FleetEvent):
        first = model.objects.order_by("pk").first()
        model.objects.filter(pk=first.pk).update(created_at=Now() - timedelta(days=7, minutes=1))
    LoggedEvent.objects.update(created_at=Now() - timedelta(days=8))
    before = [model.objects.count() for model in (MachineEvent, FleetEvent, LoggedEvent)]

    assert events_prune() is False

    after = [model.objects.count() for model in (MachineEvent, FleetEvent, LoggedEvent)]
    assert after == [before[0] - 1, before[1] - 1, before[2]]


def test_events_of_six_days_stay(machine):
    machine_tell(machine)
    MachineEvent.objects.update(created_at=Now() - timedelta(days=6))
    before = MachineEvent.objects.count()

    assert events_prune() is False
    assert MachineEvent.objects.count() == before >= 1


def test_an_old_command_goes_and_its_sale_stays(machine):
    command = Command.objects.create(
        device=machine.device,
        payload={"type": "command"},
        policy=Command.Policy.ONCE,
        expires_at=Now(),
        ended_at=Now() - timedelta(days=31),
        outcome=Command.Outcome.ANSWERED,
    )
    sale = Sale.objects.create(
        transaction_id="tx1",
        uid="1b2c5563-0a1c-5c1b-97e7-c92cca135ade",
        machine=machine,
        client_id=ALICE,
        state="delivered",
        quantity=1,
        unit_price=100,
        amount=100,
        currency="INR",
        kept_until=Now(),
        command=command,
    )

    assert commands_prune() is False

    assert not Command.objects.filter(pk=command.pk).exists()
    sale.refresh_from_db()
    assert (sale.command, sale.state) == (None, "delivered")
