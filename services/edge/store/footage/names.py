"""What the name of a clip says: which camera, and when it begins.

Recorders write `<camera>_INSTORE_2023-03-07_18:41:48.123456.mp4` or
`<camera>_2023-03-07_18-41-48.ts`; times are UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

NAME = re.compile(
    r"(?P<camera>.+?)(?:_(?:INSTORE|OUTSTORE|ENTRY|EXIT))?"
    r"_(?P<day>\d{4}-\d\d-\d\d)_(?P<hour>\d\d)[:-](?P<minute>\d\d)[:-](?P<second>\d\d)"
    r"(?:\.(?P<fraction>\d{1,6}))?\.(?:mp4|m4v|mov|mkv|ts)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """The camera's name, and the first moment of the footage."""

    camera: str
    start_time: datetime


def name_read(name: str) -> Named | None:
    """What a file's name says; None for what is no clip."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    fraction = (found["fraction"] or "0").ljust(6, "0")
    text = f"{found['day']}T{found['hour']}:{found['minute']}:{found['second']}.{fraction}"
    try:
        return Named(found["camera"], datetime.fromisoformat(text).replace(tzinfo=UTC))
    except ValueError:  # the 31st of February
        return None
