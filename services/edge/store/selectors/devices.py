"""Cameras, scanners and machines as operators see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from devices.models import DeviceKey
from django.db.models import QuerySet
from kit.errors import ApiError
from kit.fields import uuid_of

from store import refusals
from store.models import Camera, Machine, Scanner
from store.wire.devices import camera_object, machine_object, scanner_object

H = TypeVar("H", Camera, Scanner)


def camera_find(
    camera_id: str, refusal: Callable[[], ApiError] = refusals.camera_not_found
) -> Camera:
    """The camera of this id, any text; raises 404 `camera_not_found`, or another refusal."""
    return _find(cameras_find(), camera_id, refusal)


def scanner_find(scanner_id: str) -> Scanner:
    """The scanner of this id, any text; raises 404 `scanner_not_found`."""
    return _find(scanners_find(), scanner_id, refusals.scanner_not_found)


def cameras_find() -> QuerySet[Camera]:
    """Cameras in use, by name."""
    return Camera.objects.filter(removed_at=None).order_by("name", "id")


def scanners_find() -> QuerySet[Scanner]:
    """Scanners in use, by name."""
    return Scanner.objects.filter(removed_at=None).order_by("name", "id")


def _find(rows: QuerySet[H], id: str, refusal: Callable[[], ApiError]) -> H:
    found = rows.filter(pk=uuid_of(id, refusal)).first()
    if found is None:
        raise refusal()
    return found


def camera_rows(cameras: Sequence[Camera]) -> list[dict[str, Any]]:
    """These cameras with the machines that they see."""
    through = Camera.machines.through.objects.filter(camera__in=[each.pk for each in cameras])
    seen: dict[UUID, list[str]] = {}
    for camera_id, machine_id in through.order_by("machine").values_list("camera", "machine"):
        seen.setdefault(camera_id, []).append(machine_id)
    return [camera_object(each, seen.get(each.pk, [])) for each in cameras]


def scanner_rows(scanners: Sequence[Scanner]) -> list[dict[str, Any]]:
    """These scanners with their valid keys."""
    keys = _keys([each.device_id for each in scanners])
    return [scanner_object(each, keys.get(each.device_id, [])) for each in scanners]


def machine_rows(machines: Sequence[Machine]) -> list[dict[str, Any]]:
    """These machines with their valid keys."""
    keys = _keys([each.device_id for each in machines])
    return [machine_object(each, keys.get(each.device_id, [])) for each in machines]


def _keys(devices: list[int]) -> dict[int, list[DeviceKey]]:
    found: dict[int, list[DeviceKey]] = {}
    for key in DeviceKey.objects.filter(device__in=devices, revoked_at=None).order_by("pk"):
        found.setdefault(key.device_id, []).append(key)
    return found
