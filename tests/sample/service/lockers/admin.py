"""The admin of the lockers: operators make new ones."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from kit.admin.site import site

from lockers import actions
from lockers.models import Locker


@admin.register(Locker, site=site)
class LockerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lockers by name; the key of a new one's lock is shown once."""

    fields = ("name",)
    list_display = ("name", "online", "state")

    def save_model(self, request: HttpRequest, obj: Locker, form: Any, change: bool) -> None:
        key = actions.locker_create(name=obj.name)
        obj.pk = Locker.objects.get(name=obj.name).pk
        messages.info(request, f"The key of its lock: {key}")

    def has_change_permission(self, request: HttpRequest, obj: Locker | None = None) -> bool:
        """A name stays: it is on the box."""
        return False
