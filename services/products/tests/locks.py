"""Threads of a test that wait for each other's locks."""

import time

from django.db import connections
from testing.races import waiting

DEADLINE = 20  # seconds


def in_thread(way, *arguments):
    """What a thread of a pool runs: its connection is closed afterwards."""
    try:
        return way(*arguments)
    finally:
        connections.close_all()


def wait_for_waiting(number):
    """Return when so many connections wait for a lock."""
    deadline = time.monotonic() + DEADLINE
    while waiting() < number:
        assert time.monotonic() < deadline
