"""The one envelope of live events: `{"type","seq","epoch","data"}`, made once and passed on
unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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


def wire(text: str) -> dict[str, Any]:
    """The ASGI message that sends a text, with the bytes of its websocket frame (RFC 6455 §5.2)
    ready made.

    Our server writes `frame` as it is, so that a thousand sockets cost one encoding; others ignore
    it.
    """
    payload = text.encode()
    size = len(payload)
    if size < 126:
        head = bytes((0x81, size))
    elif size < 65536:
        head = b"\x81\x7e" + size.to_bytes(2, "big")
    else:
        head = b"\x81\x7f" + size.to_bytes(8, "big")
    return {"type": "websocket.send", "text": text, "frame": head + payload}
