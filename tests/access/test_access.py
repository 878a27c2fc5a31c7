"""The table of docs/security.md, walked: each operation as each role, in a strict suite."""

from __future__ import annotations

import pytest

from suite import registry
from tests.access.calls import ANSWERS, CALLS, ask
from tests.access.vending_calls import REFUSALS
from tests.access.world import World
from tests.support.api import Api, User
from tests.support.stack import Stack
from tools import access
from tools.access import ROLES, Operation

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
    found = {role: ask(world, operation, role) for role in ROLES}
    admitted = ANSWERS.get(operation.name, SUCCESS)
    expected = {
        role: admitted if operation.admits(role) else refused(operation, role) for role in ROLES
    }
    statuses = {role: SUCCESS if got in (201, 204) else got for role, (got, _) in found.items()}
    assert statuses == expected, found


OPERATED = [
    each
    for each in OPERATIONS
    if each.service in ("trolleys", "edge") and each.allowed in ("staff", "owner", "operator")
]


@pytest.mark.parametrize("operation", OPERATED, ids=[each.name for each in OPERATED])
def test_operators_look_after_trolleys_and_machines_of_every_place(
    world: World, operation: Operation
) -> None:
    status, body = ask(world, operation, "operator")
    assert (SUCCESS if status in (201, 204) else status) == ANSWERS.get(operation.name, SUCCESS), (
        body
    )


ALERT = "POST /low-stock-alert/"
OF_MACHINES = [each for each in OPERATIONS if each.allowed == "device" or each.name == ALERT]


@pytest.mark.parametrize("operation", OF_MACHINES, ids=[each.name for each in OF_MACHINES])
def test_a_machine_is_let_in_by_its_own_key(world: World, operation: Operation) -> None:
    status, body = ask(world, operation, "device")
    assert status == SUCCESS, body


def refused(operation: Operation, role: str) -> int:
    """With which status. The token of a service is none of a user, and no user's is a machine's
    key; in two envelopes the seeds want 403 for who shows nothing as well.
    """
    if operation.name in REFUSALS:
        nobody, others = REFUSALS[operation.name]
        return nobody if role == "nobody" else others
    if operation.allowed == "device":
        return 401
    family = registry.envelope_of(registry.service(operation.service), operation.path)
    if family == "reason" or (family == "detail" and role == "nobody"):
        return 403
    return 401 if role in ("nobody", "service") else 403


def test_everybody_is_told_their_own_account(world: World) -> None:
    user = world.user()
    own = world.api.get(f"/verification/users/find/?user_id={user.user_id}", headers=user.bearer)
    assert [each["username"] for each in own.json()["response"]] == [user.username]
