"""Limits on failures, counted in the service's own database so that all processes share them.

    GUESSES = Limit("wrong codes", failures=10, window=timedelta(minutes=1))

    guesses = GUESSES.of(address)
    throttle.standing(guesses).require(guesses)  # before the attempt: 429 when it is too often
    throttle.failure_count(guesses)              # after one that failed

A window begins with the first failure and ends by the clock. Failures of attempts that run at the
same moment are counted after they were let in: a limit may be passed by as many as there are
request threads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kit.errors import TooMany
from kit.models import FailureCount
from kit.pruning import rows_remove

SWEEP = 10  # counts that are over and that one failure removes at most; it adds fewer

# One round trip, and in the order of the keys: two failures at once never wait for each other in a
# circle. A count whose time is over begins anew.
COUNT = """
INSERT INTO kit_failurecount AS old (key, count, expires_at)
SELECT key, 1, expires_at FROM unnest(%(keys)s, %(expires)s::timestamptz[]) AS new (key, expires_at)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN old.expires_at <= %(now)s THEN 1 ELSE old.count + 1 END,
    expires_at = CASE
        WHEN old.expires_at <= %(now)s THEN excluded.expires_at ELSE old.expires_at
        END
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` in a `window` from the first one on. `kind` is unique in its service."""

    kind: str
    failures: int
    window: timedelta

    def of(self, *whom: str) -> Counter:
        """What is counted for them alone: a name, an address, both."""
        return Counter(self, *whom)


class Counter:
    """The failures of a limit for somebody, whom the database knows by a fingerprint only."""

    __slots__ = ("key", "limit")

    def __init__(self, limit: Limit, *whom: str) -> None:
        self.limit = limit
        words = json.dumps([limit.kind, *whom])
        self.key = salted_hmac("kit.throttle", words, algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """What was counted at one moment, by key."""

    at: datetime
    found: Mapping[str, FailureCount]

    def count(self, counter: Counter) -> int:
        found = self.found.get(counter.key)
        return found.count if found else 0

    def reached(self, *counters: Counter) -> bool:
        """Whether one of them has as many failures as its limit."""
        return any(self.count(each) >= each.limit.failures for each in counters)

    def require(self, *counters: Counter) -> None:
        """Raise 429 `too_many_attempts`, with the seconds to wait, where a limit is reached."""
        full = [self.found[each.key] for each in counters if self.reached(each)]
        if full:
            wait = max(count.expires_at for count in full) - self.at
            raise TooMany("too_many_attempts", retry_after=int(wait.total_seconds()) + 1)


def standing(*counters: Counter) -> Standing:
    """What these have counted, in one query."""
    now = timezone.now()
    keys = [each.key for each in counters]
    counts = FailureCount.objects.filter(key__in=keys, expires_at__gt=now)
    return Standing(now, {count.key: count for count in counts})


def failure_count(*counters: Counter) -> None:
    """Count one failure for each of these."""
    now = timezone.now()
    ordered = sorted(counters, key=lambda each: each.key)
    with connection.cursor() as cursor:
        expires = [now + each.limit.window for each in ordered]
        keys = [each.key for each in ordered]
        cursor.execute(COUNT, {"keys": keys, "now": now, "expires": expires})
    failures_sweep()


def failures_clear(*counters: Counter) -> None:
    """Forget the failures of these, after a success."""
    FailureCount.objects.filter(key__in=[each.key for each in counters]).delete()


def failures_sweep(at_most: int = SWEEP) -> int:
    """Remove counts that are over; how many."""
    over = FailureCount.objects.filter(expires_at__lte=timezone.now())
    return rows_remove(over.order_by("expires_at"), at_most)
