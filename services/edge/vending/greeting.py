"""The line that the original logs when its database answers, for which scripts wait."""

from __future__ import annotations

import logging
from typing import Any

from django.db.backends.signals import connection_created

log = logging.getLogger("vending")

GREETING = "DB pool initialized"


def greet_later(**_: Any) -> None:
    """Log it once, with the first connection of this process."""
    connection_created.connect(_greet)


def _greet(**_: Any) -> None:
    if connection_created.disconnect(_greet):  # for one of all threads
        log.info(GREETING)
