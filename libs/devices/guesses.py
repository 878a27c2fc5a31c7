"""Who tries keys is answered later and later; who has the right one never waits."""

from __future__ import annotations

from datetime import timedelta

from kit import throttle
from kit.throttle import Limit

AT_ONCE = 3  # wrong keys of a device in a minute that are answered without a pause
LONGEST = 30.0  # seconds

# Counted in the database, so that further processes give no further guesses.
WRONG_KEYS = Limit("devices wrong keys", failures=AT_ONCE, window=timedelta(minutes=1))


def pause(kind: str, external_id: str) -> float:
    """Count a wrong key of a device; the seconds after which it is answered: 0 for the first three
    a minute, then 1, 2, 4 … 30.
    """
    counter = WRONG_KEYS.of(kind, external_id)
    throttle.failure_count(counter)
    count = throttle.standing(counter).count(counter)
    return 0.0 if count <= AT_ONCE else min(2.0 ** (count - AT_ONCE - 1), LONGEST)
