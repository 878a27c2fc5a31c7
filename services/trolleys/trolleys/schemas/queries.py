"""What may stand in a query."""

from __future__ import annotations

from typing import Annotated, Any

from kit.fields import BIGINT
from pydantic import BeforeValidator, Field


def _nothing_if_empty(value: Any) -> Any:
    """`?location_id=` is the same as not there."""
    return None if value == "" else value


# In a query: 0 is what has no location.
Place = Annotated[Annotated[int, Field(ge=0, le=BIGINT)] | None, BeforeValidator(_nothing_if_empty)]
