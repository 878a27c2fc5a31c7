"""Limits on failed logins, counted in our own database so that all processes share them.

Three counts run for 15 minutes from their first failure: per user and network, per network, per
user. The first stops guessing from one place and leaves the user free everywhere else. The other
two stop guessing spread over names or over places; they do not stop a user at a network where that
user is signed in already, so that nobody can lock a user out of the places they use. Failures of
attempts that run at the same moment are counted after they were let in: the limits may be passed by
as many as there are request threads.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from kit.errors import TooMany

from verification.actions import pruning
from verification.models import FailureCount, LoginSession
from verification.sealing import fingerprint

WINDOW = timedelta(minutes=15)
PAIR_LIMIT, NETWORK_LIMIT, USER_LIMIT = 10, 100, 200

# One round trip, and in the order of the keys: two failures at once never wait for each other in a
# circle. A count whose time is over begins anew.
COUNT = """
INSERT INTO verification_failurecount AS old (key, count, expires_at)
SELECT key, 1, %(expires)s FROM unnest(%(keys)s) AS key
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN old.expires_at <= %(now)s THEN 1 ELSE old.count + 1 END,
    expires_at = CASE
        WHEN old.expires_at <= %(now)s THEN excluded.expires_at ELSE old.expires_at
        END
"""


def login_allow(*, username: str, network: str) -> bool:
    """Whether earlier failures of this user at this network are to be cleared after a success.

    Raises 429 `too_many_attempts`, with the seconds to wait, when a limit is reached.
    """
    now = timezone.now()
    pair, place, user = _keys(username, network)
    counts = FailureCount.objects.filter(key__in=(pair, place, user), expires_at__gt=now)
    found = {count.key: count for count in counts}
    wide = [
        found[key]
        for key, limit in ((place, NETWORK_LIMIT), (user, USER_LIMIT))
        if key in found and found[key].count >= limit
    ]
    if pair in found and found[pair].count >= PAIR_LIMIT:
        raise _refused([found[pair]], now)
    if wide and not _signed_in_there(username, network, now):
        raise _refused(wide, now)
    return pair in found


def failure_count(*, username: str, network: str) -> None:
    """Count one failed login."""
    now = timezone.now()
    keys = sorted(_keys(username, network))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"keys": keys, "now": now, "expires": now + WINDOW})
    pruning.failures_sweep()


def failures_clear(*, username: str, network: str) -> None:
    """Forget the failures of this user at this network, after a success."""
    FailureCount.objects.filter(key=_keys(username, network)[0]).delete()


def network_fingerprint(network: str) -> str:
    """A network as it is stored."""
    return fingerprint("networks", network)


def _keys(username: str, network: str) -> tuple[str, str, str]:
    return (
        fingerprint("failures", "pair", username, network),
        fingerprint("failures", "network", network),
        fingerprint("failures", "user", username),
    )


def _refused(counts: list[FailureCount], now: datetime) -> TooMany:
    wait = max(count.expires_at for count in counts) - now
    return TooMany("too_many_attempts", retry_after=int(wait.total_seconds()) + 1)


def _signed_in_there(username: str, network: str, now: datetime) -> bool:
    return LoginSession.objects.filter(
        user__username=username, network=network_fingerprint(network), expires_at__gt=now
    ).exists()
