"""What the sample service has done elsewhere."""

from __future__ import annotations

import os

from kit.client import Peer
from kit.errands import Effect, Refused, handler
from kit.models import Errand, FailureCount


@handler("sample.tell", tries=4)
def tell(errand: Errand) -> Effect:
    """Post the payload and the key to codes; 409 is a refusal for good."""
    peer = Peer(os.environ["CODES_SERVICE_URL"], unavailable="codes_service_unavailable")
    answer = peer.post("/internal/tell/", {**errand.payload, "key": errand.key}, idempotent=True)
    if answer.status == 409:
        raise Refused("conflict")
    number = answer.response()["number"]

    def effect() -> None:
        expires_at = errand.created_at
        FailureCount.objects.create(key=errand.key, count=number, expires_at=expires_at)

    return effect


@handler("sample.hurry", pause=5.0)
def hurry(errand: Errand) -> None:
    """What somebody waits for, and what never works."""
    raise TimeoutError
