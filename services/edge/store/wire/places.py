"""Modes, machine sessions, scans and who was here."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from store.models import MachineSession, StoreModeChange, UserDetail, UserSession


def mode_change_object(change: StoreModeChange) -> dict[str, Any]:
    return {
        "id": str(change.pk),
        "status": change.status,
        "created_at": iso(change.created_at),
        "user_id": change.user_id,
        "store_id": change.store_id,
    }


def session_object(session: MachineSession) -> dict[str, Any]:
    return {
        "id": str(session.pk),
        "status": session.status,
        "started_at": iso(session.started_at),
        "ended_at": iso(session.ended_at),
        "store_id": session.store_id,
    }


def scan_object(scan: UserSession) -> dict[str, Any]:
    """A scan that let somebody through, the phone number masked."""
    return {
        "id": str(scan.pk),
        "user_id": scan.user_id,
        "session_id": str(scan.session_id),
        "visit_id": str(scan.visit_id),
        "status": scan.status,
        "role": scan.role,
        "phone_number": scan.phone_number,
        "created_at": iso(scan.created_at),
        "store_id": scan.store_id,
    }


def user_object(user: UserDetail) -> dict[str, Any]:
    return {
        "user_id": user.user_id,
        "role": user.role,
        "phone_number": user.phone_number,
        "created_at": iso(user.created_at),
        "store_id": user.store_id,
    }
