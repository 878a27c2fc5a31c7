"""Who may call a route: django-ninja credentials checks that run before the body's fields are
looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest

from kit.body import has_body, read_json
from kit.cache import per_process
from kit.client import Peer, verification_url
from kit.errors import Unavailable, unauthenticated
from kit.tokens import Caller, read_token

WITH_BODY = ("POST", "PUT", "PATCH")  # what takes an object; the body of others is not looked at


@per_process
def _verification() -> Peer:
    return Peer(verification_url(), unavailable="verification_service_unavailable", signed=True)


class Credentials:
    """A check of credentials that django-ninja announces in OpenAPI, as a Bearer token."""

    openapi_security_schema: ClassVar = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

    def __init__(self, check: Callable[[HttpRequest], Caller]) -> None:
        self._check = check

    def __call__(self, request: HttpRequest) -> Caller:
        return self._check(request)


def bearer(request: HttpRequest) -> str | None:
    """The token of `Authorization: Bearer …`."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


@Credentials
def signed_in(request: HttpRequest) -> Caller:
    """The user of the request: a Bearer token, or `session_key` and `user_id` in the body (seed
    table-orders).
    """
    token = bearer(request)
    expects_body = request.method in WITH_BODY and (token is None or has_body(request))
    body = read_json(request) if expects_body else {}
    if token is not None:
        return read_token(token, use="access")
    return session_user(body)


@Credentials
def token_user(request: HttpRequest) -> Caller:
    """The user whom the Bearer token names."""
    return read_token(bearer(request) or "", use="access")


def session_user(body: dict[str, Any]) -> Caller:
    """The user whom verification knows by this session key; raises Unauthenticated or 503."""
    key, user_id = body.get("session_key"), body.get("user_id")
    if not isinstance(key, str) or not key or type(user_id) is not int or user_id <= 0:
        raise unauthenticated()
    claim = {"session_key": key, "user_id": user_id}
    answer = _verification().post("/internal/verify/", claim, idempotent=True)
    if answer.status == 403:
        raise unauthenticated()
    found = answer.response()
    try:
        return Caller(int(found["user_id"]), str(found["username"]), frozenset(found["roles"]))
    except (KeyError, TypeError, ValueError) as nonsense:
        raise Unavailable("verification_service_unavailable") from nonsense


def offers_credentials(request: HttpRequest) -> bool:
    """Whether the request claims to be somebody; used where credentials are optional."""
    if bearer(request) is not None:
        return True
    return has_body(request) and bool({"session_key", "user_id"} & read_json(request).keys())


@Credentials
def service_caller(request: HttpRequest) -> Caller:
    """The service that calls an `/internal/` route."""
    return read_token(bearer(request) or "", use="service")
