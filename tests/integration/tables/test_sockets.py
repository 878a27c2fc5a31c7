"""Who may listen and for how long, and who reads too slowly."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.integration.conftest import Listen
from tests.support.api import Api, Place, User, answer, refusal
from tests.support.elsewhere import Site
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.stack import place as places

SIGN_SHORT = """
from datetime import timedelta
from django.utils import timezone
from verification.actions.keys import access_sign
from verification.models import LoginSession
from verification.tokens import ACCESS_LIFETIME
session = LoginSession.objects.filter(user_id={user_id}).latest("pk")
print(access_sign(session, now=timezone.now() + timedelta(seconds={seconds} - ACCESS_LIFETIME)))
"""
HUGE_NOTE = "\x01" * 500  # 3,000 bytes as JSON, which is more than any other text of that length


def panel_of(place: Place) -> str:
    return f"/ws/panel/{place.location_id}/"


def short_token(stack: Site, user: User, seconds: int) -> str:
    """An access token that ends in so many seconds (a negative number: has ended)."""
    script = SIGN_SHORT.format(user_id=user.user_id, seconds=seconds)
    return stack.manage("verification", "shell", "-c", script).split()[-1]


def test_a_panel_outlives_its_token(
    stack: Site, api: Api, place: Place, owner: User, listen: Listen
) -> None:
    tokens = [short_token(stack, owner, 8)]
    refreshed: list[Any] = []

    def token() -> str:
        """As a page does: the token that it has, then the next for its refresh token."""
        if tokens:
            return tokens.pop()
        session = api.post(
            "/verification/login/", {"username": owner.username, "password": owner.password}
        )
        body = {"refresh": answer(session)["refresh"]}
        refreshed.append(answer(api.post("/verification/refresh/", body)))
        return str(refreshed[-1]["access"])

    table = place.open()
    panel = listen(path=panel_of(place), token=token)
    answer(api.order(table))
    panel.wait(lambda: panel.cuts, "its token ends", 20)
    answer(api.order(table))
    panel.reach(3)
    assert (panel.cuts, panel.seqs, len(panel.snapshots)) == ([4401], [2, 3], 1)
    assert len(refreshed) == 1


def test_the_first_session_of_a_location_reaches_its_panel(
    api: Api, place: Place, owner: User, listen: Listen
) -> None:
    panel = listen(path=panel_of(place), token=lambda: owner.access)
    settings = api.get(f"/orders/settings/{place.location_id}/").json()["response"]
    empty = {"location_id": place.location_id, "settings": settings, "tables": [], "sessions": []}
    assert panel.frames[0].data == empty
    table = place.open()
    panel.reach(1)
    # The numbers begin with it, under a new epoch: the client asks, and gets a snapshot.
    assert [session["code"] for session in panel.frames[-1].data["sessions"]] == [table]
    assert panel.gaps == 1


def test_panels_are_for_the_locations_staff(
    stack: Site, api: Api, place: Place, owner: User, listen: Listen
) -> None:
    stranger, waiter = api.register(), api.register()
    ended = short_token(stack, owner, -1)
    for token in (stranger.access, waiter.access, ended, "nonsense", owner.refresh):
        refused = listen(path=panel_of(place), token=lambda token=token: token)
        assert (refused.cuts, refused.frames) == ([4403], [])
    assert listen(path=panel_of(place)).cuts == [4403]

    staff = f"/locations/staff/{{}}/{place.location_id}/"
    hired = {**owner.claim, "username": waiter.username}
    answer(api.post(staff.format("add"), hired))
    working = listen(path=panel_of(place), token=lambda: waiter.access)
    place.open()
    working.reach(1)
    assert working.cuts == []
    answer(api.post(staff.format("remove"), {**owner.claim, "staff_id": waiter.user_id}))
    assert listen(path=panel_of(place), token=lambda: waiter.access).cuts == [4403]


def test_a_refresh_token_is_used_once(api: Api) -> None:
    user = api.register()
    first = answer(api.post("/verification/refresh/", {"refresh": user.refresh}))
    second = answer(api.post("/verification/refresh/", {"refresh": first["refresh"]}))
    stolen = api.post("/verification/refresh/", {"refresh": user.refresh})
    assert refusal(stolen) == (403, "incorrect_credentials")
    ended = api.post("/verification/refresh/", {"refresh": second["refresh"]})
    assert refusal(ended) == (403, "incorrect_credentials")  # a copy is about: nobody may go on


@pytest.mark.parametrize("path", ["/ws/orders/{}/", "/ws/orders/{}"])
def test_an_unknown_code_is_told_so(listen: Listen, path: str) -> None:
    for code in ("0" * 40, "nonsense", "A" * 40):
        assert listen(path=path.format(code)).cuts == [4404]


def open_sockets(stack: Stack) -> int:
    """How many listeners the ws process has, by its own metrics."""
    wire = http.client.HTTPConnection("localhost")
    wire.sock = socket.socket(socket.AF_UNIX)
    wire.sock.connect(str(places.runtime_of(stack.home) / "orders-ws.sock"))
    wire.request("GET", "/metrics")
    text = wire.getresponse().read().decode()
    wire.close()
    found = re.search(r"^aisle_live_listeners ([\d.]+)$", text, re.MULTILINE)
    assert found
    return int(float(found[1]))


def rest_of(wire: ClientConnection) -> list[str | bytes]:
    """Everything that is still to be read, up to the end of the connection."""
    read: list[str | bytes] = []
    with contextlib.suppress(ConnectionClosed):
        while True:
            read.append(wire.recv(5))
    return read


@pytest.mark.embedded("asks its one ws process for metrics")
def test_who_reads_too_slowly_is_cut_and_holds_up_nobody(
    stack: Stack, api: Api, table: str, listen: Listen
) -> None:
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect(("127.0.0.1", stack.port))
    others = [listen(table) for _ in range(3)]
    address = f"ws://127.0.0.1:{stack.port}/ws/orders/{table}/"
    with connect(address, sock=wire, max_queue=1, ping_interval=None, close_timeout=1) as stuck:
        first = stuck.recv(5)
        wait_for(lambda: open_sockets(stack) == 4, 5, "four listeners")

        def cut() -> bool:
            for _ in range(100):  # one after the other: in order, nothing is read from the database
                answer(api.order(table, note=HUGE_NOTE))
            return open_sockets(stack) == 3

        wait_for(cut, 40, "the one who does not read is let go")
        last = len(api.session(table)["orders"])
        for other in others:
            other.reach(last)
            assert other.seqs == list(range(1, last + 1))
            assert other.cuts == []
        read = [json.loads(text)["seq"] for text in (first, *rest_of(stuck))]
        assert read == list(range(len(read)))
        assert len(read) < last
