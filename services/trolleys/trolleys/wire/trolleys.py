"""How a trolley is shown, and what its QR code holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from devices.kinds import kind_of
from devices.models import Device
from django.conf import settings
from django.utils import timezone
from kit.sealing import mac

from trolleys.models import Session, Trolley
from trolleys.models.columns import NO_PLACE
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


def is_online(device: Device) -> bool:
    """Whether the device is registered and was heard within the silence of its kind, whether or
    not a worker has found out that it was not.
    """
    silence = timedelta(seconds=kind_of(device.kind).silence)
    seen = device.last_seen_at
    return device.online and seen is not None and seen > timezone.now() - silence


def reserved_until(trolley: Trolley) -> datetime | None:
    """The end of a reservation that is not over yet."""
    until = trolley.reserved_until
    return until if until is not None and until > timezone.now() else None


def trolley_object(trolley: Trolley, session: Session | None, *, names: bool) -> dict[str, Any]:
    """A trolley, and who has it: `session` is the living session on it. Without `names` nobody is
    told who that is. A trolley without a session is to be locked.
    """
    named = session if names else None
    return {
        "id": trolley.pk,
        "trolley_id": trolley.trolley_id,
        "qr_code_data": code_address(trolley.trolley_id),
        "qr_payload": code_payload(trolley),
        "is_active": trolley.is_active,
        "is_locked": session is None,
        "status": _status(trolley, session),
        "location_id": None if trolley.location_id == NO_PLACE else trolley.location_id,
        "trolley_online": is_online(trolley.device),
        "reserved_until": None if session else utc(reserved_until(trolley)),
        "assigned_to": named.user_id if named else None,
        "assigned_to_username": (named.user_name or None) if named else None,
        "assigned_at": utc(session.assigned_at) if session else None,
        "last_seen": utc(last_seen(trolley, session)),
        "created_at": utc(trolley.created_at),
    }


def _status(trolley: Trolley, session: Session | None) -> str:
    if session is not None:
        return "in_use"
    if not trolley.is_active:
        return "inactive"
    return "available" if reserved_until(trolley) is None else "reserved"


def last_seen(trolley: Trolley, session: Session | None) -> datetime | None:
    """The last sign of the device, or of a session on the trolley."""
    of_session = None if session is None else session.heard_at
    signs = (trolley.device.last_seen_at, trolley.heard_at, of_session)
    return max((sign for sign in signs if sign is not None), default=None)
