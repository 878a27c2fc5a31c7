"""What stands in queries."""

from __future__ import annotations

from typing import Annotated

from live.fallback import Since
from ninja import Schema
from pydantic import Field


class StoreSinceQuery(Schema):
    """Where a listener without a socket stands."""

    since: Since = None
    epoch: Annotated[str, Field(max_length=12)] = ""
