"""The token that `POST /api/admin/login` gives out: a JWT of our own, good for an hour."""

from __future__ import annotations

import time

import jwt
from kit.sealing import mac
from kit.tokens import Caller

from vending import refusals

ALGORITHM = "HS256"
SUBJECT = "admin"
LIFE = 3600  # seconds


def token_issue() -> str:
    """A new token of an administrator."""
    now = int(time.time())
    claims = {"sub": SUBJECT, "iat": now, "exp": now + LIFE}
    return jwt.encode(claims, _key(), algorithm=ALGORITHM)


def token_read(token: str) -> Caller:
    """Whom the token names: nobody by an id, with the role `operator`, until it ends. Raises 401
    `Token has expired` or `Invalid token`.
    """
    try:
        claims = jwt.decode(
            token,
            _key(),
            algorithms=[ALGORITHM],
            options={"require": ["sub", "iat", "exp"]},
        )
    except jwt.ExpiredSignatureError:
        raise refusals.token_expired() from None
    except (jwt.PyJWTError, ValueError):
        raise refusals.token_invalid() from None
    if claims["sub"] != SUBJECT:
        raise refusals.token_invalid()
    return Caller(0, SUBJECT, frozenset({"operator"}), float(claims["exp"]))


def is_ours(token: str) -> bool:
    """Whether the token says to be signed by us. Whether it is, `token_read` finds out."""
    try:
        return jwt.get_unverified_header(token).get("alg") == ALGORITHM
    except (jwt.PyJWTError, ValueError):
        return False


def _key() -> bytes:
    """Derived from SECRET_KEY, for this purpose alone."""
    return mac("vending admin token")
