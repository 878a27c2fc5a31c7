"""What a socket remembers of what its machine shows, so that the sign of life which a free machine
gives each second costs no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from vending import states
from vending.actions.sending import frame_text, lock_frame
from vending.models import Lock

# A dispense keeps its lock beyond the time at which that would have ended, but never for longer.
# The frame that ends it may get lost with the database, and nobody is to be locked for good.
DISPENSE_BEYOND = timedelta(minutes=10)


class Shown:
    """The lock that the machine was last told of, and whether it is known to have said that it is
    active. Frames are noted as they are written.
    """

    def __init__(self, lock: Lock | None) -> None:
        self.is_active = False
        self._lock: str | None = None
        self._until = datetime.now(UTC)
        if lock is not None:
            self.note(lock_frame(lock))
            if lock.status == states.CONSUMED:
                self._until += DISPENSE_BEYOND

    def note(self, frame: Mapping[str, Any]) -> None:
        """This frame goes to the machine."""
        match frame:
            case {"type": "lock", "expires_at": str(ends)}:
                self._lock, self._until = frame_text(frame), datetime.fromisoformat(ends)
                self.is_active = False
            case {"type": "command"}:
                self._until += DISPENSE_BEYOND
            case {"type": "unlock"}:
                self._lock = None

    def lock_again(self) -> str | None:
        """The frame that locks the machine, while it should be locked by the clock of now."""
        return self._lock if datetime.now(UTC) < self._until else None
