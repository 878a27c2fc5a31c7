"""Signed links to footage, which end by themselves."""

from __future__ import annotations

import time
from urllib.parse import urlencode
from uuid import UUID

from store.signatures import is_signature, signature

PURPOSE = "store footage"
LIFETIME = 600  # seconds


def footage_link(video_id: UUID, reader: int) -> str:
    """The path with which this reader sees a clip for ten minutes."""
    ends = int(time.time()) + LIFETIME
    signed = signature(PURPOSE, *_parts(video_id, ends, reader))
    query = {"ends": ends, "reader": reader, "signature": signed}
    return f"/edge/videos/{video_id}/footage/?{urlencode(query)}"


def is_valid(video_id: UUID, ends: int, reader: int, signed: str) -> bool:
    """Whether we have signed this link, and its time is not over."""
    is_ours = is_signature(signed, PURPOSE, *_parts(video_id, ends, reader))
    return is_ours and time.time() < ends


def _parts(video_id: UUID, ends: int, reader: int) -> tuple[str, str, str]:
    return str(video_id), str(ends), str(reader)
