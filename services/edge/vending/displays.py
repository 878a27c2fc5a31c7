"""What the demo's machines show, and what they shall suffer: files in DEMO_DISPLAYS that are shared
with what plays them (tools/devices/vending/window.py). Without that setting there are none.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import orjson
from devices.keys import possible
from django.conf import settings
from kit.errors import NotFound


def displays_shown() -> list[dict[str, Any]]:
    """All displays by the names of their machines; raises 404 where no demo shows any."""
    files = sorted(_directory().glob("*.json"))
    return [shown for file in files if (shown := _read(file)) is not None]


def display_shown(machine_id: str) -> dict[str, Any]:
    """The display of a machine; raises 404 without one. No other file is ever read."""
    shown = _read(_file(machine_id))
    if shown is None:
        raise _not_found()
    return shown


def trouble_leave(*, machine_id: str, trouble: str) -> None:
    """Have a machine's next dispense suffer this; the last one that is left counts. Raises 404 as
    display_shown.
    """
    display_shown(machine_id)
    place = _file(machine_id).with_suffix(".trouble")
    handle, unfinished = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(orjson.dumps({"trouble": trouble}))
    os.replace(unfinished, place)


def _directory() -> Path:
    if not settings.DEMO_DISPLAYS:
        raise _not_found()
    return Path(settings.DEMO_DISPLAYS)


def _file(machine_id: str) -> Path:
    directory = _directory()
    if not possible(machine_id):
        raise _not_found()
    return directory / f"{machine_id}.json"


def _read(file: Path) -> dict[str, Any] | None:
    """What a machine has written last; None once it is gone."""
    try:
        shown = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return shown if isinstance(shown, dict) and shown.get("machine_id") == file.stem else None


def _not_found() -> NotFound:
    return NotFound("display_not_found", title="Display not found")
