"""HMAC-SHA256 signatures, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import re

from payments.errors import Forged, Misconfigured

DIGEST = re.compile(r"[0-9a-f]{64}")


def sign(secret: str, message: bytes) -> str:
    """The lower-case hexadecimal HMAC-SHA256 of the message."""
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def check(secret: str, message: bytes, signature: object) -> None:
    """Return when the signature is this message's.

    Raises Forged for anything else, whatever its type, and Misconfigured without a secret: an
    empty one would be everybody's.
    """
    if not secret:
        raise Misconfigured("no secret to check signatures with")
    if not isinstance(signature, str) or not DIGEST.fullmatch(signature):
        raise Forged("not a signature")
    if not hmac.compare_digest(sign(secret, message), signature):
        raise Forged("a wrong signature")
