"""gunicorn's threaded worker with a stop that no new request runs into."""

from __future__ import annotations

import select

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):  # type: ignore[misc]
    """Stops listening as soon as it has to stop, before it finishes what runs.

    gunicorn's own worker keeps the listening socket open until its last connection is gone: whoever
    connects meanwhile waits for nothing, and is cut off after having sent. Refused at once, the
    gateway asks another replica, for a POST too, since nothing has been sent yet.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            while select.select([listener], [], [], 0)[0]:  # who has connected already is served
                self.accept(listener)
            listener.close()
