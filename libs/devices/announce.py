"""What the processes of a service tell each other about a device, over its Channels group.

A message may get lost: the process that holds the device asks the database every two seconds.
"""

from __future__ import annotations

from django.db import transaction
from live.publisher import announce

from devices.kinds import kind_of
from devices.models import Device

REGISTERED = "device.registered"  # with `fence`: an older socket of the device is to end
REVOKED = "device.revoked"  # with `key`: a socket that registered with it is to end
COMMAND = "device.command"  # there is something to send


def group_of(device: Device) -> str:
    """The device's Channels group."""
    return kind_of(device.kind).group.format(device.external_id)


def tell(device: Device, message: str, **fields: int) -> None:
    """Send a message to the process that holds the device, once the transaction is committed."""
    transaction.on_commit(lambda: announce([(group_of(device), {"type": message, **fields})]))
