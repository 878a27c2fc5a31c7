"""gunicorn's threaded worker as a process of its own, with a stop that no new request runs into."""

from __future__ import annotations

import faulthandler
import select
import time

from gunicorn.workers.gthread import ThreadWorker

SIGN_EVERY = 1.0  # seconds between signs of life


class Worker(ThreadWorker):  # type: ignore[misc]
    """Works without a master, and stops listening as soon as it has to stop.

    gunicorn's own worker keeps the listening socket open until its last connection is gone: whoever
    connects meanwhile waits for nothing, and is cut off after having sent. Refused at once, the
    gateway asks another replica, for a POST too, since nothing has been sent yet.
    """

    _signed = float("-inf")

    def notify(self) -> None:
        """A sign of life. When the next one is overdue, the process writes where each thread hangs
        and ends; the clock for it is outside Python, so that a hanging interpreter cannot stop it.
        """
        now = time.monotonic()
        if now - self._signed >= SIGN_EVERY:
            self._signed = now
            faulthandler.dump_traceback_later(self.cfg.timeout, exit=True)

    def is_parent_alive(self) -> bool:
        """No master is asked about; who supervises us ends us."""
        return True

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            while select.select([listener], [], [], 0)[0]:  # who has connected already is served
                self.accept(listener)
            listener.close()
