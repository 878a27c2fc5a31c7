"""The ws process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from live.asgi import application as build

application = build("vending.routing.routes", "store.routing.routes")
