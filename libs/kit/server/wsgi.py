"""The WSGI application of a service, with its static files answered before Django is reached."""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch

from kit.server.lean import leave_out_the_test_client
from kit.server.started import http_started
from kit.static import StaticTree

ADDRESSES = 1000  # remembered at most


def application() -> Any:
    """Django behind the files below `/<service>/static/`."""
    leave_out_the_test_client()
    django.setup(set_prefix=False)
    http_started.send(None)
    return StaticTree(Handler(), settings.SERVICE, changing=not settings.STATIC_JOINED)


class Handler(WSGIHandler):
    """Remembers which view answers an address, with which parameters: Django would try one pattern
    after another, 36 of them on the way to a trolley's cart.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, ResolverMatch] = {}

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """The view of a request. Raises Resolver404."""
        match = self._known.get(request.path_info)
        if match is None:
            match = super().resolve_request(request)
            if len(self._known) >= ADDRESSES:
                self._known.clear()
            self._known[request.path_info] = match
        request.resolver_match = match
        return match
