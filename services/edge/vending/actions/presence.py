"""Machines that come and go."""

from __future__ import annotations

from collections.abc import Sequence

from devices.models import Device

from vending.actions.locks import machines_lock_devices
from vending.actions.notices import offline_tell
from vending.actions.telling import event_log, machine_tell
from vending.models import Machine


def machines_presence(devices: Sequence[Device]) -> None:
    """Tell everybody which machines have come on line or gone off line. All of them are locked
    before the first is told of.
    """
    online = {device.pk: device.online for device in devices}
    for machine in machines_lock_devices(online):
        is_online = online[machine.device_id]
        machine.device.online = is_online
        if not is_online:
            _gone(machine)
        machine_tell(machine)  # it reads much: the fleet, which all machines share, is locked next
        event_log(machine, "online" if is_online else "offline", {})


def _gone(machine: Machine) -> None:
    """A machine that comes back has yet to say that it is active; operators look after it."""
    machine.said_active = False
    machine.save(update_fields=["said_active"])
    offline_tell(machine)
