"""Somebody in front of Django's admin of a service."""

from __future__ import annotations

from typing import Any

from django.test import Client


def signed_in(verification: Any, home: str, user_id: int, name: str, *roles: str) -> Client:
    """A browser at the admin below `home`, signed in by an account of verification, which the
    stand-in is told of.
    """
    user = {"user_id": user_id, "username": name, "roles": list(roles)}
    login = {
        **user,
        "session_key": "k" * 32,
        "session_data": {"user_id": user_id},
        "access": "",
        "refresh": "",
    }
    verification.on("POST", "/verification/login/", {"success": True, "response": login})
    verification.on("POST", "/internal/verify/", {"success": True, "response": user})
    web = Client(raise_request_exception=False)
    web.post(f"{home}login/", {"username": name, "password": "correct horse"})
    return web


def form_of(web: Client, path: str) -> dict[str, Any]:
    """The fields of the form at this path as a browser would send them back."""
    form = web.get(path).context["adminform"].form
    fields: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False):
            fields[bound.html_name] = "on" if value is True else value
        if bound.field.show_hidden_initial:
            hidden = bound.initial
            fields[bound.html_initial_name] = "" if hidden in (None, False) else hidden
    return fields
