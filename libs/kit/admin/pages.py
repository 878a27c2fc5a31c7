"""Pages of the admin that a service's own build on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest


def show_key(request: HttpRequest, name: str, key: str) -> None:
    """Show the new key of a device on the page that comes next; it cannot be read again."""
    text = f"The new key of {name}, which is shown this once: {key}"
    messages.warning(request, text)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that nobody changes here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
