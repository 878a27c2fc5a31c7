"""The files of pictures, wherever they are kept, and the addresses that lead to them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from kit.errors import Unavailable
from kit.pictures import NAME, PREFIX, TYPES, WIDTHS
from kit.storage import asked

from products.storage import BEGUN, PICTURES, Folder

ENDS = tuple(f"{width}.{end}" for width in WIDTHS for end in TYPES)
DAY = 24 * 3600.0  # seconds


def address(location_id: int, key: str, end: str = "640.jpg") -> str:
    """Where a file of a picture is asked for."""
    return f"{PREFIX}{location_id}/{key}-{end}"


def addresses(location_id: int, key: str) -> list[str]:
    """Where all files of a picture are asked for: whoever refers to it has one of these."""
    return [address(location_id, key, end) for end in ENDS]


def require_place() -> Any:
    """Where pictures are kept; raises 503 `pictures_unavailable` where nothing is configured."""
    if PICTURES not in settings.STORAGES:
        raise Unavailable("pictures_unavailable", "no place for pictures is configured")
    return storages[PICTURES]


def files_put(location_id: int, files: Mapping[str, bytes]) -> None:
    """Write a picture's files; raises 503 `pictures_unavailable`, and some may be there then."""
    place = require_place()
    try:
        for name, content in files.items():
            asked(partial(place.save, _path(location_id, name), ContentFile(content)))
    except OSError as failure:
        raise Unavailable("pictures_unavailable", "they cannot be kept now") from failure


def file_get(location_id: int, name: str) -> bytes | None:
    """The content of a file; None where there is none. Raises 503 `pictures_unavailable`."""
    if PICTURES not in settings.STORAGES or not NAME.fullmatch(name):
        return None
    place: Any = storages[PICTURES]
    path = _path(location_id, name)
    try:
        if isinstance(place, Folder):
            return Path(place.path(path)).read_bytes()
        content: bytes = asked(lambda: place.bucket.Object(path).get()["Body"].read())
    except FileNotFoundError:
        return None
    except OSError as failure:
        raise Unavailable("pictures_unavailable", "they cannot be read now") from failure
    return content


def files_remove(location_id: int, key: str) -> None:
    """Delete a picture's files, those that are there; raises 503 `pictures_unavailable`."""
    place = require_place()
    try:
        for end in ENDS:
            asked(partial(place.delete, _path(location_id, f"{key}-{end}")))
    except OSError as failure:
        raise Unavailable("pictures_unavailable", "they cannot be removed now") from failure


def begun_sweep() -> None:
    """Remove what somebody began to write and did not end: a process has died."""
    if isinstance(place := storages[PICTURES], Folder):
        for path in Path(place.path(BEGUN)).glob("*"):
            with suppress(FileNotFoundError):  # it is ended just now
                if path.stat().st_mtime < time.time() - DAY:
                    path.unlink()


def _path(location_id: int, name: str) -> str:
    return f"{location_id}/{name}"
