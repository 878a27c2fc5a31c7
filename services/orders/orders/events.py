"""The only place that tells listeners: frames of committed changes, to the session's group and the
panel's.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from kit.live.frames import Event, frame
from kit.live.publisher import publish


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


def announce(change: Change) -> None:
    """Publish once the transaction is committed; at once when there is none."""
    text = frame(change.kind, change.seq, change.epoch, change.data)
    for_panel = frame(change.kind, change.panel_seq, change.panel_epoch, change.data)
    messages = [
        (session_group(change.code), Event(change.seq, text)),
        (panel_group(change.location_id), Event(change.panel_seq, for_panel)),
    ]
    transaction.on_commit(lambda: publish(messages))
