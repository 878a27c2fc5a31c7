"""Names of users by id, asked at verification.

A name never changes and no account is deleted, so a name is remembered for an hour; that an id is
nobody's is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from kit.cache import Cache, per_process
from kit.client import Peer, verification_url
from kit.errors import Unavailable

UNAVAILABLE = "verification_service_unavailable"
BATCH = 200  # ids in one call, at most

_names: Cache[int, str] = Cache(10_000, seconds=3600.0)


@per_process
def _verification() -> Peer:
    return Peer(verification_url(), unavailable=UNAVAILABLE, signed=True)


def user_names(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of those users that exist.

    Raises 503 `verification_service_unavailable` when verification is down and a name is not known.
    """
    wanted = dict.fromkeys(user_ids)
    names = {user_id: _names.get(user_id) for user_id in wanted}
    missing = iter([user_id for user_id, name in names.items() if name is None])
    while batch := list(islice(missing, BATCH)):
        found = _ask(batch)
        for user_id, name in found.items():
            _names.put(user_id, name)
        names |= found
    return {user_id: name for user_id, name in names.items() if name is not None}


def names_shown(user_ids: Iterable[int], otherwise: Callable[[int], str]) -> dict[int, str]:
    """A name for each of these ids: what `otherwise` says where there is no such user, and for all
    that are not known while verification is down.
    """
    ids = list(user_ids)
    try:
        names = user_names(ids)
    except Unavailable:
        names = {user_id: name for user_id in ids if (name := _names.get(user_id)) is not None}
    return {user_id: names.get(user_id) or otherwise(user_id) for user_id in ids}


def _ask(user_ids: list[int]) -> dict[int, str]:
    answer = _verification().post("/internal/users/", {"ids": user_ids}, idempotent=True)
    found = answer.expect(dict)
    try:
        names = {int(user["user_id"]): str(user["username"]) for user in found["response"]}
    except (KeyError, TypeError, ValueError) as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
    return {user_id: names[user_id] for user_id in user_ids if user_id in names}
