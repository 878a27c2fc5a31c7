"""What every worker does beside the jobs of its service."""

from __future__ import annotations

from kit import errands
from kit.worker import job


@job(every=1.0)
def errands_deliver() -> bool:
    return errands.errand_deliver()


@job(every=10.0)
def errands_measure() -> None:
    errands.errands_measure()


@job(every=3600.0)
def errands_prune() -> bool:
    return errands.errands_prune()
