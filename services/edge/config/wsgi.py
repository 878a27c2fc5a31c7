"""The http process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from kit.server.wsgi import application as build

application = build()
