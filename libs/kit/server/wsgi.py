"""The WSGI application of a service, with its static files answered before Django is reached."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kit.server.lean import leave_out_the_test_client
from kit.static import StaticTree


def application() -> Any:
    """Django behind the files below `/<service>/static/`."""
    leave_out_the_test_client()
    return StaticTree(get_wsgi_application(), settings.SERVICE)
