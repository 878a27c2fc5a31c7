"""How things are shown; each kind of object in one place."""

from trolleys.wire import payments, sessions, trolleys

__all__ = ["payments", "sessions", "trolleys"]
