"""Who may do what at a location."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from kit.auth import Credentials, offers_credentials, signed_in
from kit.errors import NotFound
from kit.fields import path_id
from kit.tokens import Caller
from peers.locations import require_staff as require_staff

CODE = re.compile(r"[0-9a-f]{40}")


def known_code(text: str) -> str:
    """The code of a session as a caller shows it, which is what lets guests in. Raises 404
    `session_not_found` for a text that can be no code.
    """
    if not CODE.fullmatch(text):
        raise NotFound("session_not_found")
    return text


def staff_of(parameter: str, location_of: Callable[[int], int]) -> Credentials:
    """Credentials of the staff of a location, for changing the thing of it that the path's
    `parameter` names. Looks for the thing before it checks who asks (`location_of` raises 404), so
    that an unknown id is 404 for everybody.
    """

    def check(request: HttpRequest) -> Caller:
        location_id = location_of(path_id(request, parameter))
        caller = signed_in(request)
        require_staff(caller, location_id)
        return caller

    return Credentials(check)


def require_staff_unless_open(request: HttpRequest, location_id: int) -> None:
    """Like require_staff, but with AUTH_MODE=open a request that claims to be nobody is let
    through.
    """
    if settings.AUTH_MODE == "open" and not offers_credentials(request):
        return
    require_staff(signed_in(request), location_id)


def staff_if_claimed(request: HttpRequest, location_id: int) -> int | None:
    """The user's id when the request comes with credentials, which then have to be those of the
    location's staff; None for a guest.
    """
    if not offers_credentials(request):
        return None
    caller = signed_in(request)
    require_staff(caller, location_id)
    return caller.user_id
