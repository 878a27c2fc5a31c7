"""Cameras, scanners and machines that join, change and leave, and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.keys import device_create, key_create, key_revoke, keys_revoke, possible
from devices.models import Device, DeviceKey
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from kit.errors import Conflict, violating

from store import refusals
from store.actions.locking import machine_lock
from store.actions.telling import machine_tell
from store.device_kinds import SCANNER, SHELF
from store.models import Camera, Machine, Scanner
from store.models.shelves import handle
from store.selectors.devices import camera_find, scanner_find
from store.selectors.machines import machine_find, machines_find


@transaction.atomic
def machine_create(*, machine_id: str, display_name: str) -> Machine:
    """A new machine, without keys and scales. Raises 400 for a number that cannot be, and 409
    `machine_exists`, also when the one of this number is retired.
    """
    if not possible(machine_id):
        raise refusals.machine_id_impossible()
    try:
        device = device_create(kind=SHELF, external_id=machine_id)
    except Conflict:
        raise refusals.machine_exists() from None
    machine = Machine.objects.create(
        store_id=settings.STORE_LOCATION_ID,
        machine_id=machine_id,
        display_name=display_name,
        device=device,
    )
    machine_tell(machine)
    return machine


@transaction.atomic
def machine_change(*, machine_id: str, display_name: str) -> Machine:
    """Name a machine; raises 404 `machine_not_found`."""
    machine = machine_lock(machine_id)
    if machine.display_name != display_name:
        machine.display_name = display_name
        machine.save(update_fields=["display_name", "updated_at"])
        machine_tell(machine)
    return machine


@transaction.atomic
def machine_retire(*, machine_id: str) -> None:
    """Take a machine out of use: it stays for its tickets, gets no further ones, and its keys end.
    Raises 404 `machine_not_found`.
    """
    machine = machine_lock(machine_id)
    if machine.retired_at is None:
        Machine.objects.filter(pk=machine.pk).update(retired_at=Now())
        keys_revoke(device=machine.device)
        machine_tell(machine)


@transaction.atomic
def camera_create(*, fields: Mapping[str, Any]) -> Camera:
    """A new camera: `name` (a random one without), `tag`, `model_number`, `company`,
    `operation_status`, `stream_url`, and `machines`, the numbers of those it sees. Raises 400
    `machine_unknown`, 409 `name_taken`.
    """
    values = {"name": handle(), **fields}
    seen = _seen(values.pop("machines", []))
    camera = Camera(store_id=settings.STORE_LOCATION_ID, **values)
    _save(camera)
    camera.machines.set(seen)
    return camera


@transaction.atomic
def camera_change(*, camera_id: str, fields: Mapping[str, Any]) -> Camera:
    """Change some of them. Clips that were taken in keep what the camera saw then. Raises as
    camera_create, and 404 `camera_not_found`.
    """
    camera, values = camera_find(camera_id), dict(fields)
    seen = _seen(values.pop("machines")) if "machines" in values else None
    _set(camera, values)
    if seen is not None:
        camera.machines.set(seen)
    return camera


@transaction.atomic
def camera_remove(*, camera_id: str) -> None:
    """Take a camera out of use; its clips stay. Raises 404 `camera_not_found`."""
    camera = camera_find(camera_id)
    Camera.objects.filter(pk=camera.pk).update(removed_at=Now())


@transaction.atomic
def scanner_create(*, fields: Mapping[str, Any]) -> Scanner:
    """A new scanner without keys: `tag` says which gate it opens; `name`, `model_number`,
    `company`, `operation_status`. Raises 409 `name_taken`.
    """
    scanner = Scanner(store_id=settings.STORE_LOCATION_ID, **{"name": handle(), **fields})
    scanner.device = device_create(kind=SCANNER, external_id=str(scanner.pk))
    _save(scanner)
    return scanner


@transaction.atomic
def scanner_change(*, scanner_id: str, fields: Mapping[str, Any]) -> Scanner:
    """Change some of them; raises 404 `scanner_not_found`, 409 `name_taken`."""
    scanner = scanner_find(scanner_id)
    _set(scanner, dict(fields))
    return scanner


@transaction.atomic
def scanner_remove(*, scanner_id: str) -> None:
    """Take a scanner out of use; its keys end. Raises 404 `scanner_not_found`."""
    scanner = scanner_find(scanner_id)
    Scanner.objects.filter(pk=scanner.pk).update(removed_at=Now())
    keys_revoke(device=scanner.device)


def device_key_add(device: Device) -> tuple[DeviceKey, str]:
    """A further key of a machine or scanner, and its text, which cannot be had again; older ones
    stay valid.
    """
    return key_create(device=device)


def device_key_remove(device: Device, *, key_id: int) -> None:
    """End a key; raises 404 `key_not_found`."""
    key_revoke(device=device, key_id=key_id)


def machine_device(machine_id: str) -> Device:
    """The device of a machine in use; raises 404 `machine_not_found`."""
    machine = machine_find(machine_id)
    if machine.retired_at is not None:
        raise refusals.machine_not_found()
    return machine.device


def _seen(numbers: list[str]) -> list[Machine]:
    wanted = dict.fromkeys(numbers)
    found = {each.pk: each for each in machines_find().filter(pk__in=wanted)}
    unknown = [number for number in wanted if number not in found]
    if unknown:
        raise refusals.machines_unknown(unknown)
    return list(found.values())


def _set(row: Camera | Scanner, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    _save(row)


def _save(row: Camera | Scanner) -> None:
    constraint = f"store_{type(row).__name__.lower()}_name"
    with violating(constraint, refusals.name_taken()), transaction.atomic():
        row.save()
