"""What SECRET_KEY protects: one key for each purpose of a service is derived from it (HKDF,
RFC 5869).

Under a new SECRET_KEY nothing that was sealed can be read any more.
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
def _derived(secret: str, service: str, purpose: str) -> bytes:
    info = f"aisle {service} {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())


def _key(purpose: str) -> bytes:
    return _derived(settings.SECRET_KEY, settings.SERVICE_NAME, purpose)


def _vault(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def seal(purpose: str, plain: bytes) -> bytes:
    """Encrypted and authenticated."""
    return _vault(purpose).encrypt(plain)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """What was sealed; raises cryptography.fernet.InvalidToken under another SECRET_KEY or
    purpose.
    """
    return _vault(purpose).decrypt(sealed)


def mac(purpose: str, *parts: str) -> bytes:
    """32 bytes that only we can make of these parts, none of which may hold a NUL."""
    key = _key(purpose)
    return hmac.digest(key, "\0".join(parts).encode(), hashlib.sha256)


def fingerprint(purpose: str, *parts: str) -> str:
    """Stands for a name or an address where it need not be read again; 64 hex digits."""
    return mac(purpose, *parts).hex()
