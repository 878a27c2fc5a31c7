"""Prometheus metrics of one process."""

from __future__ import annotations

from functools import cache
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

QUIET = frozenset({"healthz/", "readyz/", "metrics/"})  # routes that are asked all the time

requests = Histogram(
    "aisle_http_request_seconds",
    "Time to answer a request, by route.",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
listeners = Gauge("aisle_live_listeners", "Open live sockets.")
jobs = Histogram(
    "aisle_job_seconds",
    "Time of a worker's round, by job and by how it ended.",
    ["job", "result"],
    buckets=(0.005, 0.025, 0.1, 0.5, 1, 5, 30),
)
errand_tries = Counter(
    "aisle_errand_tries",
    "Tries of this process to do an errand, by how they ended.",
    ["name", "result"],
)
errands = Gauge(
    "aisle_errands", "Errands of the service that wait, and dead ones that nobody tries.", ["state"]
)


@cache
def _series(method: str, route: str, status: int) -> Any:
    return requests.labels(method, route, str(status))


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _series(method, route, status).observe(seconds)


def render() -> tuple[bytes, str]:
    """The exposition text and its content type."""
    return generate_latest(), CONTENT_TYPE_LATEST
