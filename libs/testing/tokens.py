"""Tokens as verification would sign them, with a key of the tests' own."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm
from kit.tokens import ALGORITHM, ISSUER

KEY_ID = "tests"


class Signer:
    """Signs tokens and publishes its key as verification does."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    def jwks(self) -> dict[str, Any]:
        public = json.loads(OKPAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": ALGORITHM}]}

    def access(
        self, user_id: int, username: str = "", *, roles: tuple[str, ...] = (), lifetime: int = 900
    ) -> str:
        """An access token; `lifetime` in seconds, negative for one that has expired."""
        name = username or f"user{user_id}"
        return self._sign(
            sub=str(user_id), use="access", lifetime=lifetime, username=name, roles=roles
        )

    def service(self, name: str, *, lifetime: int = 3600) -> str:
        return self._sign(sub=f"service:{name}", use="service", lifetime=lifetime)

    def _sign(self, *, lifetime: int, **claims: Any) -> str:
        now = int(time.time())
        claims |= {"iss": ISSUER, "iat": now, "exp": now + lifetime}
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": KEY_ID})
