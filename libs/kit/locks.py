"""Locks on what has no row to lock."""

from __future__ import annotations

from django.db import connection


def named_lock(name: str, number: int) -> None:
    """Wait for, and hold until the transaction ends, the lock of this name and number in the
    service's own database: so that what is counted stays true until it is written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [name, number])
