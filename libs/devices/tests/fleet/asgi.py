"""The ws process of the fleet."""

import os

from live.asgi import application as make

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fleet.settings")
application = make("fleet.consumers.routes")
