"""Limits on what strangers try. They belong to the service and stay on without the gateway's.

Only failures count, and what is right is let through however many there were.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from kit import throttle
from kit.addresses import client_network
from kit.errors import TooMany
from kit.throttle import Counter, Limit

from vending import refusals

MINUTE = timedelta(minutes=1)
CODES = Limit("vending wrong codes", failures=10, window=MINUTE)  # of an address
CLIENT_CODES = Limit("vending wrong codes of a client", failures=10, window=MINUTE)
FLEET_CODES = Limit("vending wrong codes of all", failures=60, window=MINUTE)
PASSWORDS = Limit("vending wrong passwords", failures=5, window=MINUTE)  # of an address
FEEDBACK = Limit("vending feedback", failures=20, window=MINUTE)  # of an address


def wrong_code(address: str, client_id: str) -> None:
    """Count a wrong code of a display; raises 429 instead where the address, the client or
    everybody together have tried too many.
    """
    _fail(CODES.of(address), CLIENT_CODES.of(client_id), FLEET_CODES.of())


def wrong_password(address: str) -> None:
    """Count a wrong password; raises 429 instead where the address has tried too many."""
    _fail(PASSWORDS.of(address))


@transaction.atomic
def feedback_count(address: str, number: int) -> None:
    """Count so many feedbacks of an address; raises 429, and counts none, where that is too many.
    The row of the count is locked until the end of the transaction: there are no two at once.
    """
    counter = FEEDBACK.of(address)
    for _ in range(number):
        throttle.failure_count(counter)
    counted = throttle.standing(counter)
    if counted.count(counter) > FEEDBACK.failures:
        _require(counted, counter)


def address_of(request: HttpRequest) -> str:
    """For whom limits count: the network of who calls."""
    return client_network(request)


def _fail(*counters: Counter) -> None:
    _require(throttle.standing(*counters), *counters)
    throttle.failure_count(*counters)


def _require(counted: throttle.Standing, *counters: Counter) -> None:
    try:
        counted.require(*counters)
    except TooMany as full:
        raise refusals.too_many(full.retry_after) from None
