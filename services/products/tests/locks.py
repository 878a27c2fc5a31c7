"""Threads of a test that wait for each other's locks."""

import time

from django.db import connection, connections

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
    while _waiting() < number:
        assert time.monotonic() < deadline


def _waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]
