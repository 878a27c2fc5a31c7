"""gunicorn's configuration for every http process: one worker with threads and persistent database
connections.

A service grows by processes (containers), not by workers, so that its metrics stay in one place.
"""

from __future__ import annotations

import gc
import os

worker_class = "kit.server.worker.Worker"
workers = 1
threads = int(os.environ.get("HTTP_THREADS", "4"))
timeout = 30  # seconds without a sign of life until the worker is replaced
graceful_timeout = 20  # seconds for running requests at a stop
keepalive = (
    75  # seconds; longer than the gateway keeps its side, so that it is never the one surprised
)
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - heartbeat file, in memory
control_socket_disable = True
proc_name = os.path.basename(os.getcwd())
loglevel = "warning"  # the middleware logs each request
limit_request_line = 8190  # bytes: the longest filters, percent-encoded, fit


def post_worker_init(worker: object) -> None:
    """What is loaded by now stays: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
