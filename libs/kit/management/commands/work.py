"""`manage.py work`: run the jobs of this service until SIGTERM or SIGINT, which lets the running
rounds end. Probes and metrics answer on the given socket or port.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kit.logs import report_crashes
from kit.server.probes import serving
from kit.worker import Worker, jobs


class Command(BaseCommand):
    help = "Run the jobs of this service."
    #: They would read in all routes, 6 MB that no job needs; `migrate` has run them before us.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unix-socket", type=Path)
        parser.add_argument("--bind", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, **options: Any) -> None:
        report_crashes()
        worker = Worker(jobs())
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: worker.stop())
        address = options["unix_socket"] or (options["bind"], options["port"])
        with serving(address, worker.failing):
            in_time = worker.run()
        if not in_time:
            raise CommandError("stopped in the middle of a round", returncode=1)
