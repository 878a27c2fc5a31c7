"""What SECRET_KEY protects: one key for each purpose is derived from it (HKDF, RFC 5869).

A new SECRET_KEY makes the stored signing keys unreadable (`manage.py rotate_keys --now` makes a new
one) and refresh tokens void; session keys and passwords stay good.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: str) -> bytes:
    info = f"aisle verification {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())


def _vault() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(settings.SECRET_KEY, "signing keys")))


def seal(plain: bytes) -> bytes:
    """Encrypted and authenticated."""
    return _vault().encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """What was sealed; raises cryptography.fernet.InvalidToken under another SECRET_KEY."""
    return _vault().decrypt(sealed)


def mac(purpose: str, *parts: str) -> bytes:
    """32 bytes that only we can make of these parts, none of which may hold a NUL."""
    key = _derived(settings.SECRET_KEY, purpose)
    return hmac.digest(key, "\0".join(parts).encode(), hashlib.sha256)


def fingerprint(purpose: str, *parts: str) -> str:
    """Stands for a name or an address where it need not be read again; 64 hex digits."""
    return mac(purpose, *parts).hex()
