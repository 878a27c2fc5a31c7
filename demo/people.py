"""Opens the demo's accounts to everybody, or closes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.accounts import ACCOUNTS, Account
from demo.api import Api, Refused


@dataclass(frozen=True)
class Target:
    """The suite to fill. `verification` is that service's own address, whose logins are not
    limited: those of the demo would leave none for whoever wants to try it.
    """

    url: str
    verification: str
    password: str  # the administrator's
    key: str  # a secret of this suite
    trolley_keys: Path  # the file of keys for the trolleys that are played
    machine_keys: Path  # the same for the vending machines
    store_keys: Path  # the same for the store, with who walks through it
    printer_port: int | None  # of the kitchen printer; None where nobody plays it
    grant: Callable[[str, str], object]  # gives a user a role: an operator's command, no call


@dataclass(frozen=True)
class Person:
    """The account as it is in the suite, signed in."""

    user_id: int
    username: str
    access: str
    roles: tuple[str, ...]


def settle(door: Api, target: Target, *, is_open: bool) -> dict[str, Person]:
    """Open or close the accounts. Returns them by name, without those that are not the demo's."""
    each = account_open if is_open else account_close
    found = {account.username: each(door, account, target.key) for account in ACCOUNTS}
    return {username: person for username, person in found.items() if person}


def missing_roles(people: Mapping[str, Person]) -> list[tuple[str, str]]:
    """Name and role of each account that has not been given its role yet."""
    return [
        (account.username, account.role)
        for account in ACCOUNTS
        if account.username in people and account.role not in {"", *people[account.username].roles}
    ]


def account_open(api: Api, account: Account, key: str) -> Person | None:
    """Let everybody sign in as this account, which is made when it is missing.

    None when somebody else has taken its name.
    """
    registered = api.post(
        "/verification/register/",
        {
            "username": account.username,
            "password": account.password,
            "email": f"{account.username}@example.org",
            "first_name": account.first_name,
            "last_name": "Demo",
        },
    )
    if registered:
        return _person(registered)
    return _changed(api, account, account.hidden_password(key), account.password)


def account_close(api: Api, account: Account, key: str) -> Person | None:
    """Let nobody sign in as this account any more. None when it is not the demo's, or missing."""
    return _changed(api, account, account.password, account.hidden_password(key))


def _changed(api: Api, account: Account, old: str, new: str) -> Person | None:
    """The account with its new password, which it may have had before."""
    change = {"username": account.username, "password": old, "new_password": new}
    try:
        return _person(api.post("/verification/password/", change))
    except Refused as refused:
        if refused.reason == "incorrect_credentials":
            return None
        raise


def _person(login: dict[str, Any]) -> Person:
    user_id, roles = login["session_data"]["user_id"], tuple(login["roles"])
    return Person(user_id, login["username"], login["access"], roles)
