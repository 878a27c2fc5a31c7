"""What listeners of a machine and of the fleet are told: each sees what is for its eyes."""

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from listening import follow, lock, next_of, order, pay, restock
from sockets import Listener
from testing.client import ApiClient
from testing.sockets import close_all, in_thread
from vending.actions.customer_locks import lock_release
from vending.models import FleetEvent, Machine, MachineEvent
from vending.streams import machine_source
from world import ALICE, BOB, MACHINE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def _closed():
    yield
    await close_all()


sockets = pytest.mark.usefixtures("_closed")


@sockets
async def test_a_listener_starts_with_what_public_status_shows(machine):
    listener = await follow(ALICE)
    frame = await next_of(listener)
    assert (frame["type"], frame["seq"], frame["epoch"]) == ("snapshot", 0, machine.epoch)
    status = await in_thread(ApiClient().ask, f"/api/machine/M001/public-status?client_id={ALICE}")
    assert {**frame["data"], "server_time": ""} == {**status.json(), "server_time": ""}


@sockets
@pytest.mark.parametrize("path", ["/ws/vending/M001", "/ws/vending/M001/"])
async def test_a_final_slash_and_a_client_may_be_missing(machine, path):
    listener = await Listener(path).open()
    assert (await next_of(listener))["data"]["machine_id"] == "M001"


@sockets
async def test_a_lock_is_seen_by_everybody_and_whose_it_is_by_its_own_client(machine):
    own, other, stranger = [await follow(client) for client in (ALICE, BOB, "")]
    for listener in (own, other, stranger):
        assert (await next_of(listener))["data"]["locked"] is False
    await in_thread(lock, machine)
    seen = [await next_of(listener) for listener in (own, other, stranger)]
    assert {(frame["type"], frame["seq"]) for frame in seen} == {("lock.changed", 1)}
    assert [frame["data"]["locked"] for frame in seen] == [True] * 3
    assert [frame["data"]["locked_by"] for frame in seen] == [ALICE, None, None]
    await in_thread(lock_release, machine_id=MACHINE, client_id=ALICE)
    seen = [await next_of(listener) for listener in (own, other, stranger)]
    assert {(frame["type"], frame["seq"]) for frame in seen} == {("lock.changed", 2)}
    assert [frame["data"]["locked"] for frame in seen] == [False] * 3


@sockets
async def test_a_transaction_is_told_to_its_client_and_to_others_as_a_number(machine):
    await in_thread(lock, machine)
    own, other, stranger = [await follow(client) for client in (ALICE, BOB, "")]
    for listener in (own, other, stranger):
        assert (await next_of(listener))["data"]["transaction"] is None
    sale = await in_thread(order, machine)
    await in_thread(pay, sale)
    told = [[await next_of(listener) for _ in range(2)] for listener in (own, other, stranger)]
    for frames in told:
        assert [(frame["type"], frame["seq"]) for frame in frames] == [
            ("transaction.changed", 2),
            ("transaction.changed", 3),
        ]
    assert [frame["data"]["state"] for frame in told[0]] == ["ordered", "paid"]
    assert {frame["data"]["transaction_id"] for frame in told[0]} == {"tx0"}
    assert [frame["data"] for frames in told[1:] for frame in frames] == [None] * 4


@sockets
async def test_who_comes_back_gets_what_it_has_missed_as_it_sees_it(machine):
    first = await next_of(await follow(BOB))
    await in_thread(lock, machine)
    await in_thread(order, machine)
    await in_thread(restock, machine, 7)
    for client, locked_by, has_it in ((ALICE, ALICE, True), (BOB, None, False), ("", None, False)):
        again = await follow(client, f"&since={first['seq']}&epoch={first['epoch']}")
        frames = [await next_of(again) for _ in range(3)]
        assert [(frame["type"], frame["seq"]) for frame in frames] == [
            ("lock.changed", 1),
            ("transaction.changed", 2),
            ("machine.changed", 3),
        ]
        locked, transaction_told, changed = (frame["data"] for frame in frames)
        assert locked["locked_by"] == locked_by
        assert locked == changed  # both as it is now
        assert (changed["current_stock"], changed["available"]) == (7, 5)
        assert (transaction_told is not None, changed["transaction"] is not None) == (has_it,) * 2
        assert await again.silent()


@sockets
async def test_another_machine_is_another_stream(machine, make_machine):
    other = await in_thread(make_machine, "M002")
    listener = await follow(ALICE)
    await next_of(listener)
    await in_thread(lock, other)
    assert await listener.silent(0.3)


@sockets
@pytest.mark.parametrize("name", ["M999", "m001", "M%00", "%FF", "x" * 51, "M001%20"])
async def test_an_unknown_machine_is_told_after_accepting(machine, name):
    listener = await follow(machine_id=name)
    assert listener.accepted
    assert await listener.close_of() == (4404, "machine_not_found")


@sockets
@pytest.mark.parametrize("query", ["since=x", "since=-1", f"since={'9' * 19}", "since=1.5"])
async def test_an_odd_since_is_refused(machine, query):
    assert await (await follow(query=f"&{query}")).close_code() == 4400


@sockets
@pytest.mark.parametrize("client", ["x" * 201, "%00"])
async def test_who_listens_has_a_name_of_at_most_200_characters(machine, client):
    assert await (await follow(client)).close_of() == (4400, "erroneous_value")
    assert (await next_of(await follow("x" * 200)))["type"] == "snapshot"


def test_a_machine_is_followed_without_a_socket(api, machine):
    path = "/api/machine/M001/live"
    first = api.ask(path).json()
    assert (first["seq"], first["data"]["locked"]) == (0, False)
    lock(machine)
    own = api.ask(f"{path}/?client_id={ALICE}&since=0&epoch={first['epoch']}").json()
    assert (own["seq"], own["data"]["locked_by"]) == (1, ALICE)
    others = api.ask(f"{path}?client_id={BOB}&since=0&epoch={first['epoch']}").json()
    assert (others["data"]["locked"], others["data"]["locked_by"]) == (True, None)
    at_its_end = f"{path}?client_id={ALICE}&since=1&epoch={first['epoch']}"
    assert api.ask(at_its_end).json() == {"seq": 1, "epoch": first["epoch"], "data": None}
    for elsewhere in ("since=99", "since=0&epoch=other", "since=", "since=1"):
        assert api.ask(f"{path}?{elsewhere}").json()["data"]["locked"] is True


@pytest.mark.parametrize("query", ["since=x", "since=-1", f"since={10**18}", "since=1.5"])
def test_odd_parameters_are_refused(api, machine, operator, query):
    assert api.ask(f"/api/machine/M001/live?{query}").status_code == 400
    assert api.ask(f"/edge/fleet/live?{query}", token=operator).status_code == 400


def test_what_is_recorded_says_nothing_of_who_has_locked(machine):
    lock(machine)
    (event,) = MachineEvent.objects.all()
    assert (event.kind, event.data) == ("lock.changed", '{"view":true}')
    fleet = [orjson.loads(event.data) for event in FleetEvent.objects.filter(kind="lock.changed")]
    assert "locked_by" not in fleet[0]


def test_missed_events_cost_the_same_however_many(machine):
    lock(machine)
    epoch = Machine.objects.get().epoch
    costs = []
    for _ in range(3):
        restock(machine, 9)
        with CaptureQueriesContext(connection) as queries:
            assert machine_source(ALICE).events(MACHINE, 0, epoch)
        costs.append(len(queries))
    assert len(set(costs)) == 1
