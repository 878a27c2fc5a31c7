"""What users are called, asked at verification and remembered for an hour."""

from __future__ import annotations

from collections.abc import Iterable

from kit.cache import Cache
from peers.users import names_shown

KEPT = 30.0  # seconds, so that a verification that is down is not asked with every cart
_sellers: Cache[int, str] = Cache(10_000, seconds=KEPT)


def sellers(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of sellers by their ids; `Seller 7` while verification is down."""
    wanted = set(user_ids)
    names = sellers_known(wanted)
    missing = wanted - names.keys()
    if missing:
        for user_id, name in names_shown(missing, seller_unknown).items():
            _sellers.put(user_id, name)
            names[user_id] = name
    return names


def sellers_known(user_ids: Iterable[int]) -> dict[int, str]:
    """Those that were asked for lately, for a transaction, which waits for nobody else."""
    return _sellers.known(user_ids)


def seller_unknown(user_id: int) -> str:
    """A seller whose name is not known."""
    return f"Seller {user_id}"
