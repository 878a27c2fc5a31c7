"""Listeners of machines and of the fleet, and what they hear of, in tests."""

from customers import take
from django.db import transaction
from frames import described
from sockets import Listener, bearer
from testing.client import ApiClient
from vending import states
from vending.actions.locks import machine_lock
from vending.actions.sales import sale_move
from vending.actions.telling import machine_tell, sale_tell
from vending.models import Lock, Sale
from world import ALICE, MACHINE


async def follow(client="", query="", machine_id=MACHINE):
    path = f"/ws/vending/{machine_id}/?client_id={client}{query}"
    return await Listener(path).open()


async def watch(token, query=""):
    return await Listener(f"/ws/fleet/{query}", headers=bearer(token)).open()


async def next_of(listener, kinds=None):
    """The next frame, as the schema has it."""
    frame = await listener.frame()
    return described(frame, kinds) if kinds else described(frame)


@transaction.atomic
def order(machine, client=ALICE):
    """An order at a machine that this client has locked."""
    locked = machine_lock(machine.machine_id)
    number = Sale.objects.count()
    sale = Sale.objects.create(
        transaction_id=f"tx{number}",
        uid=f"1b2c5563-0a1c-5c1b-97e7-{number:012}",
        machine=locked,
        client_id=client,
        quantity=2,
        unit_price=100,
        amount=200,
        currency="INR",
        kept_until=Lock.objects.get(pk=machine.pk).expires_at,
    )
    sale_tell(sale)
    return sale


@transaction.atomic
def pay(sale):
    sale.machine = machine_lock(sale.machine.machine_id)
    sale_move(sale, to=states.PAID)
    sale_tell(sale)


@transaction.atomic
def restock(machine, stock):
    locked = machine_lock(machine.machine_id)
    locked.current_stock = stock
    locked.save(update_fields=["current_stock"])
    machine_tell(locked)


def lock(machine, client=ALICE):
    assert take(ApiClient(), machine, client)[0] == 200
