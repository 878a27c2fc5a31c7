"""The table of docs/security.md, walked: each operation as each role, in a strict suite."""

from __future__ import annotations

import pytest

from suite import registry
from tests.access import store_calls, vending_calls
from tests.access.calls import ANSWERS, CALLS, ask, ask_all, ask_as
from tests.access.machines import Machine, admin_token
from tests.access.world import World
from tests.support.api import Api, User, answer
from tests.support.stack import Stack
from tools import access
from tools.access import ROLES, STAFF, Operation

OPERATIONS = list(access.operations())
SUCCESS = 200


@pytest.fixture(scope="session")
def world(stack: Stack, api: Api, owner: User) -> World:
    return World.create(stack, api, owner)


def test_every_operation_is_walked() -> None:
    assert {operation.name for operation in OPERATIONS} <= set(CALLS)


def test_the_page_shows_the_table_of_now() -> None:
    assert access.page() == access.PAGE.read_text()


@pytest.mark.parametrize("operation", OPERATIONS, ids=[each.name for each in OPERATIONS])
def test_who_is_let_in(world: World, operation: Operation) -> None:
    found = ask_all(world, operation)
    admitted = ANSWERS.get(operation.name, SUCCESS)
    expected = {
        role: admitted if operation.admits(role) else refused(operation, role) for role in ROLES
    }
    statuses = {role: SUCCESS if got in (201, 204) else got for role, (got, _) in found.items()}
    assert statuses == expected, found


OPERATED = [
    each
    for each in OPERATIONS
    if each.service in ("trolleys", "edge") and each.allowed in ("waiter", "owner", "operator")
]


@pytest.mark.parametrize("operation", OPERATED, ids=[each.name for each in OPERATED])
def test_operators_look_after_the_trolleys_and_machines_of_every_place(
    world: World, operation: Operation
) -> None:
    status, body = ask(world, operation, "operator")
    assert (SUCCESS if status in (201, 204) else status) == ANSWERS.get(operation.name, SUCCESS), (
        body
    )


OF_VENDING = [
    each
    for each in OPERATIONS
    if each.service == "edge" and each.allowed == "operator" and each.name not in store_calls.CALLS
]


@pytest.fixture(scope="session")
def shared(world: World) -> dict[str, str]:
    return admin_token(world)


@pytest.mark.parametrize("operation", OF_VENDING, ids=[each.name for each in OF_VENDING])
def test_who_knows_the_shared_password_is_an_operator_of_vending(
    world: World, shared: dict[str, str], operation: Operation
) -> None:
    answers = ANSWERS | dict.fromkeys(vending_calls.OWN_TOKENS, SUCCESS)
    status, body = ask_as(world, operation, shared)
    assert (SUCCESS if status in (201, 204) else status) == answers.get(operation.name, SUCCESS), (
        body
    )


@pytest.mark.parametrize("role", ["admin", "operator"])
def test_a_machines_own_calls_are_for_its_key_alone(world: World, role: str) -> None:
    machine = Machine.create(world)
    path, theirs = f"/api/machine/{machine.machine_id}/status", world.headers[role]
    own = world.api.get(path, headers={"Authorization": f"Bearer {machine.key}"})
    assert (own.status_code, own.json()["display_code"]) == (200, machine.code)
    assert world.api.get(path, headers=theirs).status_code == 401


def refused(operation: Operation, role: str) -> int:
    """With which status. The token of a service is none of a user; in two envelopes the seeds want
    403 for who shows nothing as well, and where a key is asked for no token is one.
    """
    if operation.name in vending_calls.UNKNOWN:
        return 404
    if operation.name in store_calls.CALLS:
        return refused_by_the_store(operation, role)
    if operation.allowed == "device":
        return 401
    if role != "nobody" and operation.name in vending_calls.OWN_TOKENS:
        return 401
    entry = registry.service(operation.service)
    envelope = registry.envelope_of(entry, operation.path)
    if envelope == "reason":
        return 403
    if role == "nobody":
        return 403 if envelope == "detail" else 401
    return 401 if role == "service" else 403


def refused_by_the_store(operation: Operation, role: str) -> int:
    """Who is nobody is told so; of others' visits nobody is told that they exist."""
    if role in ("nobody", "service"):
        return 401
    return 404 if operation.name in store_calls.HIDDEN else 403


def test_the_kitchen_moves_an_order_and_cancels_none(world: World) -> None:
    order, (kitchen, waiter) = world.order(), (world.headers[role] for role in STAFF[:2])
    path, cancelled = f"/orders/move/{order['id']}/", {"state": "cancelled", "reason": "no more"}
    refused = world.api.post(path, cancelled, headers=kitchen)
    assert (refused.status_code, refused.json()["reason"]) == (403, "role_not_allowed")
    moved = answer(world.api.post(path, {"state": "accepted"}, headers=kitchen))
    assert moved["state"] == "accepted"
    assert answer(world.api.post(path, cancelled, headers=waiter))["state"] == "cancelled"


def test_everybody_is_told_their_own_account(world: World) -> None:
    user = world.user()
    own = world.api.get(f"/verification/users/find/?user_id={user.user_id}", headers=user.bearer)
    assert [each["username"] for each in own.json()["response"]] == [user.username]
