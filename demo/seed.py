"""Makes the whole demo, in a suite that runs."""

from __future__ import annotations

import hmac
from concurrent.futures import ThreadPoolExecutor

from demo import cafe, gallery, machines, store, supermarket
from demo.accounts import ADMIN, KEEPER, WAITER
from demo.api import Api
from demo.people import Target, missing_roles, settle

VERSION = "12"


def version(password: str, key: str) -> str:
    """Changes with the demo and with the administrator's password, which it does not tell."""
    return f"{VERSION} {hmac.digest(key.encode(), password.encode(), 'sha256').hex()}"


def seed(target: Target, *, is_open: bool) -> int:
    """Make what is missing and return the id of the place whose tables anybody may sit down at; may
    be run again at any time. `is_open` is that of the accounts.
    """
    door = Api(target.verification)
    login = {"username": ADMIN, "password": target.password}
    access = door.post("/verification/login/", login)["access"]
    admin = Api(target.url, access)
    people = settle(door, target, is_open=is_open)
    keeper = people.get(KEEPER.username)
    with ThreadPoolExecutor() as pool:  # a command takes as long as half of the rest
        roles = missing_roles(people) if is_open else []
        granted = pool.map(lambda role: target.grant(*role), roles)
        waiter, port = people.get(WAITER.username), target.printer_port
        place = cafe.seed(admin, waiter, works=is_open, printer_port=port)
        pictures = pool.submit(gallery.seed, Api(target.url, access), place)
        owner = Api(target.url, keeper.access) if keeper else admin
        supermarket.seed(admin, owner, target.trolley_keys)
        machines.seed(admin, target.machine_keys)
        store.seed(admin, target.store_keys, is_open=is_open)
        list(granted)
        pictures.result()
    return place
