"""`manage.py ws SOCKET`: a further ws process, as a second replica would be."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Serve the websockets at a further unix socket."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("socket")

    def handle(self, **options: Any) -> None:
        from live import server  # installs its reactor

        server.main(["--unix-socket", options["socket"], "config.asgi:application"])
