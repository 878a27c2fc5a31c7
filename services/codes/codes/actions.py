"""Writes of the codes service."""

from __future__ import annotations

import secrets

from codes.models import Code

BYTES = 20


def code_issue() -> Code:
    """A new code. 160 random bits do not collide; if they ever did, the unique constraint refuses
    the second.
    """
    return Code.objects.create(value=secrets.token_hex(BYTES))
