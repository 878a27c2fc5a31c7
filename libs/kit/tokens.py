"""Access and service tokens: EdDSA JWTs, checked offline against verification's published keys."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jwt
from django.conf import settings
from django.utils.module_loading import import_string

from kit.cache import per_process
from kit.client import Peer, verification_url
from kit.errors import Unavailable, unauthenticated

ISSUER = "aisle"
ALGORITHM = "EdDSA"
KEYS_FRESH = 300.0  # seconds after which the key set is fetched again
KEYS_RETRY = 10.0  # seconds between fetches for a key that is unknown
Use = Literal["access", "service"]
Keys = Mapping[str, jwt.PyJWK]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: a user with roles, or (user_id 0) a service by its name."""

    user_id: int
    username: str
    roles: frozenset[str] = frozenset()
    expires_at: float = float("inf")  # Unix time

    def has(self, role: str) -> bool:
        return role in self.roles


class KeySet:
    """The public keys by id; kept over an outage of their source, fetched anew for a key never
    seen.
    """

    def __init__(self, load: Callable[[], Keys]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._keys: Keys = {}
        self._loaded = float("-inf")

    def key(self, kid: str) -> jwt.PyJWK | None:
        """The key, or None when it is not published; raises Unavailable when no key was
        ever read.
        """
        age = time.monotonic() - self._loaded
        if age > (KEYS_FRESH if kid in self._keys else KEYS_RETRY):
            self._refresh()
        return self._keys.get(kid)

    def _refresh(self) -> None:
        with self._lock:
            try:
                self._keys = self._load()
            except Unavailable:
                if not self._keys:
                    raise
            self._loaded = time.monotonic()


def fetch_keys() -> Keys:
    """The keys that verification publishes (RFC 7517)."""
    peer = Peer(verification_url(), unavailable="verification_service_unavailable")
    found = peer.get("/verification/.well-known/jwks.json").expect(dict)
    try:
        return {key.key_id: key for key in jwt.PyJWKSet.from_dict(found).keys if key.key_id}
    except jwt.PyJWTError as wrong:
        raise Unavailable("verification_service_unavailable", str(wrong)) from wrong


@per_process
def key_set() -> KeySet:
    """This process's key set; verification itself names another source in settings.TOKEN_KEYS."""
    return KeySet(import_string(getattr(settings, "TOKEN_KEYS", "kit.tokens.fetch_keys")))


def read_token(token: str, *, use: Use) -> Caller:
    """The caller that a token names; raises Unauthenticated, or 503 when no key can be had."""
    try:
        key = key_set().key(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise unauthenticated()
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={"require": ["exp", "sub", "iss"]},
        )
        if claims.get("use") != use:
            raise unauthenticated()
        user_id = int(claims["sub"]) if use == "access" else 0
        return Caller(
            user_id=user_id,
            username=str(claims.get("username", claims["sub"])),
            roles=frozenset(claims.get("roles", ())),
            expires_at=float(claims["exp"]),
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        raise unauthenticated() from None
