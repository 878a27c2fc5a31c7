"""What vending asks of verification. While it is down, each call raises 503
`verification_service_unavailable`.
"""

from __future__ import annotations

from kit.cache import per_process
from kit.client import UNAVAILABLE, Peer, verification_url
from kit.errors import Unavailable

from vending import refusals

PAUSE = 60  # seconds for whom verification has told to slow down; it does not say how long


@per_process
def _verification() -> Peer:
    return Peer(verification_url(), unavailable=UNAVAILABLE)


def account_roles(*, username: str, password: str, real_ip: str) -> frozenset[str] | None:
    """The roles of an account; None for wrong credentials. The session that verification opens for
    them is ended at once: the admin token does not need it.
    """
    claim = {"username": username, "password": password}
    answer = _verification().post("/verification/login/", claim, headers={"X-Real-IP": real_ip})
    if answer.status == 429:
        raise refusals.too_many(PAUSE)
    if answer.status in (400, 403):
        return None
    login = answer.response()
    try:
        session = {
            "session_key": str(login["session_key"]),
            "user_id": int(login["session_data"]["user_id"]),
        }
        roles = frozenset(map(str, login["roles"]))
    except (KeyError, TypeError, ValueError) as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
    _log_out(session)
    return roles


def _log_out(session: dict[str, object]) -> None:
    """End a session; one that verification cannot hear of ends by itself."""
    try:
        _verification().post("/verification/logout/", session, idempotent=True)
    except Unavailable:
        return
