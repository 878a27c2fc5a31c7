"""How a trolley is shown, and what its QR code holds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from kit.sealing import mac

from trolleys.models import Trolley
from trolleys.wire.values import utc

DIGITS = 8  # of the hash


def code_hash(trolley: Trolley) -> str:
    """The hash that a scan may carry: eight hex digits that only we can make of the trolley's id
    and the time at which its code was made.
    """
    return mac("trolley code", trolley.trolley_id, utc(trolley.code_renewed_at)).hex()[:DIGITS]


def code_address(trolley_id: str) -> str:
    """What the QR code of a trolley holds."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/trolley/{trolley_id}"


def code_payload(trolley: Trolley) -> dict[str, Any]:
    """`{"trolley_id","url","timestamp","hash"}`: the same until staff renew the code."""
    return {
        "trolley_id": trolley.trolley_id,
        "url": code_address(trolley.trolley_id),
        "timestamp": utc(trolley.code_renewed_at),
        "hash": code_hash(trolley),
    }
