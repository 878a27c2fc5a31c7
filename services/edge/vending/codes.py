"""Codes of six digits: drawn for displays, and hashed for locks and sales."""

from __future__ import annotations

import secrets

from django.utils.crypto import constant_time_compare
from kit.sealing import mac

LOWEST, HIGHEST = 100_000, 999_999


def code_draw() -> str:
    """A code that nobody can guess: 100000 to 999999."""
    return str(LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1))


def code_hash(machine_id: str, code: str) -> str:
    """What is kept of an access code: 64 hex digits that only this service can make."""
    return mac("vending access code", machine_id, code).hex()


def code_is(digest: str, machine_id: str, code: str) -> bool:
    """Whether this is the code of the hash, in constant time."""
    return constant_time_compare(digest, code_hash(machine_id, code))
