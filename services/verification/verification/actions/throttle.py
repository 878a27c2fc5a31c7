"""Limits on failed logins.

Three counts run for 15 minutes from their first failure: per user and network, per network, per
user. The first stops guessing from one place and leaves the user free everywhere else. The other
two stop guessing spread over names or over places; they do not stop a user at a network where that
user is signed in already, so that nobody can lock a user out of the places they use.

A browser in which the user has signed in before is none of these strangers: its failures are
counted by themselves, and those of others do not stop it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from kit import throttle
from kit.sealing import fingerprint
from kit.throttle import Counter, Limit

from verification.models import LoginSession

WINDOW = timedelta(minutes=15)
PAIR = Limit("failed logins: user and network", 10, WINDOW)
NETWORK = Limit("failed logins: network", 100, WINDOW)
USER = Limit("failed logins: user", 200, WINDOW)
DEVICE = Limit("failed logins: device", 10, WINDOW)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who is said to log in, from which network, and in which known browser (its hash) if any."""

    username: str
    network: str
    device: str = ""

    @property
    def own(self) -> Counter:
        """What a success clears."""
        if self.device:
            return DEVICE.of(self.device)
        return PAIR.of(self.username, self.network)


def login_allow(attempt: Attempt) -> bool:
    """Whether there are earlier failures that a success is to clear.

    Raises 429 `too_many_attempts`, with the seconds to wait, when a limit is reached.
    """
    if attempt.device:
        standing = throttle.standing(attempt.own)
        standing.require(attempt.own)
        return standing.count(attempt.own) > 0
    username, network = attempt.username, attempt.network
    pair, wide = attempt.own, (NETWORK.of(network), USER.of(username))
    standing = throttle.standing(pair, *wide)
    standing.require(pair)
    if standing.reached(*wide) and not _signed_in_there(username, network):
        standing.require(*wide)
    return standing.count(pair) > 0


def failure_count(attempt: Attempt) -> None:
    """Count one failed login."""
    wide = (NETWORK.of(attempt.network), USER.of(attempt.username))
    throttle.failure_count(attempt.own, *(() if attempt.device else wide))


def failures_clear(attempt: Attempt) -> None:
    """Forget the failures of this user at this network, or in this browser, after a success."""
    throttle.failures_clear(attempt.own)


def network_fingerprint(network: str) -> str:
    """A network as it is stored."""
    return fingerprint("networks", network)


def _signed_in_there(username: str, network: str) -> bool:
    return LoginSession.objects.filter(
        user__username=username,
        network=network_fingerprint(network),
        expires_at__gt=timezone.now(),
    ).exists()
