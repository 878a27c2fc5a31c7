"""The one envelope of live events: `{"type","seq","epoch","data"}`, made once and passed on
unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole of a stream as of `seq`; `data` is JSON."""

    seq: int
    epoch: str
    data: str


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a stream; `text` is the finished frame."""

    seq: int
    text: str


def frame(kind: str, seq: int, epoch: str, data: str) -> str:
    """The text of a frame; `kind` and `epoch` are plain words, `data` is JSON."""
    return f'{{"type":"{kind}","seq":{seq},"epoch":"{epoch}","data":{data}}}'
