"""The websocket paths of edge, with and without the final slash."""

from __future__ import annotations

from typing import Any

from django.urls import re_path

from vending.machine_socket import MachineConsumer

routes: list[Any] = [
    re_path(r"^ws/?$", MachineConsumer.as_asgi()),
]
