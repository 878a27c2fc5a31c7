"""Who may do what in the store: people by their roles, machines and scanners by their keys."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from kit.auth import Credentials, bearer, token_user
from kit.errors import Unauthenticated, incorrect_credentials
from kit.tokens import Caller, read_token

from store import states
from store.device_access import is_key

OPERATORS = ("operator", "admin")  # devices, modes, planogram, sessions, clips
REVIEWERS = ("reviewer", "admin")  # tickets, visits, carts, users
STAFF = ("operator", "reviewer", "admin")


def caller_of_request(request: HttpRequest) -> Caller:
    """Who calls, by a Bearer token; raises 401, and 403 for the key of a device, which is known but
    nobody.
    """
    try:
        return token_user(request)
    except Unauthenticated:
        if is_key(bearer(request) or ""):
            raise incorrect_credentials() from None
        raise


def _with(roles: tuple[str, ...]) -> Callable[[HttpRequest], Caller]:
    def check(request: HttpRequest) -> Caller:
        caller = caller_of_request(request)
        if not any(map(caller.has, roles)):
            raise incorrect_credentials()
        return caller

    return check


anybody = Credentials(caller_of_request)
operator = Credentials(_with(OPERATORS))
reviewer = Credentials(_with(REVIEWERS))
staff = Credentials(_with(STAFF))


def caller_of(token: str) -> Caller:
    """Whose token a socket has brought; raises 401."""
    return read_token(token, use="access")


def listener_of(token: str) -> Caller:
    """The staff member of a socket's token; raises 401 and 403 like `staff`."""
    caller = caller_of(token)
    if not any(map(caller.has, STAFF)):
        raise incorrect_credentials()
    return caller


def only_own(caller: Caller, *, asked: bool | None = None) -> int | None:
    """Whose visits the caller sees: None for everybody's, else the caller's own. A reviewer may
    have `asked` for those, too.
    """
    return None if is_reviewer(caller) and not asked else caller.user_id


def require_visitor(caller: Caller, user_id: int) -> None:
    """Raise 403 unless the caller is this visitor, or a reviewer."""
    if only_own(caller) not in (None, user_id):
        raise incorrect_credentials()


def is_reviewer(caller: Caller) -> bool:
    """Whether the caller sees everybody's visits."""
    return any(map(caller.has, REVIEWERS))


def role_of(caller: Caller, *, as_customer: bool = False) -> str:
    """As what somebody comes in; whoever has a role of staff may come as a customer."""
    if as_customer:
        return states.CUSTOMER
    if caller.has("admin"):
        return states.ADMIN
    return states.OPERATIONS if caller.has("operator") else states.CUSTOMER
