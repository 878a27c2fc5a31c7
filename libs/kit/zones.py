"""The time zones that there are."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

# Files of some machines that say what the machine is set to, or that nothing is.
_NO_NAMES = {"localtime", "Factory"}


@cache
def zones() -> frozenset[str]:
    """The names of the IANA time zone database."""
    return frozenset(available_timezones() - _NO_NAMES)
