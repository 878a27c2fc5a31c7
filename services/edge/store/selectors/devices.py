"""Cameras and scanners."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from kit.errors import NotFound

from store import refusals
from store.models import Camera, Scanner

H = TypeVar("H", Camera, Scanner)


def camera_find(camera_id: str) -> Camera:
    """The camera of this id, any text; raises 404 `camera_not_found`."""
    return _find(cameras_find(), camera_id, refusals.camera_not_found())


def scanner_find(scanner_id: str) -> Scanner:
    """The scanner of this id, any text; raises 404 `scanner_not_found`."""
    return _find(scanners_find(), scanner_id, refusals.scanner_not_found())


def cameras_find() -> QuerySet[Camera]:
    """Cameras in use, by name."""
    return Camera.objects.filter(removed_at=None).order_by("name", "id")


def scanners_find() -> QuerySet[Scanner]:
    """Scanners in use, by name."""
    return Scanner.objects.filter(removed_at=None).order_by("name", "id")


def _find(rows: QuerySet[H], id: str, refusal: NotFound) -> H:
    try:
        found = rows.filter(pk=UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise refusal
    return found
