"""What is in the database for tests of machines: locks, commands, what must stay as it is."""

import asyncio
import uuid
from datetime import timedelta

from devices.commands import command_order
from devices.models import Command, Device, DeviceKey
from django.db import transaction
from django.utils import timezone
from testing.sockets import in_thread
from vending import states
from vending.actions.dispensing import dispense_start
from vending.actions.locks import machine_lock
from vending.actions.sending import frame_send
from vending.models import Lock, LoggedEvent, Machine, Sale
from vending.selectors.machines import status_shown
from world import ALICE, MACHINE


def lock(machine, *, minutes=10.0, **more):
    """Alice has this machine."""
    ends = timezone.now() + timedelta(minutes=minutes)
    return Lock.objects.create(
        machine=machine, client_id=ALICE, code_hash="x", expires_at=ends, **more
    )


def order(machine, frame, seconds=60.0):
    """A command as the dispense of a sale makes one."""
    return command_order(
        device=machine.device,
        payload=frame,
        policy=Command.Policy.ONCE,
        expires_at=timezone.now() + timedelta(seconds=seconds),
    )


@transaction.atomic
def tell(frame):
    """Show M001 a state."""
    frame_send(machine_lock(MACHINE), frame)


def everything():
    """What a refused call of a machine must leave as it is."""
    machines = Machine.objects.order_by("pk").values()
    devices = Device.objects.order_by("pk").values()
    keys = DeviceKey.objects.order_by("pk").values()
    return list(machines), list(devices), list(keys), logged()


def logged():
    """The types of the events of all machines, oldest first."""
    return list(LoggedEvent.objects.order_by("pk").values_list("type", flat=True))


def fresh(machine):
    return Machine.objects.select_related("device").get(pk=machine.pk)


async def now(machine):
    """The machine as the database has it."""
    return await in_thread(fresh, machine)


async def shown(machine):
    """The word that anybody is told of the machine."""
    return (await in_thread(lambda: status_shown(fresh(machine), "")))["status"]


async def events():
    return await in_thread(logged)


async def until(condition, expected, seconds=10.0):
    """Until an async condition gives what is expected."""
    async with asyncio.timeout(seconds):
        while await condition() != expected:
            await asyncio.sleep(0.02)


@transaction.atomic
def dispense(machine, transaction_id="tx1", quantity=2):
    """Alice has paid at this machine, and it is to dispense; gives the sale."""
    held = lock(machine)
    sale = Sale.objects.create(
        transaction_id=transaction_id,
        uid=uuid.uuid4(),
        machine=machine,
        client_id=ALICE,
        state=states.PAID,
        quantity=quantity,
        unit_price=100,
        amount=100 * quantity,
        currency="INR",
        kept_until=held.expires_at,
        provider_payment_id=f"pay_{transaction_id}",
    )
    sale.machine = held.machine = machine_lock(machine.machine_id)
    dispense_start(sale, held)
    return sale
