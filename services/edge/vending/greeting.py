"""What an http process of edge logs when it starts: a warning where codes are short-lived, and the
line that the original logs when its database answers, for which scripts wait.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

log = logging.getLogger("vending")

GREETING = "DB pool initialized"
SHORT = 1  # minutes: codes and locks are over before most people have paid


def http_begins(**_: Any) -> None:
    """Warn now, and greet once, with the first connection of this process."""
    if settings.DISPLAY_CODE_TTL_MINUTES <= SHORT:
        log.warning("DISPLAY_CODE_TTL_MINUTES=1: codes and locks end before most have paid")
    connection_created.connect(_greet)


def _greet(**_: Any) -> None:
    if connection_created.disconnect(_greet):  # for one of all threads
        log.info(GREETING)
