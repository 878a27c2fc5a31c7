"""Who may do what at a location, and who sees what at a table.

The kitchen sees the board and moves orders; calls, orders for guests, cancelling and the table
itself are a waiter's; setting a place up is a manager's. What is not said is a waiter's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from kit.auth import WITH_BODY, Credentials, offers_credentials, signed_in
from kit.body import has_body, read_json
from kit.errors import BadRequest, Conflict, Forbidden, NotFound
from kit.fields import path_id
from kit.tokens import Caller
from peers import locations
from peers.locations import Location, Role

from orders import offers, selectors, states
from orders.actions.orders import Line

T = TypeVar("T")

OPTIONAL: dict[str, Any] = {
    "security": [{}, {"Credentials": []}]
}  # in OpenAPI: credentials may come along
_KEY: dict[str, Any] = {"required": False, "schema": {"type": "string", "title": "Guest Key"}}
GUARDED: dict[str, Any] = {  # the same, and so may a phone's key
    **OPTIONAL,
    "parameters": [
        {"in": "query", "name": "guest_key", **_KEY},
        {"in": "header", "name": "X-Guest-Key", **_KEY},
    ],
}
CODE = re.compile(r"[0-9a-f]{40}")


def known_code(text: str) -> str:
    """The code of a session as a caller shows it, which is what lets guests in. Raises 404
    `session_not_found` for a text that can be no code.
    """
    if not CODE.fullmatch(text):
        raise NotFound("session_not_found")
    return text


def at_session(code: str, act: Callable[[str], T]) -> T:
    """What a request does at the session of this code; where that is part of another one by now,
    at that: the code on a table, or in somebody's hand, leads there for twelve hours.
    """
    try:
        return act(code)
    except BadRequest as refusal:
        into = selectors.session_led_to(code) if refusal.reason == "session_closed" else None
        if into is None:
            raise
    return act(into)


def require_joined(request: HttpRequest, code: str) -> None:
    """Raise 403 `word_needed` for a phone that has not joined a sitting that asks for its word;
    staff need none.
    """
    if not selectors.session_fixed(code).asks_word or guest_phone(request, code) is not None:
        return
    if not is_staff(request, selectors.session_location(code)):
        raise Forbidden("word_needed")


def require_staff(caller: Caller, location_id: int, at_least: Role = Role.WAITER) -> Location:
    """The location if the caller has at least this role there; raises 403."""
    return locations.require_staff(caller, location_id, at_least)


def staff_of(
    parameter: str, location_of: Callable[[int], int], at_least: Role = Role.WAITER
) -> Credentials:
    """Credentials of the staff of a location, for changing the thing of it that the path's
    `parameter` names. `location_of` raises 404 for an unknown id, which only somebody who has
    signed in gets to know.
    """

    def check(request: HttpRequest) -> Caller:
        caller = signed_in(request)
        require_staff(caller, location_of(path_id(request, parameter)), at_least)
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


def require_offered(request: HttpRequest, code: str, lines: Iterable[Line]) -> None:
    """Raise for guests what cannot be ordered now at the session, as offers.require_offered; the
    location's staff order all the same.
    """
    location_id = selectors.session_location(code)
    try:
        offers.require_offered(location_id, [(each.product_id, each.product) for each in lines])
    except Conflict:
        if not is_staff(request, location_id, Role.WAITER):
            raise


def is_staff(request: HttpRequest, location_id: int, at_least: Role = Role.KITCHEN) -> bool:
    """Whether the request comes with credentials of the location's staff."""
    if not offers_credentials(request):
        return False
    try:
        require_staff(signed_in(request), location_id, at_least)
    except Forbidden:
        return False
    return True


def guest_key(request: HttpRequest) -> str | None:
    """The key that a guest's phone shows: the header `X-Guest-Key`, or `guest_key` in the body or
    the query; "" for one of another type. None where the request does not name it at all.
    """
    header: str | None = request.META.get("HTTP_X_GUEST_KEY")
    if header is not None or not (request.META.get("QUERY_STRING") or request.method in WITH_BODY):
        return header
    body = read_json(request) if request.method in WITH_BODY and has_body(request) else {}
    if "guest_key" not in body:
        return request.GET.get("guest_key")
    key = body["guest_key"]
    return key if isinstance(key, str) else ""


def guest_phone(request: HttpRequest, code: str) -> int | None:
    """The number of the phone that the request's key is of, in this session."""
    key = guest_key(request)
    return selectors.phone_number(code, key) if key else None


def sees_closed(key: str | None, code: str) -> bool:
    """Whether a guest sees what is in the session after it was closed: with AUTH_MODE=open whoever
    names no key, as the seed shows it; else who took part.
    """
    if settings.AUTH_MODE == "open" and key is None:
        return True
    return selectors.phone_number(code, key or "") is not None


def sees_all(request: HttpRequest, code: str) -> bool:
    """Whether the request may see what is in the session: of an open one whoever has the code, of a
    closed one its guests and the location's staff. Raises 404 `session_not_found`.
    """
    if sees_closed(guest_key(request), code) or selectors.session_state(code) == states.OPEN:
        return True
    return is_staff(request, selectors.session_location(code))
