"""What operators are told of all machines, and who is none."""

import pytest
from customers import come_online
from django.db import connection
from django.test.utils import CaptureQueriesContext
from frames import FLEET
from listening import lock, next_of, order, restock, watch
from sockets import Listener
from testing.sockets import close_all, in_thread
from vending.admin_tokens import token_issue
from vending.streams import FleetSource
from world import ALICE, JOHN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def _closed():
    yield
    await close_all()


sockets = pytest.mark.usefixtures("_closed")


@sockets
async def test_operators_see_all_machines_then_each_change(machine, make_machine, operator):
    await in_thread(make_machine, "A-1")
    fleet = await watch(operator)
    first = await next_of(fleet, FLEET)
    assert (first["type"], first["seq"]) == ("snapshot", 0)
    assert [row["machine_id"] for row in first["data"]["machines"]] == ["A-1", "M001"]
    assert first["data"]["machines"][1]["transactions"] == []
    await in_thread(come_online, machine)
    await in_thread(lock, machine)
    logged, locked = [await next_of(fleet, FLEET) for _ in range(2)]
    assert (logged["type"], logged["data"]["type"]) == ("event.logged", "lock")
    assert (logged["data"]["machine_id"], logged["data"]["client_id"]) == ("M001", ALICE)
    assert (locked["type"], locked["data"]["status"]) == ("lock.changed", "locked")
    assert (locked["data"]["online"], locked["data"]["locked"]) == (True, True)
    await in_thread(order, machine)
    told = await next_of(fleet, FLEET)
    assert (told["type"], told["data"]["state"]) == ("transaction.changed", "ordered")
    await in_thread(restock, machine, 6)
    changed = await next_of(fleet, FLEET)
    assert (changed["type"], changed["seq"]) == ("machine.changed", logged["seq"] + 3)
    assert (changed["data"]["available"], len(changed["data"]["transactions"])) == (4, 1)
    assert machine.display_code not in str([first, logged, locked, told, changed])
    again = await watch(operator, f"?since={locked['seq']}&epoch={locked['epoch']}")
    assert [await next_of(again, FLEET) for _ in range(2)] == [told, changed]


@sockets
@pytest.mark.parametrize("slash", ["", "/"])
async def test_a_browser_offers_its_token_as_a_subprotocol(machine, slash):
    offers = ["aisle", f"bearer.{token_issue()}"]
    fleet = await Listener(f"/ws/fleet{slash}", subprotocols=offers).open()
    assert (fleet.accepted, fleet.detail) == (True, "aisle")
    assert (await next_of(fleet, FLEET))["type"] == "snapshot"


@sockets
async def test_the_fleet_is_for_operators(machine, signer, token):
    over = signer.access(8, roles=("operator",), lifetime=-1)
    for offered in ("", "no", token(JOHN), over, "machine-key-of-M001"):
        fleet = await watch(offered)
        assert fleet.accepted
        assert await fleet.close_of() == (4403, "incorrect_credentials")


@sockets
async def test_a_fleet_is_followed_until_the_token_ends(machine, signer):
    fleet = await watch(signer.access(8, roles=("operator",), lifetime=2))
    assert (await next_of(fleet, FLEET))["type"] == "snapshot"
    assert await fleet.close_of() == (4401, "token_expired")


def test_the_fleet_is_followed_without_a_socket(api, machine, operator):
    path = "/edge/fleet/live/"
    first = api.ask(path, token=operator).json()
    assert (first["seq"], first["epoch"]) == (0, "")
    assert [row["machine_id"] for row in first["data"]["machines"]] == ["M001"]
    lock(machine)
    then = api.ask(f"{path}?since=0&epoch=", token=token_issue()).json()
    assert (then["seq"], then["data"]["machines"][0]["locked"]) == (2, True)
    at_its_end = f"{path}?since=2&epoch={then['epoch']}"
    assert api.ask(at_its_end, token=operator).json() == {**then, "data": None}


def test_the_fleet_without_a_socket_is_for_operators(api, machine, token):
    nobody = api.ask("/edge/fleet/live")
    assert (nobody.status_code, nobody["Content-Type"]) == (401, "application/problem+json")
    customer = api.ask("/edge/fleet/live", token=token(JOHN))
    assert (customer.status_code, customer.json()["title"]) == (403, "Not allowed")
    wrong = api.ask("/edge/fleet/live", token="machine-key-of-M001")
    assert (wrong.status_code, wrong.json()["title"]) == (401, "Invalid token")


def test_a_fleet_costs_the_same_however_many_machines(make_machine):
    costs = []
    for number in range(3):
        machine = make_machine(f"M-{number}")
        lock(machine)
        order(machine)
        with CaptureQueriesContext(connection) as queries:
            FleetSource().snapshot("fleet")
        costs.append(len(queries))
    assert len(set(costs)) == 1
