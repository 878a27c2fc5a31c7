"""The http process of a service: `python -m kit.server --bind ADDRESS module:application`.

ADDRESS is HOST:PORT or unix:PATH. It serves with gunicorn's threaded worker until SIGTERM, without
gunicorn's master: a service grows by processes, so that its metrics stay in one place, and a master
beside the only worker would cost 13 MB. What the master did for its worker is done in `worker`
(a process that hangs) and by whoever has started us (one that has ended).
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import Any

from gunicorn.config import Config
from gunicorn.sock import create_sockets
from gunicorn.util import import_app

from kit.logs import report_crashes
from kit.server.worker import Worker

SETTINGS: dict[str, Any] = {
    "threads": int(os.environ.get("HTTP_THREADS", "4")),
    "timeout": 30,  # seconds without a sign of life until the process ends itself
    "graceful_timeout": 20,  # seconds for running requests at a stop
    # Seconds; longer than the gateway keeps its side, so that it is never the one surprised.
    "keepalive": 75,
    "loglevel": "warning",  # the middleware logs each request
    "limit_request_line": 8190,  # bytes: the longest filters, percent-encoded, fit
    "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108
    "post_worker_init": lambda worker: freeze(),
}


class Application:
    """What gunicorn's worker loads, once it can answer signals."""

    def __init__(self, address: str) -> None:
        self._address = address

    def wsgi(self) -> Any:
        return import_app(self._address)


def freeze() -> None:
    """What is loaded by now stays: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGTERM; what runs then is finished."""
    parser = argparse.ArgumentParser(prog="kit.server")
    parser.add_argument("--bind", required=True, metavar="ADDRESS")
    parser.add_argument("application", help="module:name of the WSGI application")
    options = parser.parse_args(arguments)
    config = Config()
    for name, value in {**SETTINGS, "bind": options.bind}.items():
        config.set(name, value)
    log = config.logger_class(config)
    log.error_log.handlers.clear()  # what gunicorn says goes the way of all our lines
    log.error_log.propagate = True
    report_crashes()
    sockets = create_sockets(config, log)
    sys.path.insert(0, os.getcwd())
    application = Application(options.application)
    Worker(0, 0, sockets, application, config.timeout, config, log).init_process()


if __name__ == "__main__":
    main()
