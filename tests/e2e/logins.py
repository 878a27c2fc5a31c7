"""How a window opens for somebody who has signed in already."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from tests.support.api import User
from tools.browser.window import login

LIFETIME = 900.0  # seconds of an access token


def signed_in(user: User, *roles: str) -> dict[str, Any]:
    """The login of a user with these roles: `open_window(TABLET, signed_in=signed_in(user))`."""
    left = LIFETIME - (time.monotonic() - user.since)
    return login(asdict(user) | {"roles": list(roles), "expires_in": round(left)})
