"""Prometheus metrics of one process."""

from __future__ import annotations

from functools import cache
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, Gauge, Histogram, generate_latest

QUIET = frozenset({"healthz/", "readyz/", "metrics/"})  # routes that are asked all the time

requests = Histogram(
    "aisle_http_request_seconds",
    "Time to answer a request, by route.",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
listeners = Gauge("aisle_live_listeners", "Open live sockets.")


@cache
def _series(method: str, route: str, status: int) -> Any:
    return requests.labels(method, route, str(status))


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _series(method, route, status).observe(seconds)


def render() -> tuple[bytes, str]:
    """The exposition text and its content type."""
    return generate_latest(), CONTENT_TYPE_LATEST
