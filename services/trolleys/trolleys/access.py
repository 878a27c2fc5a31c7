"""Who may do what: shoppers by what they know, staff by what they are.

At a place with trolleys its waiters are who looks after shoppers; its kitchen has nothing to do
with them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from devices.keys import possible
from django.conf import settings
from django.http import HttpRequest
from kit import fields
from kit.auth import Credentials, bearer, token_user
from kit.errors import ApiError, Unavailable, incorrect_credentials, unauthenticated
from kit.tokens import Caller
from peers.locations import Role, location_get
from peers.users import user_names

from trolleys import refusals
from trolleys.models import Session, Trolley
from trolleys.models.columns import NO_PLACE

STAFF_ROLES = ("staff", "operator", "admin")  # of trolleys without a place
EVERYWHERE = ("operator", "admin")
FLOOR = Role.WAITER  # at the least, of the staff of a place


def bearer_user(request: HttpRequest) -> Caller | None:
    """The user of the Bearer token; None without one. Raises 401 for a bad or expired one."""
    return None if bearer(request) is None else token_user(request)


@dataclass(frozen=True, slots=True)
class Shopper:
    """Who scans a trolley's code; nobody in particular is a guest. `is_proven`: by a token."""

    user_id: int | None = None
    name: str = ""
    is_proven: bool = False


def shopper(request: HttpRequest, user_id: int | None) -> Shopper:
    """Who scans: the Bearer token's user, else whoever the body names, else a guest. The name of a
    user without a token is asked for later (`shopper_named`).

    Raises 401 for a bad token. With AUTH_MODE=strict a `user_id` needs its token: 401, 403.
    """
    caller, strict = bearer_user(request), settings.AUTH_MODE == "strict"
    if caller is None:
        if strict and user_id is not None:
            raise unauthenticated()
        return Shopper(user_id)
    if strict and user_id not in (None, caller.user_id):
        raise refusals.other_user()
    return Shopper(caller.user_id, caller.username, is_proven=True)


def shopper_named(scanning: Shopper) -> Shopper:
    """The same with the name that verification knows; raises 400 `User {id} not found`, and 503
    while verification is down and the name is not known.
    """
    if scanning.user_id is None or scanning.is_proven:
        return scanning
    name = user_names([scanning.user_id]).get(scanning.user_id)
    if name is None:
        raise refusals.user_not_found(scanning.user_id)
    return replace(scanning, name=name)


def is_staff(caller: Caller, location_id: int) -> bool:
    """Whether the caller is staff of a trolley at this location, or of those at NO_PLACE.

    Raises 503 while locations is down, unless the caller's role is enough.
    """
    roles = STAFF_ROLES if location_id == NO_PLACE else EVERYWHERE
    if any(map(caller.has, roles)):
        return True
    if location_id == NO_PLACE:
        return False
    location = location_get(location_id)
    return location is not None and location.admits(caller, FLOOR)


def is_everywhere(caller: Caller) -> bool:
    """Whether the caller's role is enough at every place."""
    return any(map(caller.has, EVERYWHERE))


def require_staff(caller: Caller, location_id: int) -> None:
    """Raises 403 for all but the staff of a trolley at this location."""
    if not is_staff(caller, location_id):
        raise incorrect_credentials()


def require_owner(caller: Caller, location_id: int) -> None:
    """Raises 403 for all but the owner of the location, operators and administrators."""
    if is_everywhere(caller):
        return
    location = None if location_id == NO_PLACE else location_get(location_id)
    if location is None or location.owner_id != caller.user_id:
        raise incorrect_credentials()


def staff_scope(caller: Caller, location_id: int | None) -> int | None:
    """The location whose trolleys a list is about, whose staff the caller has to be; None is all
    of them, for operators and administrators who name none. Others who name none see the trolleys
    without a location. Raises 403.
    """
    if location_id is None:
        if is_everywhere(caller):
            return None
        location_id = NO_PLACE
    require_staff(caller, location_id)
    return location_id


def names_hidden() -> bool:
    """Whether strangers get to know who has a trolley: not with AUTH_MODE=strict."""
    return bool(settings.AUTH_MODE == "strict")


def names_for(request: HttpRequest) -> Callable[[Trolley, Session | None], bool]:
    """Whether the caller of a read that is open to all gets to know who has a trolley: with
    AUTH_MODE=strict only its staff and who has it. Who cannot be recognised now, or is no staff as
    far as can be told now, is a stranger.
    """
    if not names_hidden():
        return lambda trolley, session: True
    caller = _recognised(request)
    if caller is None:
        return lambda trolley, session: False
    staff_at = cache(lambda location_id: _surely_staff(caller, location_id))

    def seen(trolley: Trolley, session: Session | None) -> bool:
        own = session is not None and session.user_id == caller.user_id
        return own or bool(staff_at(trolley.location_id))

    return seen


def _recognised(request: HttpRequest) -> Caller | None:
    try:
        return bearer_user(request)
    except ApiError:
        return None


def _surely_staff(caller: Caller, location_id: int) -> bool:
    try:
        return is_staff(caller, location_id)
    except Unavailable:
        return False


def session_uuid(text: object) -> uuid.UUID:
    """The id of a session as a caller writes it: 404 for a text that can be none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise refusals.session_not_found() from None


def path_number(text: str) -> int:
    """The id in a path as a caller writes it; raises 404 for a text that can be none."""
    return fields.path_number(text, refusals.not_found)


def held_session(text: str | None) -> uuid.UUID | None:
    """The id of the session that somebody who scans says to have; None for none, and for a text
    that can be none.
    """
    try:
        return None if text is None else uuid.UUID(text)
    except ValueError:
        return None


def trolley_name(text: str) -> str:
    """The id of a trolley as a caller writes it, or as the whole text of its code holds it: what
    follows the last `/trolley/`. Raises 404 for a text that can be none.
    """
    name = text.rpartition("/trolley/")[2].rstrip("/") if "/trolley/" in text else text
    if not possible(name):
        raise refusals.trolley_not_found(name)
    return name


@Credentials
def operator(request: HttpRequest) -> Caller:
    """A signed-in operator or administrator."""
    caller = token_user(request)
    if not is_everywhere(caller):
        raise incorrect_credentials()
    return caller
