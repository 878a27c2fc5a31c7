"""The ASGI application of a service: its websockets, and the probes of its ws process."""

from __future__ import annotations

from typing import Any

import django
import orjson
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import re_path
from django.utils.module_loading import import_string
from kit import health, metrics
from kit.server.lean import leave_out_the_test_client

from live.database import in_database


def application(routes: str) -> ProtocolTypeRouter:
    """Route websockets by the list at this dotted path; any other path is refused at the
    handshake.
    """
    leave_out_the_test_client()
    django.setup()
    websockets = URLRouter([*import_string(routes), re_path(r"^.*$", Nowhere.as_asgi())])
    return ProtocolTypeRouter({"websocket": websockets, "http": probe})


class Nowhere(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Refuses the handshake (HTTP 403)."""

    async def connect(self) -> None:
        await self.close()


async def probe(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """`/healthz`, `/readyz`, `/metrics` of the ws process."""
    status, content_type, body = await _probed(scope["path"].strip("/"))
    headers = [(b"Content-Type", content_type.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _probed(path: str) -> tuple[int, str, bytes]:
    if path == "metrics":
        body, content_type = metrics.render()
        return 200, content_type, body
    json = "application/json"
    if path == "healthz":
        return 200, json, b'{"alive":true}'
    if path == "readyz":
        failing = await in_database(health.failing)
        if failing:
            return 503, json, orjson.dumps({"ready": False, "failing": failing})
        return 200, json, b'{"ready":true}'
    return 404, json, b'{"success":false,"reason":"not_found"}'
