"""What makes receipts that were changed, or taken away, be noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson


def digest_of(before: str, content: Mapping[str, Any]) -> str:
    """The digest of a receipt that follows the one with the digest `before`."""
    canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(before.encode() + b"\n" + canonical).hexdigest()
