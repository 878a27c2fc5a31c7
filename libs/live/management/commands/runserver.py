"""`manage.py runserver`: pages and websockets of a service on one port, for development.

Django's own command serves no websockets. This one is Django's, with its reloader and its checks,
but for the server at the end: daphne, with the service's HTTP behind it as it is behind gunicorn.
"""

from __future__ import annotations

import sys
from typing import Any

from asgiref.wsgi import WsgiToAsgi
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.management.commands import runserver
from django.utils import autoreload
from django.utils.module_loading import import_string


class Command(runserver.Command):
    # What Django's command reads of its arguments.
    addr: str
    port: str
    _raw_ipv6: bool

    help = "Serve HTTP and websockets of this service on one port, for development."

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Check, say where it is, and serve until it is told to stop, or the code changes."""
        from live.server import live_server  # installs a reactor, which only this command needs

        autoreload.raise_last_exception()
        if not options["skip_checks"]:
            self.check(display_num_errors=True)
        self.check_migrations()
        http = import_string(str(settings.WSGI_APPLICATION))
        application = ProtocolTypeRouter(
            {
                "http": WsgiToAsgi(http),  # type: ignore[no-untyped-call]
                "websocket": import_string(str(settings.ASGI_APPLICATION)),
            }
        )
        # The reloader has this run in a thread, where no signal can be handled.
        alone = not options["use_reloader"]
        at = {"host": self.addr, "port": int(self.port)}
        live_server(application, signal_handlers=alone, ready=self._say_where, **at).run()
        if alone:
            sys.exit(0)

    def _say_where(self) -> None:
        host = f"[{self.addr}]" if self._raw_ipv6 else self.addr
        self.stdout.write(f"Serving HTTP and websockets at http://{host}:{self.port}/\n")
        self.stdout.flush()
