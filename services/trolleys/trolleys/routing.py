"""The websocket paths of trolleys, with and without the final slash."""

from __future__ import annotations

from typing import Any

from django.urls import re_path

from trolleys.board_socket import BoardConsumer

routes: list[Any] = [
    re_path(r"^ws/trolley-board/(?P<location_id>[^/]+)/?$", BoardConsumer.as_asgi()),
]
