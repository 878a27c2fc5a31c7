"""Tells an operator's own program what has happened: a signed POST to OPERATOR_WEBHOOK_URL."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import orjson
import requests
from django.conf import settings
from kit.errors import Unavailable

CONNECT, READ = 3.0, 10.0  # seconds
FAILED = "operator_webhook_failed"


def event_post(event: dict[str, Any]) -> None:
    """Post an event; raises Unavailable unless it is answered with a 2xx in time. Redirects are
    not followed: whoever is named by the setting gets it, nobody else.
    """
    if not settings.OPERATOR_WEBHOOK_URL:
        raise Unavailable(FAILED, "OPERATOR_WEBHOOK_URL is not set any more")
    body = orjson.dumps(event, option=orjson.OPT_SORT_KEYS)
    headers = {"Content-Type": "application/json", "X-Aisle-Signature": signature(body)}
    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.post(
                settings.OPERATOR_WEBHOOK_URL,
                data=body,
                headers=headers,
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,  # what it says beside its status is not read
            ) as response:
                status = response.status_code
        except requests.RequestException as broken:
            raise Unavailable(FAILED, type(broken).__name__) from None
    if not 200 <= status < 300:
        raise Unavailable(FAILED, f"it answered {status}")


def signature(body: bytes) -> str:
    """`sha256=` and the HMAC of the body under OPERATOR_WEBHOOK_SECRET in hexadecimal."""
    secret: str = settings.OPERATOR_WEBHOOK_SECRET
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
