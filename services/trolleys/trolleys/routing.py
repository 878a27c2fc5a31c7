"""The websocket paths of trolleys, with and without the final slash."""

from __future__ import annotations

from typing import Any

from django.urls import re_path

from trolleys.board_socket import BoardConsumer
from trolleys.consumers import SessionConsumer
from trolleys.trolley_socket import TrolleyConsumer

routes: list[Any] = [
    re_path(r"^ws/trolley-board/(?P<location_id>[^/]+)/?$", BoardConsumer.as_asgi()),
    re_path(r"^ws/trolleys/(?P<code>[^/]+)/?$", SessionConsumer.as_asgi()),
    re_path(r"^ws/devices/trolleys/(?P<trolley_id>[^/]+)/?$", TrolleyConsumer.as_asgi()),
]
