"""The websocket paths of edge, with and without the final slash."""

from __future__ import annotations

from typing import Any

from django.urls import re_path

from vending.consumers import FleetConsumer, MachineConsumer

routes: list[Any] = [
    re_path(r"^ws/vending/(?P<machine_id>[^/]+)/?$", MachineConsumer.as_asgi()),
    re_path(r"^ws/fleet/?$", FleetConsumer.as_asgi()),
]
