"""The worker of a service: its jobs, each in rounds of its own. `manage.py work` runs it.

A job is a function in an app's `jobs.py`:

    @job(every=1.0)
    def sessions_expire() -> bool:
        '''End what has expired; whether there is more of it.'''

Several workers of a service run the same jobs beside each other, so a job takes its rows with
`FOR UPDATE SKIP LOCKED`, and a job that is cut off by `kill -9` begins anew with the next round.
One with a short period asks first, without a transaction, whether there is anything (kit.polled):
most rounds find nothing, and a transaction takes three round trips.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection
from django.utils.module_loading import autodiscover_modules

from kit import health, metrics
from kit.connections import replace_broken, report_broken

log = logging.getLogger("kit.worker")

RECONNECT = 1.0  # seconds until the next try while our own database is away
BACK_OFF = 60.0  # seconds between two tries of a job that fails, at most
IDLE = 30.0  # seconds; a job that rests longer gives its connection back: 3 MB in PostgreSQL
LATE = 60.0  # seconds beyond its period after which a job that ends no round is reported
GRACE = 20.0  # seconds that running rounds may take at a stop

Run = Callable[[], bool | None]


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done every `period` seconds; at once again when `run` returns True."""

    name: str
    period: float
    run: Run


_jobs: dict[str, Job] = {}


def job(*, every: float) -> Callable[[Run], Run]:
    """Decorate a function of an app's `jobs.py`: the worker calls it every so many seconds."""

    def register(run: Run) -> Run:
        name = f"{run.__module__.removesuffix('.jobs')}.{run.__name__}"
        _jobs[name] = Job(name, every, run)
        return run

    return register


def jobs() -> list[Job]:
    """The jobs of all apps."""
    autodiscover_modules("jobs")
    return list(_jobs.values())


class Worker:
    """Runs each job in a thread of its own, so that a slow or failing one holds up no other."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = list(jobs)
        self._stopping = threading.Event()
        self._ended: dict[str, float] = {}  # when a job last ended a round

    def stop(self) -> None:
        """Start no further round."""
        self._stopping.set()

    def run(self) -> bool:
        """Work until `stop`; whether all rounds then ended in time. The main thread runs it."""
        threads = [
            threading.Thread(target=self._rounds, args=[job], name=job.name, daemon=True)
            for job in self._jobs
        ]
        for thread in threads:
            thread.start()
        self._stopping.wait()
        deadline = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        late = [thread.name for thread in threads if thread.is_alive()]
        if late:
            log.error("stopped in the middle of a round: %s", ", ".join(late))
        return not late

    def failing(self) -> list[str]:
        """Why this worker is not ready: `database`, `redis`, and jobs whose round does not end."""
        now = time.monotonic()
        late = [
            job.name
            for job in self._jobs
            if now - self._ended.get(job.name, float("-inf")) > job.period + LATE
        ]
        return [*health.failing(), *late]

    def _rounds(self, job: Job) -> None:
        failures = 0
        while not self._stopping.is_set():
            started = time.perf_counter()
            result, pause = "failed", RECONNECT
            try:
                replace_broken()
                pause = 0.0 if job.run() else job.period
                result, failures = "done", 0
            except (OperationalError, InterfaceError) as broken:
                connection.close()
                report_broken()
                log.error("database unavailable: %s", broken, extra={"job": job.name})
            except Exception:
                log.exception("job failed", extra={"job": job.name})
                failures += 1
                pause = back_off(failures, at_most=BACK_OFF)
            metrics.jobs.labels(job.name, result).observe(time.perf_counter() - started)
            self._ended[job.name] = time.monotonic()
            if pause > IDLE:
                connection.close()
            self._stopping.wait(pause)
        connection.close()


def back_off(failures: int, *, at_most: float) -> float:
    """Seconds until the next try after so many failures in a row: 1, 2, 4 … `at_most`, each a
    quarter more or less, so that several workers do not try all at once.
    """
    seconds: float = min(2.0 ** (min(failures, 30) - 1), at_most)
    return seconds * random.uniform(0.75, 1.25)
