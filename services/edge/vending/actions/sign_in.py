"""Operators who sign in for the admin token: by the shared password, or with their account."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare

from vending import admin_tokens, clients, limits, refusals, refusals_desk
from vending.access import ROLES


def operator_sign_in(*, username: str, password: str, address: str, real_ip: str) -> str:
    """An admin token for whoever knows the password: ADMIN_PASSWORD, where it is set, or with a
    `username` that of an account of verification which is an operator's.

    `address` is for whom wrong ones are counted, `real_ip` whom verification counts. Raises 400
    without a password, 401 `Invalid password`, 403 for an account that is no operator's, 429 after
    too many wrong ones, 503 while verification is down.
    """
    if not password:
        raise refusals_desk.password_required()
    if username:
        roles = clients.account_roles(username=username, password=password, real_ip=real_ip)
    else:
        roles = _shared_roles(password)
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
