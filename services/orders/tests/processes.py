"""What a process that a test starts needs to know."""

import socket

from django.db import connection


def own_database():
    """DATABASE_URL of the test database."""
    own = connection.settings_dict
    return f"postgresql://{own['USER']}:{own['PASSWORD']}@/{own['NAME']}?host={own['HOST']}"


def free_port():
    """A port that nobody listens at."""
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        return wire.getsockname()[1]
