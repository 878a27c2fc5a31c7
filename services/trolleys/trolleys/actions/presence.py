"""What the board hears of the devices of trolleys."""

from __future__ import annotations

from collections.abc import Sequence

from devices.models import Device

from trolleys.actions.telling import trolley_tell
from trolleys.models import Trolley


def trolleys_presence(devices: Sequence[Device]) -> None:
    """Devices of trolleys have come online or are gone; in the transaction of that. Boards are
    counted by location, as everywhere.
    """
    found = Trolley.objects.filter(device__in=devices).select_related("device")
    for trolley in found.order_by("location_id", "pk"):
        trolley_tell(trolley)
