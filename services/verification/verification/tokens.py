"""The texts that we hand out: session keys, refresh tokens, and JWTs as kit.tokens reads them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from kit import sealing
from kit.tokens import ALGORITHM, ISSUER

from verification.models import LoginSession, SigningKey

ACCESS_LIFETIME = 15 * 60  # seconds
SERVICE_LIFETIME = 60 * 60  # seconds
SESSION_KEY_LENGTH = 32
SIGNING_KEYS = "signing keys"  # the purpose under which private keys are sealed
_ALPHABET = string.ascii_lowercase + string.digits
_REFRESH = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})\.([A-Za-z0-9_-]{43})")


def new_session_key() -> str:
    """32 characters of [a-z0-9], 165 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(SESSION_KEY_LENGTH))


def key_hash(session_key: str) -> str:
    """What is stored of a session key; so much chance needs no salt and no slow hash."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def access_token(key: SigningKey, session: LoginSession, now: datetime) -> str:
    """For `Authorization: Bearer …` at every service, checked there without asking us."""
    user = session.user
    claims = {
        "sub": str(user.pk),
        "username": user.username,
        "roles": user.roles,
        "sid": str(session.pk),
        "use": "access",
    }
    return _signed(key, claims, now, ACCESS_LIFETIME)


def service_token(key: SigningKey, service: str, now: datetime) -> str:
    """For the `/internal/` routes of every service."""
    return _signed(key, {"sub": f"service:{service}", "use": "service"}, now, SERVICE_LIFETIME)


def _signed(key: SigningKey, claims: dict[str, object], now: datetime, lifetime: int) -> str:
    issued = int(now.timestamp())
    claims = {"iss": ISSUER, **claims, "iat": issued, "exp": issued + lifetime}
    raw = sealing.unseal(SIGNING_KEYS, bytes(key.private_key))
    private = Ed25519PrivateKey.from_private_bytes(raw)
    return jwt.encode(claims, private, algorithm=ALGORITHM, headers={"kid": key.kid})


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """`<session id>.<generation>.<mac>`. The mac makes it ours, so that a token which was used
    before is told from a made-up one, without a row for each token ever given out.
    """

    session_id: int
    generation: int
    mac: str

    @classmethod
    def of(cls, session: LoginSession, generation: int) -> RefreshToken:
        """The session's token after this many refreshes: always the same text."""
        parts = str(session.pk), str(generation), session.key_hash
        mac = base64.urlsafe_b64encode(sealing.mac("refresh tokens", *parts))
        return cls(session.pk, generation, mac.rstrip(b"=").decode())

    @classmethod
    def read(cls, text: str) -> RefreshToken | None:
        """None for what cannot be one."""
        match = _REFRESH.fullmatch(text)
        return cls(int(match[1]), int(match[2]), match[3]) if match else None

    def belongs_to(self, session: LoginSession) -> bool:
        return hmac.compare_digest(self.mac, self.of(session, self.generation).mac)

    def __str__(self) -> str:
        return f"{self.session_id}.{self.generation}.{self.mac}"
