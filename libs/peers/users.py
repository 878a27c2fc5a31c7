"""Users by id or by name, asked at verification.

The name of an account never changes and none is deleted, so it is remembered for an hour; that an
id is nobody's is not, and neither is what a person is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kit.cache import Cache, per_process
from kit.client import Peer, verification_url
from kit.errors import Unavailable

UNAVAILABLE = "verification_service_unavailable"
BATCH = 200  # ids in one call, at most


@dataclass(frozen=True, slots=True)
class Person:
    """An account and whose it is, for those who may know."""

    user_id: int
    username: str
    first_name: str
    last_name: str
    managed_by: int | None = None  # who made the account for their staff


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
        for person in _ask({"ids": batch}):
            _names.put(person.user_id, person.username)
            names[person.user_id] = person.username
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


def people(user_ids: Iterable[int]) -> dict[int, Person]:
    """Those users that exist, by id; raises 503 `verification_service_unavailable`."""
    ids = iter(dict.fromkeys(user_ids))
    found: dict[int, Person] = {}
    while batch := list(islice(ids, BATCH)):
        found |= {person.user_id: person for person in _ask({"ids": batch})}
    return found


def person_named(username: str) -> Person | None:
    """The user with exactly this name; None for nobody. Raises as people does."""
    found = _ask({"usernames": [username]})
    return next((person for person in found if person.username == username), None)


def _ask(whom: dict[str, list[Any]]) -> list[Person]:
    answer = _verification().post("/internal/users/", whom, idempotent=True)
    found = answer.expect(dict)
    try:
        asked = [_person(dict(user)) for user in found["response"]]
    except (KeyError, TypeError, ValueError) as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
    ids = whom.get("ids")
    return [person for person in asked if ids is None or person.user_id in ids]


def _person(user: dict[str, Any]) -> Person:
    """A verification of the release before tells the account's name only."""
    first_name, last_name = str(user.get("first_name", "")), str(user.get("last_name", ""))
    managed_by = user.get("managed_by")
    return Person(
        user_id=int(user["user_id"]),
        username=str(user["username"]),
        first_name=first_name,
        last_name=last_name,
        managed_by=None if managed_by is None else int(managed_by),
    )
