"""Modes, sessions, scans and who was here."""

from __future__ import annotations

from django.db.models import QuerySet

from store.models import MachineSession, StoreModeChange, UserDetail, UserSession


def mode_changes_find() -> QuerySet[StoreModeChange]:
    """Changes of the mode, newest first."""
    return StoreModeChange.objects.order_by("-created_at", "id")


def sessions_find() -> QuerySet[MachineSession]:
    """Machine sessions, newest first."""
    return MachineSession.objects.order_by("-started_at")


def scans_find(*, user_id: int | None = None) -> QuerySet[UserSession]:
    """Scans that let somebody through, newest first: everybody's, or one person's."""
    scans = UserSession.objects.order_by("-created_at", "id")
    return scans if user_id is None else scans.filter(user=user_id)


def users_find(*, user_id: int | None = None) -> QuerySet[UserDetail]:
    """Who has been here, newest first: everybody, or one person."""
    users = UserDetail.objects.order_by("-created_at", "user_id")
    return users if user_id is None else users.filter(pk=user_id)
