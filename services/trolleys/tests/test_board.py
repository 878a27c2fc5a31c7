"""The board of a place: its socket, and the same without one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sockets import Listener, bearer
from testing.sockets import close_all, in_thread
from trolleys.actions.unassign import trolley_unassign
from trolleys.board import BoardSource
from trolleys.board_socket import BoardConsumer
from world import CLERK, JOHN, MARKET, OWNER, TROLLEY, success

pytestmark = pytest.mark.django_db(transaction=True)

LIVE = "/api/trolleys/live"


@pytest.fixture
async def _closed():
    yield
    await close_all()


@pytest.fixture
def release():
    return lambda: trolley_unassign(trolley_id=TROLLEY, user_id=CLERK, user_name="clerk")


sockets = pytest.mark.usefixtures("_closed")


async def listen(token, place=MARKET, query=""):
    path = f"/ws/trolley-board/{place}/{query}"
    return await Listener(path, headers=bearer(token)).open()


@sockets
async def test_staff_see_all_trolleys_then_each_change(session, clerk, release):
    board = await listen(clerk)
    first = await board.frame()
    assert (first["type"], first["data"]["location_id"]) == ("snapshot", MARKET)
    (row,) = first["data"]["trolleys"]
    assert (row["trolley_id"], row["assigned_to_username"]) == (TROLLEY, "john_doe")
    assert row["session"]["session_id"] == str(session.session_id)
    assert first["data"]["waiting"] == []
    await in_thread(release)
    told = await board.frame()
    assert (told["type"], told["seq"]) == ("trolley.changed", first["seq"] + 1)
    assert (told["data"]["status"], told["data"]["session"]) == ("available", None)
    again = await listen(clerk, query=f"?since={first['seq']}&epoch={first['epoch']}")
    assert await again.frame() == told


@sockets
@pytest.mark.parametrize("slash", ["", "/"])
async def test_a_browser_offers_its_token_as_a_subprotocol(trolley, clerk, slash):
    offers = ["aisle", f"bearer.{clerk}"]
    board = await Listener(f"/ws/trolley-board/{MARKET}{slash}", subprotocols=offers).open()
    assert (board.accepted, board.detail) == (True, "aisle")
    assert (await board.frame())["type"] == "snapshot"


@sockets
async def test_a_board_is_for_the_staff_of_its_place(trolley, signer, john, clerk, operator):
    staff = signer.access(77, roles=("staff",))
    for token, place in ((john, MARKET), ("", MARKET), ("no", MARKET), (staff, MARKET), (clerk, 0)):
        assert await (await listen(token, place)).close_code() == 4403
    for token, place in ((operator, MARKET), (operator, 0), (staff, 0), (operator, 77)):
        frame = await (await listen(token, place)).frame()
        assert (frame["type"], frame["data"]["location_id"]) == ("snapshot", place)


@sockets
@pytest.mark.parametrize("place", ["x", "-1", "1.5", str(2**63), "9" * 40, "%D9%A3"])
async def test_what_is_no_place_is_accepted_and_closed(operator, place):
    board = await listen(operator, place)
    assert board.accepted
    assert await board.close_code() == 4404


@sockets
@pytest.mark.parametrize("since", ["x", "-1", "9" * 19, "1.5"])
async def test_an_odd_since_is_refused(trolley, clerk, since):
    assert await (await listen(clerk, query=f"?since={since}&epoch=a")).close_code() == 4400


@sockets
async def test_who_is_dismissed_hears_nothing_more(trolley, clerk, locations, monkeypatch):
    monkeypatch.setattr(BoardConsumer, "asks_again", 0.5)
    board = await listen(clerk)
    assert (await board.frame())["type"] == "snapshot"
    place = {"id": MARKET, "name": "Aisle Market", "user_id": OWNER, "staff": []}
    locations.on("GET", f"/internal/locations/{MARKET}/", success(place))
    assert await board.close_of() == (4403, "not_allowed")


def in_role(role):
    people = {"id": MARKET, "name": "Aisle Market", "user_id": OWNER, "staff": [CLERK]}
    return success(people | {"roles": {str(CLERK): role}})


@sockets
async def test_who_becomes_the_kitchen_hears_nothing_more(trolley, clerk, locations, monkeypatch):
    monkeypatch.setattr(BoardConsumer, "asks_again", 0.5)
    locations.on("GET", f"/internal/locations/{MARKET}/", in_role("waiter"))
    board = await listen(clerk)
    assert (await board.frame())["type"] == "snapshot"
    locations.on("GET", f"/internal/locations/{MARKET}/", in_role("kitchen"))
    assert await board.close_of() == (4403, "not_allowed")
    again = await listen(clerk)
    assert await again.close_code() == 4403


@pytest.mark.parametrize(
    ("role", "status"), [("kitchen", 403), ("waiter", 200), ("manager", 200), ("x", 403)]
)
def test_waiters_look_after_shoppers_and_the_kitchen_does_not(
    api, trolley, clerk, locations, role, status
):
    locations.on("GET", f"/internal/locations/{MARKET}/", in_role(role))
    assert api.ask(f"{LIVE}?location_id={MARKET}", token=clerk).status_code == status
    freed = api.send(f"/api/trolleys/{TROLLEY}/force-unassign/", {}, token=clerk)
    assert (freed.status_code == 403) == (status == 403)


@sockets
async def test_operators_need_no_locations(trolley, operator, locations, monkeypatch):
    locations.broken = True
    monkeypatch.setattr(BoardConsumer, "asks_again", 0.05)
    board = await listen(operator)
    assert (await board.frame())["type"] == "snapshot"
    assert await board.silent(0.3)


def test_the_same_without_a_socket(api, session, clerk, release):
    path = f"{LIVE}?location_id={MARKET}"
    first = api.ask(path, token=clerk).json()
    assert [row["trolley_id"] for row in first["data"]["trolleys"]] == [TROLLEY]
    release()
    then = api.ask(f"{path}&since={first['seq']}&epoch={first['epoch']}", token=clerk).json()
    assert then["data"]["trolleys"][0]["session"] is None
    at_its_end = f"{path}&since={then['seq']}&epoch={then['epoch']}"
    assert api.ask(at_its_end, token=clerk).json() == {**then, "data": None}
    assert api.ask(f"{path}&since=999&epoch={then['epoch']}", token=clerk).json() == then
    assert api.ask(f"{path}&since={then['seq']}&epoch=other", token=clerk).json() == then


def test_the_board_of_trolleys_without_a_place(api, make_trolley, signer, operator):
    staff = signer.access(77, roles=("staff",))
    assert api.ask(LIVE, token=operator).json() == {
        "seq": 0,
        "epoch": "",
        "data": {"location_id": 0, "trolleys": [], "waiting": []},
    }
    make_trolley("FREE", location_id=0)
    shown = api.ask(f"{LIVE}/?location_id=0", token=staff).json()
    assert [row["trolley_id"] for row in shown["data"]["trolleys"]] == ["FREE"]


@pytest.mark.parametrize("query", ["since=x", "since=-1", f"since={10**18}", "location_id=x"])
def test_odd_parameters_are_refused(api, operator, query):
    refused = api.ask(f"{LIVE}?{query}", token=operator)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")


def test_boards_are_read_by_staff_while_locations_answers(api, clerk, operator, locations):
    locations.broken = True
    path = f"{LIVE}?location_id={MARKET}"
    assert api.ask(path, token=clerk).status_code == 503
    assert api.ask(path, token=operator).status_code == 200


def test_a_board_costs_the_same_however_many_trolleys(make_trolley, make_session, signer):
    costs = []
    for number in range(3):
        for part in range(number + 1):
            make_session(on=make_trolley(f"T-{number}-{part}"), user_id=JOHN)
        with CaptureQueriesContext(connection) as queries:
            BoardSource().snapshot(str(MARKET))
        costs.append(len(queries))
    assert len(set(costs)) == 1
