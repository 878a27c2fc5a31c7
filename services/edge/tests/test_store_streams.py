"""The streams of a visit and of the board, by socket and without one."""

import pytest
from shop import ANN, BOB, OPERATOR, REVIEWER
from shop import ONE as M
from sockets import Listener, bearer
from store_frames import BOARD, VISIT, described
from testing.sockets import close_all, in_thread

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
async def _closed():
    yield
    await close_all()


async def listen(path, token):
    return await Listener(path, headers=bearer(token)).open()


async def kinds_of(listener, schema, count):
    return [described(await listener.frame(), schema) for _ in range(count)]


async def test_a_visitor_follows_the_cart(shop):
    await in_thread(shop.full)
    visit_id = await in_thread(shop.enters, ANN)
    phone = await listen(f"/ws/store/visits/{visit_id}/", shop.token(ANN))
    [snapshot] = await kinds_of(phone, VISIT, 1)
    assert (snapshot["data"]["id"], snapshot["data"]["cart"]["lines"]) == (visit_id, [])
    await in_thread(shop.weighs, M, a=2.97, b=1, c=1)
    [changed] = await kinds_of(phone, VISIT, 1)
    assert (changed["type"], changed["seq"]) == ("cart.changed", snapshot["seq"] + 1)
    assert changed["data"]["total"] == "1.50"
    await in_thread(shop.leaves, ANN)
    [left] = await kinds_of(phone, VISIT, 1)
    assert (left["type"], len(left["data"]["tickets"])) == ("visit.changed", 2)
    await phone.close()


@pytest.mark.parametrize("user_id", [OPERATOR, REVIEWER])
async def test_staff_follow_the_store(shop, user_id):
    await in_thread(shop.full)
    board = await listen("/ws/store/board/", shop.token(user_id))
    [snapshot] = await kinds_of(board, BOARD, 1)
    assert snapshot["data"]["mode"] == "CUSTOMER_MODE"
    assert [each["status"] for each in snapshot["data"]["machines"]] == ["ONLINE", "ONLINE"]
    await in_thread(shop.enters, ANN)
    [opened] = await kinds_of(board, BOARD, 1)
    assert (opened["type"], opened["data"]["user_id"]) == ("visit.opened", ANN)
    await in_thread(shop.weighs, M, a=2.97, b=1, c=1)
    found = await kinds_of(board, BOARD, 2)
    assert [frame["type"] for frame in found] == ["visit.changed", "machine.changed"]
    await in_thread(shop.leaves, ANN)
    found = await kinds_of(board, BOARD, 2)
    kinds = [frame["type"] for frame in found]
    assert kinds == ["ticket.changed", "visit.closed"], "an empty ticket waits for nobody"
    operator = shop.by(OPERATOR)
    await in_thread(operator.put, "/edge/store-mode/", {"status": "MAINTENANCE_MODE"})
    [mode] = await kinds_of(board, BOARD, 1)
    assert mode["data"] == {"mode": "MAINTENANCE_MODE"}
    await in_thread(shop.weighs, M, a=9)
    [changed] = await kinds_of(board, BOARD, 1)
    assert changed["type"] == "machine.changed"
    await board.close()


async def test_who_may_listen(shop):
    visit_id = await in_thread(shop.enters, ANN)
    for path, token, code in (
        (f"/ws/store/visits/{visit_id}/", shop.token(BOB), 4403),
        (f"/ws/store/visits/{UNKNOWN}/", shop.token(BOB), 4404),
        ("/ws/store/visits/nonsense/", shop.token(REVIEWER), 4404),
        (f"/ws/store/visits/{visit_id}/", "nonsense", 4403),
        ("/ws/store/board/", shop.token(ANN), 4403),
        ("/ws/store/board/", "", 4403),
    ):
        listener = await listen(path, token)
        assert await listener.close_code() == code, (path, token)
    reviewer = await listen(f"/ws/store/visits/{visit_id}/", shop.token(REVIEWER))
    assert (await reviewer.frame())["data"]["id"] == visit_id
    await reviewer.close()


async def test_without_a_socket(shop):
    visit_id = await in_thread(shop.enters, ANN)
    call = f"/edge/visits/{visit_id}/live/"
    shown = (await in_thread(shop.by(ANN).get, call)).json()
    assert shown["data"]["id"] == visit_id
    query = f"?since={shown['seq']}&epoch={shown['epoch']}"
    assert (await in_thread(shop.by(ANN).get, call + query)).json()["data"] is None
    assert (await in_thread(shop.by(BOB).get, call)).status_code == 404
    board = (await in_thread(shop.by(REVIEWER).get, "/edge/board/live/")).json()
    assert [each["id"] for each in board["data"]["inside"]] == [visit_id]
    assert (await in_thread(shop.by(ANN).get, "/edge/board/live/")).status_code == 403
