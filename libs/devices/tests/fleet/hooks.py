"""What the fleet does when it hears of a device."""

from devices.models import Device

from fleet.models import Note


def presence_changed(devices):
    for device in devices:
        word = "online" if device.online else "offline"
        Note.objects.create(external_id=device.external_id, text=word)


def command_ended(command):
    device = Device.objects.get(pk=command.device_id)
    Note.objects.create(external_id=device.external_id, text=command.outcome)
    if command.payload.get("hook_fails"):
        raise RuntimeError("as the command wants it")
