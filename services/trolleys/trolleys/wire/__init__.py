"""How things are shown; each kind of object in one place."""

from trolleys.wire import sessions, trolleys

__all__ = ["sessions", "trolleys"]
