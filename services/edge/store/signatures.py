"""Signatures that stand in short texts: entry codes, links to footage."""

from __future__ import annotations

import base64
import hmac

from kit.sealing import mac

SIGNED = 16  # bytes


def signature(purpose: str, *parts: str) -> str:
    """22 characters that only we can make of these parts."""
    return base64.urlsafe_b64encode(mac(purpose, *parts)[:SIGNED]).decode().rstrip("=")


def is_signature(text: str, purpose: str, *parts: str) -> bool:
    """Whether this text is that of these parts."""
    return hmac.compare_digest(signature(purpose, *parts).encode(), text.encode())
