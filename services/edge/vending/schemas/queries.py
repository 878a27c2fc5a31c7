"""What may stand in a query."""

from __future__ import annotations

from live.fallback import Since
from ninja import Schema

from vending.schemas.fields import Text200


class ClientQuery(Schema):
    """Who asks; nobody in particular sees what strangers see."""

    client_id: Text200 = ""


class SinceQuery(Schema):
    """Where a page is in its stream."""

    since: Since = None
    epoch: str = ""


class ClientSinceQuery(ClientQuery, SinceQuery):
    """Both."""
