"""The sockets for staff, and for clients of the original."""

import asyncio

import pytest
from kit import cache
from orders.actions import sessions
from orders.consumers import PanelConsumer
from sockets import Listener, place
from testing.sockets import in_thread
from world import LOCATION, LOCATION_PATH, OWNER, STRANGER, WAITER

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sockets_closed"),
]


async def test_the_panel_hears_all_tables(table, owner):
    headers = [(b"authorization", f"Bearer {owner}".encode())]
    panel = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
    first = await panel.frame()
    assert first["type"] == "snapshot"
    assert [session["code"] for session in first["data"]["sessions"]] == [table]
    await place(table)
    await in_thread(sessions.session_create, code="1" * 40, location_id=LOCATION, name="Table 2")
    await in_thread(sessions.session_close, code=table)
    told = await panel.frames(3)
    assert [frame["type"] for frame in told] == [
        "order.created",
        "session.opened",
        "session.closed",
    ]
    assert [frame["seq"] for frame in told] == [first["seq"] + n for n in (1, 2, 3)]
    await panel.close()
    again = await Listener(
        f"/ws/panel/{LOCATION}/?since={first['seq'] + 1}&epoch={first['epoch']}", headers=headers
    ).open()
    assert [frame["type"] for frame in await again.frames(2)] == [
        "session.opened",
        "session.closed",
    ]


async def test_a_browser_offers_its_token_as_a_subprotocol(table, owner):
    offers = ["aisle", f"bearer.{owner}"]
    panel = await Listener(f"/ws/panel/{LOCATION}/", subprotocols=offers).open()
    assert (panel.accepted, panel.detail) == (True, "aisle")
    assert (await panel.frame())["type"] == "snapshot"


async def test_the_panel_is_for_staff(table, signer):
    refused = []
    for token in ("", "nonsense", signer.access(STRANGER), signer.service("products")):
        headers = [(b"authorization", f"Bearer {token}".encode())]
        socket = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
        refused.append(await socket.close_code())
    assert refused == [4403] * 4


async def test_a_panel_ends_when_its_token_does(table, signer):
    headers = [(b"authorization", f"Bearer {signer.access(7, lifetime=2)}".encode())]
    socket = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
    assert await socket.close_code() == 4401


async def test_an_old_client_gets_the_originals_frames(table):
    await place(table)
    socket = await Listener(f"/ws/session/{table}/").open()
    first = await socket.frame()
    assert (first["code"], len(first["orders"])) == (table, 1)
    await place(table)
    later = await socket.frame()
    assert list(later) == ["session"]
    assert len(later["session"]["orders"]) == 2
    await socket.wire.send_to("anything")
    await in_thread(sessions.session_close, code=table)
    assert (await socket.frame())["session"]["state"] == "CLOSED"


async def test_a_burst_reaches_an_old_client_whole(table):
    socket = await Listener(f"/ws/session/{table}/").open()
    await socket.frame()
    await place(table, 30)
    orders = 0
    while orders < 30:
        orders = len((await socket.frame())["session"]["orders"])
    assert await socket.silent()


async def test_who_is_dismissed_hears_nothing_more(table, signer, locations, monkeypatch):
    monkeypatch.setattr(PanelConsumer, "asks_again", 1.0)
    headers = [(b"authorization", f"Bearer {signer.access(WAITER)}".encode())]
    panel = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
    assert (await panel.frame())["type"] == "snapshot"
    place = {"id": LOCATION, "name": "Café", "user_id": OWNER, "staff": []}
    locations.on("GET", LOCATION_PATH, {"success": True, "response": place})
    assert await panel.close_of() == (4403, "not_allowed")


async def test_a_panel_goes_on_while_nobody_can_say_who_works_there(
    table, owner, locations, monkeypatch
):
    monkeypatch.setattr(PanelConsumer, "asks_again", 0.05)
    headers = [(b"authorization", f"Bearer {owner}".encode())]
    panel = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
    assert (await panel.frame())["type"] == "snapshot"
    locations.on("GET", LOCATION_PATH, {}, status=500)
    cache.clear_all()
    asked = locations.asked("GET", LOCATION_PATH)
    async with asyncio.timeout(5):
        while locations.asked("GET", LOCATION_PATH) < asked + 2:
            await asyncio.sleep(0.02)
    await place(table)
    assert (await panel.frame())["type"] == "order.created"
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", LOCATION_PATH, missing, status=404)
    assert await panel.close_of() == (4403, "not_allowed")


async def test_panels_of_a_place_share_the_question(table, owner, locations, monkeypatch):
    monkeypatch.setattr(PanelConsumer, "asks_again", 0.05)
    headers = [(b"authorization", f"Bearer {owner}".encode())]
    path = f"/ws/panel/{LOCATION}/"
    panels = [await Listener(path, headers=headers).open() for _ in range(4)]
    for panel in panels:
        await panel.frame()
    assert await panels[0].silent(0.5)
    assert locations.asked("GET", LOCATION_PATH) == len(panels) + 1
