"""The ASGI application of a service: its websockets, and the probes of its ws process."""

from __future__ import annotations

from typing import Any

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import re_path
from django.utils.module_loading import import_string
from kit import health
from kit.server.lean import leave_out_the_test_client

from live.database import in_database


def application(*routes: str) -> ProtocolTypeRouter:
    """Route websockets by the lists at these dotted paths; any other path is refused at the
    handshake.
    """
    leave_out_the_test_client()
    django.setup()
    listed = [route for each in routes for route in import_string(each)]
    websockets = URLRouter([*listed, re_path(r"^.*$", Nowhere.as_asgi())])
    return ProtocolTypeRouter({"websocket": websockets, "http": probe})


class Nowhere(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Refuses the handshake (HTTP 403)."""

    async def connect(self) -> None:
        await self.close()


async def probe(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """`/healthz`, `/readyz`, `/metrics` of the ws process."""
    path = scope["path"].strip("/")
    reasons = await in_database(health.failing) if path == "readyz" else []
    status, content_type, body = health.probed(path, lambda: reasons)
    headers = [(b"Content-Type", content_type.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
