"""What changes on a menu is told to all who look at it, once, and nobody asks by the clock."""

import secrets

import pytest
from channels.layers import get_channel_layer
from orders import menus
from orders.actions import sessions
from orders.models import KnownProduct
from sockets import Listener, listen
from testing.sockets import in_thread
from world import LOCATION, espresso

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sockets_closed"),
]

FEED = "/internal/products/changes/"


class Feed:
    """The change feed of products, which tells the same changes to whoever asks."""

    def __init__(self, products):
        self._products = products
        self.tells()

    def tells(self, *changed, cursor="c1"):
        answer = {"cursor": cursor, "more": False, "products": list(changed)}
        for path in (FEED, f"{FEED}?since=c1"):
            self._products.on("GET", path, {"success": True, "response": answer})


@pytest.fixture
def feed(products):
    return Feed(products)


def product(**changes):
    return espresso(location_id=LOCATION, categories=[{"name": "Coffee"}], **changes)


async def told(socket, feed, *changed):
    """The next frame after these changes."""
    feed.tells(*changed)
    await in_thread(menus.menus_tell)
    return await socket.frame()


async def begun(code):
    """A socket that has its snapshot, and a worker that has begun to follow."""
    socket = await listen(code)
    await socket.frame()
    await in_thread(menus.menus_tell)
    assert await socket.frame() == {"type": "menu.changed", "data": {"products": None}}
    return socket


async def test_guests_hear_what_is_sold_out(table, feed):
    socket = await begun(table)
    gone = product(is_active=False)
    frame = await told(socket, feed, gone)
    assert frame == {
        "type": "menu.changed",
        "data": {"products": [{"id": 1, "product": gone}]},
    }


async def test_the_feed_repeats_itself_and_pages_hear_it_once(table, feed):
    socket = await begun(table)
    await told(socket, feed, product(price="3.00"))
    for _ in range(3):
        await in_thread(menus.menus_tell)
    assert await socket.silent()
    again = await told(socket, feed, product(price="2.40"))
    assert again["data"]["products"][0]["product"]["price"] == "2.40"


async def test_it_is_no_event_of_the_stream(table, feed, owner):
    socket = await begun(table)
    await told(socket, feed, product(name="Ristretto"))
    late = await listen(table)
    assert (await late.frame())["seq"] == 0
    assert await late.silent()


async def test_the_panel_hears_it_too(table, feed, owner):
    headers = [(b"authorization", f"Bearer {owner}".encode())]
    panel = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
    await panel.frame()
    await in_thread(menus.menus_tell)
    assert (await panel.frame())["type"] == "menu.changed"


async def test_other_places_and_old_clients_hear_nothing(table, feed):
    elsewhere = secrets.token_hex(20)
    await in_thread(sessions.session_create, code=elsewhere, location_id=1, name="far")
    old, far = await Listener(f"/ws/session/{table}/").open(), await listen(elsewhere)
    await old.frame()
    await far.frame()
    socket = await begun(table)
    assert (await far.frame())["data"] == {"products": None}  # the worker has begun
    await told(socket, feed, product(is_active=False))
    assert await far.silent()
    assert await old.silent()


async def test_what_was_deleted_is_told_where_it_was_sold(table, feed):
    socket = await begun(table)
    await in_thread(
        KnownProduct.objects.create, location_id=LOCATION, product_id=1, listed=True, name="x"
    )
    frame = await told(socket, feed, {"id": 1, "deleted": True})
    assert frame["data"] == {"products": [{"id": 1, "product": None}]}


async def test_of_a_deleted_one_that_nobody_knows_all_are_told(table, feed):
    socket = await begun(table)
    frame = await told(socket, feed, {"id": 99, "deleted": True})
    assert frame["data"] == {"products": [{"id": 99, "product": None}]}


async def test_after_a_gap_pages_ask_for_all_of_it(table, feed, products):
    socket = await begun(table)
    products.on(
        "GET", f"{FEED}?since=c1", {"success": False, "reason": "erroneous_value"}, status=400
    )
    await in_thread(menus.menus_tell)
    feed.tells()
    await in_thread(menus.menus_tell)
    assert (await socket.frame())["data"] == {"products": None}


async def test_while_products_is_down_nothing_is_said_and_later_all_of_it(table, feed, products):
    socket = await begun(table)
    products.broken = True
    await in_thread(menus.menus_tell)
    assert await socket.silent()
    products.broken = False
    assert (await told(socket, feed, product(name="Lungo")))["type"] == "menu.changed"


async def test_while_no_table_is_open_products_is_not_asked(table, feed, products):
    await in_thread(sessions.session_close, code=table)
    asked = len(products.received)
    await in_thread(menus.menus_tell)
    assert len(products.received) == asked


async def test_what_may_have_been_missed_is_asked_for(table, feed):
    """Redis was away: the hub has every socket look again."""
    socket = await begun(table)
    await get_channel_layer().group_send(f"menu_{LOCATION}", {"type": "live.check"})
    assert (await socket.frame())["data"] == {"products": None}
