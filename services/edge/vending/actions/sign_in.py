"""Operators who sign in for the admin token: by the shared password, or with their account."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare
from kit.cache import per_process
from kit.client import UNAVAILABLE, Peer, verification_url
from kit.errors import Unavailable

from vending import admin_tokens, limits, refusals, refusals_desk
from vending.access import ROLES

PAUSE = 60  # seconds for whom verification has told to slow down; it does not say how long


@per_process
def _verification() -> Peer:
    return Peer(verification_url(), unavailable=UNAVAILABLE)


def operator_sign_in(*, username: str, password: str, address: str, real_ip: str) -> str:
    """An admin token for whoever knows the password: ADMIN_PASSWORD, where it is set, or with a
    `username` that of an account of verification which is an operator's.

    `address` is for whom wrong ones are counted, `real_ip` whom verification counts. Raises 400
    without a password, 401 `Invalid password`, 403 for an account that is no operator's, 429 after
    too many wrong ones, 503 while verification is down.
    """
    if not password:
        raise refusals_desk.password_required()
    roles = _account_roles(username, password, real_ip) if username else _shared_roles(password)
    if roles is None:
        limits.wrong_password(address)
        raise refusals_desk.invalid_password()
    if not roles & frozenset(ROLES):
        raise refusals.no_operator()
    return admin_tokens.token_issue()


def _shared_roles(password: str) -> frozenset[str] | None:
    """The roles of who knows ADMIN_PASSWORD; None for a wrong one, and where none is set."""
    shared: str = settings.ADMIN_PASSWORD
    right = constant_time_compare(password, shared) and shared != ""
    return frozenset({ROLES[0]}) if right else None


def _account_roles(username: str, password: str, real_ip: str) -> frozenset[str] | None:
    """The roles of an account; None for wrong credentials. The session that verification opens for
    them is ended at once: the admin token does not need it.
    """
    claim = {"username": username, "password": password}
    answer = _verification().post("/verification/login/", claim, headers={"X-Real-IP": real_ip})
    if answer.status == 429:
        raise refusals.too_many(PAUSE)
    if answer.status in (400, 403):
        return None
    login = answer.response()
    try:
        session = {
            "session_key": str(login["session_key"]),
            "user_id": int(login["session_data"]["user_id"]),
        }
        roles = frozenset(map(str, login["roles"]))
    except (KeyError, TypeError, ValueError) as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
    _log_out(session)
    return roles


def _log_out(session: dict[str, object]) -> None:
    """End a session; one that verification cannot hear of ends by itself."""
    try:
        _verification().post("/verification/logout/", session, idempotent=True)
    except Unavailable:
        return
