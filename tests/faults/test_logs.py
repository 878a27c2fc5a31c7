"""What all these attacks have left in the logs: nothing that opens a door or names a person (H4).

It is the last test of the suite: conftest.py sees to that.
"""

from __future__ import annotations

import requests

from tests.faults.guests import Guest
from tests.support.api import Place, User
from tests.support.logs import find_leaks
from tests.support.stack import Stack

PRIVATE = {
    "username": "",
    "password": "a-planted-password",
    "email": "private@person.example",
    "first_name": "Plantedname",
    "last_name": "Person",
}
FORGED = "/locations/get/%1b%5d0;planted%07%0aINFO%20POST%20/verification/login/%20200/"


def test_no_log_holds_a_secret(
    stack: Stack, place: Place, owner: User, table: str, guest: Guest
) -> None:
    register = {**PRIVATE, "username": owner.username}
    assert guest.ask("POST", "/verification/register/", register)[0] == 400
    assert guest.ask("GET", FORGED)[0] == 404
    query = "since=3&epoch=planted-query"
    for name in ("orders-ws", "orders-http"):
        with stack.without(name):
            requests.get(f"{stack.url}/ws/orders/{table}/?{query}", timeout=10)
            requests.get(f"{stack.url}/orders/sessions/live/{table}/?{query}", timeout=10)
    with stack.without("redis"):
        assert guest.order(table)[0] == 200
    with stack.without("postgres"):
        guest.ask("POST", "/verification/login/", PRIVATE)
        guest.order(table)
    words = [*PRIVATE.values(), owner.password, owner.session_key, owner.access, owner.refresh]
    leaks = find_leaks(stack.home, [*words, table, "planted-query", "\x1b"])
    assert not leaks, f"{len(leaks)} lines, such as\n" + "\n".join(leaks[:5])
