"""Jobs of the sample service: one counts its rounds, one always fails."""

from __future__ import annotations

from django.db.models import F
from kit.models import FailureCount
from kit.worker import job


@job(every=0.1)
def rounds_count() -> None:
    FailureCount.objects.filter(key="rounds").update(count=F("count") + 1)


@job(every=0.1)
def broken() -> None:
    raise RuntimeError("this job is broken")
