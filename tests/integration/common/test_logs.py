"""No log holds what people have sent, whatever fails and whoever asks: every file is looked through
after hostile requests and outages, in both formats, with and without a terminal.
"""

from __future__ import annotations

import json
import secrets
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.support.api import Api, Place, User
from tests.support.logs import find_leaks, lines
from tests.support.memory import resident
from tests.support.stack import SETTINGS, Stack
from tools.stack.temporary import free_port, running

WORDS = {
    name: f"planted-{name}-{secrets.token_hex(4)}"
    for name in ("password", "first", "last", "note", "guest", "query", "epoch", "token", "body")
}
MAIL = f"planted-{secrets.token_hex(4)}@person.example"
FORGED = "INFO POST /verification/login/ 20200"
JWT = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI5OTkifQ." + WORDS["token"]
ODD = [  # requests of which a server may say too much
    f"GET /locations/get/%1b%5d0;owned%07%0a{FORGED.replace(' ', '%20')}/ HTTP/1.1\r\n",
    f"GET /orders/%c2%9b31m%e2%80%ae%0d/?x={WORDS['query']} HTTP/1.1\r\n",
    f"GET /orders/?{WORDS['query']}= HTTP/1.1\r\nX-Odd: {WORDS['token']}\x7f\r\n",
    f"GET /orders/?q={WORDS['query']} HTTP/1.1\r\nX Odd: {WORDS['token']}\r\n",
    f"{'M' * 40} /orders/?q={WORDS['query']} HTTP/1.1\r\n",
    f"GET /orders/?q={WORDS['query']} HTTP/1.1\r\n" + "X-A: 1\r\n" * 130,
    f"GET /{WORDS['query']} nonsense\x1b[31m\r\n",
    f"POST /orders/create/ HTTP/1.1\r\nContent-Length: x{WORDS['body']}\r\n",
    f"POST /orders/create/ HTTP/1.1\r\nTransfer-Encoding: {WORDS['body']}\r\n",
]
OUTAGES = ("orders-ws", "orders-http", "redis", "products-http", "postgres")
TERMINAL = (sys.executable, "-m", "tools.stack", "run", "--no-demo")


class Talkative(Stack):
    """A suite whose processes' lines reach the terminal, too."""

    def start(self, command: tuple[str, ...] = (*TERMINAL, "--throwaway")) -> None:
        super().start(command)


@pytest.fixture(params=[("json", Stack), ("text", Talkative)], ids=["files", "terminal"])
def suite(request: pytest.FixtureRequest) -> Iterator[Stack]:
    style, kind = request.param
    settings = SETTINGS | {"LOG_FORMAT": style}
    with (
        tempfile.TemporaryDirectory(prefix="aisle-i-") as directory,
        running(kind(Path(directory, "home"), free_port(), settings)) as stack,
    ):
        yield stack


def send(port: int, request: str) -> None:
    """One request as it is, whatever becomes of it."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as wire:
        wire.sendall(f"{request}Host: localhost\r\n\r\n".encode("latin-1"))
        wire.recv(65536)


def ask_all(stack: Stack, code: str) -> None:
    """Everything that names a code, with queries and credentials, by way of the gateway."""
    bearer = {"Authorization": f"Bearer {JWT}", "X-Guest-Key": WORDS["token"]}
    query = {"since": "3", "epoch": WORDS["epoch"], "q": WORDS["query"], "guest_key": "planted-key"}
    with requests.Session() as session:
        session.trust_env = False
        for path in (f"sessions/get/{code}/", f"sessions/live/{code}/", f"panel/snapshot/{code}/"):
            session.get(f"{stack.url}/orders/{path}", params=query, headers=bearer, timeout=20)
        order = {"session_code": code, "product_id": 1, "note": WORDS["note"]}
        person = {"guest": WORDS["guest"], "guest_key": WORDS["token"]}
        session.post(f"{stack.url}/orders/create/", json=order | person, timeout=20)
        session.post(f"{stack.url}/orders/create/", data=b'{"note":"' + code.encode(), timeout=20)
    address = f"ws://127.0.0.1:{stack.port}/ws/orders/{code}/?epoch={WORDS['epoch']}&since=0"
    offers = ["aisle", f"bearer.{JWT}"]
    with (
        suppress(OSError, WebSocketException),
        connect(address, subprotocols=offers, proxy=None, open_timeout=5) as wire,  # type: ignore[arg-type]
    ):
        wire.send(json.dumps({"type": "resume", "since": 0, "epoch": WORDS["epoch"]}))
        wire.send('{"' + code)
        wire.recv(5)


def collide(api: Api, place: Place) -> User:
    """What is unique, twice: an account, a place, a product, a table. Returns the account."""
    person = {"email": MAIL, "first_name": WORDS["first"], "last_name": WORDS["last"]}
    account = {"username": "waiter", "password": WORDS["password"], **person}
    for _ in range(2):
        api.post("/verification/register/", account)
        location = {"name": WORDS["first"], "address": WORDS["last"]}
        api.post("/locations/create/", {**place.owner.claim, "location": location})
        product = {"location_id": place.location_id, "name": WORDS["note"], "price": "1.00"}
        api.post("/products/create/", {**place.owner.claim, "product": product})
        place.try_open(WORDS["guest"])
    api.post("/verification/login/", {"username": "waiter", "password": WORDS["token"]})
    return place.owner


def test_no_log_tells_what_was_sent(suite: Stack) -> None:
    api = Api(suite.url)
    place = Place.create(api, api.register())
    code = place.open()
    owner = collide(api, place)
    ports = [
        suite.port,
        *(int(url.rpartition(":")[2]) for url in suite.state["addresses"].values()),
    ]
    for port in ports:
        for request in ODD:
            send(port, request)
    ask_all(suite, code)
    on_terminal = isinstance(suite, Talkative)  # lines of the same kinds: two outages are enough
    for process in OUTAGES[-2:] if on_terminal else OUTAGES:
        with suite.without(process):
            ask_all(suite, code)
    api.close()

    found = list(lines(suite.home))
    words = [*WORDS.values(), MAIL, owner.password, owner.session_key, owner.access[:40]]
    assert find_leaks(suite.home, words) == []
    assert not [line for _, line in found if line.lstrip("│ ").startswith(FORGED)]
    assert any("refused unread" in line for _, line in found)
    assert any("database unavailable" in line for _, line in found)


def test_memory_stays_flat_whatever_callers_invent(stack: Stack) -> None:
    def flood(number: int) -> None:
        with requests.Session() as session:
            session.trust_env = False
            for _ in range(number):
                word = secrets.token_hex(8)
                for name, url in targets:
                    session.request(word[:12].upper(), f"{url}/{name}/{word}/?{word}={word}")

    targets = list(stack.state["addresses"].items())
    flood(100)  # what is made once is there; PostgreSQL has a process for each connection
    before = resident(stack.home)
    flood(400)
    after = resident(stack.home)
    grown = {name: after[name] - size for name, size in before.items() if name != "postgres"}
    assert max(grown.values()) < 3_000_000, grown
