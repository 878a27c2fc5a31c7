"""What the board hears of the devices of trolleys."""

from __future__ import annotations

from devices.models import Device

from trolleys.actions.telling import trolley_tell
from trolleys.models import Trolley


def trolley_presence(device: Device) -> None:
    """A trolley's device has come online or is gone; in the transaction of that."""
    trolley = Trolley.objects.filter(device_id=device.pk).first()
    if trolley is not None:
        trolley.device = device
        trolley_tell(trolley)
