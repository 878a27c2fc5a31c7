"""The websocket paths of orders, with and without the final slash."""

from __future__ import annotations

from django.urls import re_path

from orders.consumers import OldSessionConsumer, PanelConsumer, SessionConsumer

routes = [
    re_path(r"^ws/orders/(?P<code>[^/]+)/?$", SessionConsumer.as_asgi()),
    re_path(r"^ws/panel/(?P<location_id>[0-9]{1,18})/?$", PanelConsumer.as_asgi()),
    re_path(r"^ws/session/(?P<code>[^/]+)/?$", OldSessionConsumer.as_asgi()),
]
