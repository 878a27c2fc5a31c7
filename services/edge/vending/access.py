"""Who is an operator: whoever has an admin token, or an account of verification with that role."""

from __future__ import annotations

import time

import jwt
from django.http import HttpRequest
from kit.auth import Credentials
from kit.errors import (
    Forbidden,
    Unauthenticated,
    Unauthorized,
    incorrect_credentials,
    unauthenticated,
)
from kit.tokens import Caller, read_token

from vending import admin_tokens, refusals

ROLES = ("operator", "admin")
OWN_PATHS = "/edge/"  # what is not the original's answers 401 where there are no credentials


@Credentials
def operator(request: HttpRequest) -> Caller:
    """An operator, by either kind of token. Raises 403 without one (401 below OWN_PATHS) and
    without the role, 401 for a token that is wrong or over, 503 while no key can be had.
    """
    return operator_of(_token(request))


@Credentials
def admin(request: HttpRequest) -> Caller:
    """Whoever has an admin token, which is the only kind that the original knows."""
    return admin_tokens.token_read(_token(request))


def operator_of(token: str) -> Caller:
    """The operator of this token; raises 401 `Token has expired` or `Invalid token`, 403, 503."""
    if admin_tokens.is_ours(token):
        return admin_tokens.token_read(token)
    try:
        caller = read_token(token, use="access")
    except Unauthenticated:
        raise refusals.token_expired() if _is_over(token) else refusals.token_invalid() from None
    if not any(map(caller.has, ROLES)):
        raise refusals.no_operator()
    return caller


def listener_of(token: str) -> Caller:
    """The same for a socket: whoever is none is refused alike, 403 `incorrect_credentials`."""
    try:
        return operator_of(token)
    except (Unauthorized, Forbidden):
        raise incorrect_credentials() from None


def _token(request: HttpRequest) -> str:
    """The token of the header Authorization. What is wrong with a header that has none is said as
    the original's framework says it.
    """
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    token = token.strip()
    is_bearer = scheme.lower() == "bearer"
    if token and is_bearer:
        return str(token)
    if request.path_info.startswith(OWN_PATHS):
        raise unauthenticated()
    raise refusals.wrong_scheme() if token and not is_bearer else refusals.not_authenticated()


def _is_over(token: str) -> bool:
    """Whether a refused token says that its time is over. It may be forged, and is refused either
    way; this only chooses the words.
    """
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
        return float(claims["exp"]) <= time.time()
    except (jwt.PyJWTError, KeyError, TypeError, ValueError):
        return False
