"""The only place that tells listeners: frames of committed changes, to the session's group and the
panel's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from live.frames import Event, frame
from live.publisher import publish


@dataclass(frozen=True, slots=True)
class Change:
    """A committed change: its place in the session's stream and in the panel's. `data` is JSON."""

    kind: str
    code: str
    seq: int
    epoch: str
    location_id: int
    panel_seq: int
    panel_epoch: str
    data: str


def session_group(code: str) -> str:
    """The Channels group of a session's listeners."""
    return f"session_{code}"


def panel_group(location_id: int) -> str:
    """The Channels group of the staff of a location."""
    return f"panel_{location_id}"


def announce(changes: Sequence[Change]) -> None:
    """Publish, in this order and together, once the transaction is committed; at once when there is
    none.
    """
    messages: list[tuple[str, Event]] = []
    for told in changes:
        text = frame(told.kind, told.seq, told.epoch, told.data)
        for_panel = frame(told.kind, told.panel_seq, told.panel_epoch, told.data)
        messages.append((session_group(told.code), Event(told.seq, text)))
        messages.append((panel_group(told.location_id), Event(told.panel_seq, for_panel)))
    transaction.on_commit(lambda: publish(messages))
