"""Limits on failed logins.

Three counts run for 15 minutes from their first failure: per user and network, per network, per
user. The first stops guessing from one place and leaves the user free everywhere else. The other
two stop guessing spread over names or over places; they do not stop a user at a network where that
user is signed in already, so that nobody can lock a user out of the places they use.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from kit import throttle
from kit.sealing import fingerprint
from kit.throttle import Limit

from verification.models import LoginSession

WINDOW = timedelta(minutes=15)
PAIR = Limit("failed logins: user and network", 10, WINDOW)
NETWORK = Limit("failed logins: network", 100, WINDOW)
USER = Limit("failed logins: user", 200, WINDOW)


def login_allow(*, username: str, network: str) -> bool:
    """Whether earlier failures of this user at this network are to be cleared after a success.

    Raises 429 `too_many_attempts`, with the seconds to wait, when a limit is reached.
    """
    pair, wide = PAIR.of(username, network), (NETWORK.of(network), USER.of(username))
    standing = throttle.standing(pair, *wide)
    standing.require(pair)
    if standing.reached(*wide) and not _signed_in_there(username, network):
        standing.require(*wide)
    return standing.count(pair) > 0


def failure_count(*, username: str, network: str) -> None:
    """Count one failed login."""
    throttle.failure_count(PAIR.of(username, network), NETWORK.of(network), USER.of(username))


def failures_clear(*, username: str, network: str) -> None:
    """Forget the failures of this user at this network, after a success."""
    throttle.failures_clear(PAIR.of(username, network))


def network_fingerprint(network: str) -> str:
    """A network as it is stored."""
    return fingerprint("networks", network)


def _signed_in_there(username: str, network: str) -> bool:
    return LoginSession.objects.filter(
        user__username=username,
        network=network_fingerprint(network),
        expires_at__gt=timezone.now(),
    ).exists()
