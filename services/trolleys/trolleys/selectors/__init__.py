"""Reads of the trolleys service."""

from trolleys.selectors import sessions, trolleys

__all__ = ["sessions", "trolleys"]
