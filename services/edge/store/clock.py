"""The grid of machine sessions: which one a moment lies in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(milliseconds: int) -> datetime:
    """The moment so long after 1970, as a machine's row keeps times."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def milliseconds_of(moment: datetime) -> int:
    """The other way round."""
    return round(moment.timestamp() * 1000)


def span(
    moment: datetime, length: timedelta, changes: Sequence[datetime]
) -> tuple[datetime, datetime]:
    """Begin and end of the session of a moment: from the grid's last mark or the last change of
    the mode to the next of either. `changes` are those near the moment, in any order.
    """
    mark = EPOCH + (moment - EPOCH) // length * length
    begins = max([mark, *(each for each in changes if each <= moment)])
    ends = min([mark + length, *(each for each in changes if each > moment)])
    return begins, ends
