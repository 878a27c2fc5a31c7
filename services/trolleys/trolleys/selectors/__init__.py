"""Reads of the trolleys service."""

from trolleys.selectors import fleet, sessions, trolleys, waiting

__all__ = ["fleet", "sessions", "trolleys", "waiting"]
