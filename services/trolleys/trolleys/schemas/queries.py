"""What may stand in a query."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from kit.fields import BIGINT
from pydantic import BeforeValidator, Field

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _nothing_if_empty(value: Any) -> Any:
    """`?location_id=` is the same as not there."""
    return None if value == "" else value


# In a query: 0 is what has no location.
Place = Annotated[Annotated[int, Field(ge=0, le=BIGINT)] | None, BeforeValidator(_nothing_if_empty)]


def _day(value: Any) -> Any:
    """`2026-11-26` and nothing else that can be read as a day."""
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("not a day, YYYY-MM-DD")
    return date.fromisoformat(value)


Day = Annotated[date | None, BeforeValidator(_day)]
