"""Signed links to footage, which end by themselves."""

from __future__ import annotations

import base64
import hmac
import time
from urllib.parse import urlencode
from uuid import UUID

from kit.sealing import mac

PURPOSE = "store footage"
LIFETIME = 600  # seconds
SIGNED = 16  # bytes of the signature


def footage_link(video_id: UUID, reader: int) -> str:
    """The path with which this reader sees a clip for ten minutes."""
    ends = int(time.time()) + LIFETIME
    query = {"ends": ends, "reader": reader, "signature": _signature(video_id, ends, reader)}
    return f"/edge/videos/{video_id}/footage/?{urlencode(query)}"


def is_valid(video_id: UUID, ends: int, reader: int, signature: str) -> bool:
    """Whether we have signed this link, and its time is not over."""
    right = _signature(video_id, ends, reader)
    return hmac.compare_digest(right.encode(), signature.encode()) and time.time() < ends


def _signature(video_id: UUID, ends: int, reader: int) -> str:
    signed = mac(PURPOSE, str(video_id), str(ends), str(reader))[:SIGNED]
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")
