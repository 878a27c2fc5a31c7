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
    """How many connections to this database wait; the server has those of other suites too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks"
            " JOIN pg_database ON database = pg_database.oid WHERE datname = current_database())"
        )
        return cursor.fetchone()[0]
