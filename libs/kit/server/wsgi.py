"""The WSGI application of a service, with its static files answered before Django is reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ninja
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise


def application() -> Any:
    """Django behind WhiteNoise for `/<service>/static/`: the docs page's files and the service's
    own.
    """
    app = WhiteNoise(get_wsgi_application())
    roots = [Path(ninja.__file__).parent / "static", *_own_static()]
    for root in roots:
        app.add_files(root, prefix=settings.STATIC_URL)
    return app


def _own_static() -> list[Path]:
    own = Path(settings.BASE_DIR) / settings.SERVICE_NAME / "static"
    return [own] if own.is_dir() else []
