"""Paths of the websockets."""

from django.urls import re_path

from lockers.consumers import LockConsumer, LockerConsumer

routes = [
    re_path(r"^ws/sample/lockers/(?P<name>[^/]+)/?$", LockerConsumer.as_asgi()),
    re_path(r"^ws/sample/locks/(?P<name>[^/]+)/?$", LockConsumer.as_asgi()),
]
