"""The websocket paths of the store."""

from __future__ import annotations

from typing import Any

from django.urls import re_path

from store.consumers import BoardConsumer, VisitConsumer

routes: list[Any] = [
    re_path(r"^ws/store/visits/(?P<visit>[^/]+)/?$", VisitConsumer.as_asgi()),
    re_path(r"^ws/store/board/?$", BoardConsumer.as_asgi()),
]
