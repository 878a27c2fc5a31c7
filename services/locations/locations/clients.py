"""What locations asks of verification by itself; names of people are asked by peers.users."""

from __future__ import annotations

from typing import Any

from kit.cache import per_process
from kit.client import Peer, verification_url
from kit.errors import Forbidden, NotFound, Unavailable
from peers.users import UNAVAILABLE

REFUSALS = {
    (404, "user_not_found"): NotFound("staff_not_found"),
    (403, "account_not_managed"): Forbidden("account_not_managed"),
}


@per_process
def _verification() -> Peer:
    return Peer(verification_url(), unavailable=UNAVAILABLE, signed=True)


def password_hand_over(*, staff_id: int, owner_id: int, by: int) -> dict[str, Any]:
    """`{"username","password"}`: the new password of an account that this owner made. Raises 403
    `account_not_managed`, 404 `staff_not_found`, and 503.
    """
    body = {"user_id": staff_id, "owner_id": owner_id, "by": by}
    answer = _verification().post("/internal/users/password/", body)
    if isinstance(answer.data, dict):
        refusal = REFUSALS.get((answer.status, str(answer.data.get("reason"))))
        if refusal is not None:
            raise refusal
    found = answer.response()
    if not all(isinstance(found.get(name), str) for name in ("username", "password")):
        raise Unavailable(UNAVAILABLE)
    return {name: found[name] for name in ("username", "password")}
