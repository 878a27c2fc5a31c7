"""The websocket paths of edge."""

from __future__ import annotations

from typing import Any

from django.urls import re_path

from vending.consumers import FleetConsumer, MachineViewConsumer
from vending.machine_socket import MachineConsumer

routes: list[Any] = [
    re_path(r"^ws/?$", MachineConsumer.as_asgi()),
    re_path(r"^ws/vending/(?P<machine_id>[^/]+)/?$", MachineViewConsumer.as_asgi()),
    re_path(r"^ws/fleet/?$", FleetConsumer.as_asgi()),
]
