"""What the seed (table-orders.md) shows, done with the suite as it runs."""

from __future__ import annotations

import base64
import re
import shutil
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
import requests

from tests.integration.conftest import Listen
from tests.integration.tables.seed_walkthrough import Walk
from tests.support.api import Api, Place, answer, refusal
from tests.support.elsewhere import Site
from tests.support.listener import OldListener
from tests.support.stack import Stack

SHELL = """
import channels.layers
channel_layer = channels.layers.get_channel_layer()
from asgiref.sync import async_to_sync
async_to_sync(channel_layer.send)('test_channel', {'type': 'hello'})
print(async_to_sync(channel_layer.receive)('test_channel'))
"""


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_seeds_curl_calls(stack: Site, place: Place) -> None:
    Walk(place, stack.url, stack.strict).run()


@pytest.mark.embedded("services have no port of their own")
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_seeds_curl_calls_at_the_orders_service(stack: Stack, place: Place) -> None:
    Walk(place, stack.address("orders")).run()


def test_the_seeds_check_of_the_channel_layer(stack: Site) -> None:
    assert stack.manage("orders", "shell", "-c", SHELL).splitlines()[-1] == "{'type': 'hello'}"


def as_once(session: dict[str, Any]) -> dict[str, Any]:
    """A session with the six fields that clients of the original get on their socket."""
    fields = ("code", "name", "location_id", "state", "timestamp", "orders")
    return {name: session[name] for name in fields}


def test_the_seeds_workflow(stack: Site, api: Api, listen: Listen) -> None:
    # 1. The representative signs in and opens the panel.
    registered = api.register()
    login = {"username": registered.username, "password": registered.password}
    signed = answer(api.post("/verification/login/", login))
    place = Place.create(api, registered)
    product = place.sell("Espresso")
    place.open("Table 1")
    panel = listen(path=f"/ws/panel/{place.location_id}/", token=lambda: signed["access"])
    assert [session["name"] for session in panel.frames[0].data["sessions"]] == ["Table 1"]

    # 2. A session with an identifier; the panel has it at once.
    code = place.open("Table 2")
    opened = panel.told("session.opened").data
    assert opened.items() >= {"code": code, "name": "Table 2", "state": "OPEN"}.items()

    # 3. Its code as a QR code.
    drawn = answer(api.post("/codes/render/qr/", {"value": code}))["base64"]
    svg = ElementTree.fromstring(base64.b64decode(drawn))
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"

    # 4. The guest has scanned it: the same stream, by the code alone.
    assert api.session(code).items() >= {"name": "Table 2", "orders": []}.items()
    guest = listen(code)
    assert guest.frames[0].data == {**api.session(code), "cart": [], "calls": [], "answered": []}
    old = OldListener(f"ws://127.0.0.1:{stack.port}/ws/session/{code}/")
    assert old.frame() == as_once(api.session(code))

    # 5. An order reaches everybody.
    placed = answer(api.order(code, product, quantity=2, note="without sugar"))
    for listener in (panel, guest):
        assert listener.told("order.created").data == placed
    assert old.frame_with(lambda said: said["session"]["orders"])["session"] == as_once(
        api.session(code)
    )

    # 6. All orders of a session; and of the location, for its staff.
    assert api.session(code)["orders"] == [placed]
    found = api.get(
        f"/orders/sessions/find/?location_id={place.location_id}",
        headers={"Authorization": f"Bearer {signed['access']}"},
    )
    assert [each for each in answer(found) if each["code"] == code] == [api.session(code)]

    # 7. Closing is told to the guest; nothing more can be ordered, the name is free again.
    closed = answer(api.post(f"/orders/sessions/close/{code}/", registered.claim))
    assert closed["state"] == "CLOSED"
    for listener in (panel, guest):
        assert listener.told("session.closed").data["state"] == "CLOSED"
    told = old.frame_with(lambda said: said["session"]["state"] == "CLOSED")
    # A guest without a key no longer sees what was in it when only staff may.
    assert told["session"] == as_once({**closed, "orders": []} if stack.strict else closed)
    old.close()
    assert refusal(api.order(code, product)) == (400, "session_closed")
    assert place.open("Table 2") != code
    panel.wait(lambda: len(panel.events) == 4, "the next session on the panel")
    assert [frame.kind for frame in panel.events] == [
        "session.opened",
        "order.created",
        "session.closed",
        "session.opened",
    ]
    assert (panel.cuts, guest.cuts, panel.gaps, guest.gaps) == ([], [], 0, 0)


@pytest.mark.embedded("debugging pages, DEBUG=1")
def test_the_debug_page(stack: Stack, table: str) -> None:
    page = requests.get(f"{stack.url}/orders/sessions/debug/{table}/", timeout=5)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert table in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|style=", page.text)

    expected = {".js": "text/javascript", ".css": "text/css"}
    parts = re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', page.text)
    assert {part[part.rindex(".") :] for part in parts} == set(expected)
    for part in parts:
        got = requests.get(urljoin(page.url, part), timeout=5)
        kind = got.headers["Content-Type"].partition(";")[0]
        assert (got.status_code, kind) == (200, expected[part[part.rindex(".") :]])


@pytest.mark.embedded("debugging pages, DEBUG=1")
def test_the_debug_page_escapes_what_it_is_given(stack: Stack) -> None:
    page = requests.get(f'{stack.url}/orders/sessions/debug/"><script>1<%2Fscript>/', timeout=5)
    assert "<script>1" not in page.text
