"""The pages' client of a live stream, with a websocket that the test plays, on a clock it turns.

Whether the two fit the real server is what the pages' own tests show.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tools.browser.window import PHONE

PLAY = """async (signed) => {
  const { Stream } = await import("/orders/static/pages/stream.js");
  const { Unreachable } = await import("/orders/static/pages/api.js");
  Math.random = () => 1;  // the longest pause
  const sockets = [], told = [], tokens = [];
  const play = { sockets, told, polls: 0, answer: () => { throw new Unreachable(); } };
  class Socket {
    static OPEN = 1;
    constructor(url, offers) {
      Object.assign(this, { url: String(url), offers, readyState: 0, sent: [] });
      sockets.push(this);
    }
    send(text) { this.sent.push(JSON.parse(text)); }
    close() { this.readyState = 3; }
    open() { this.readyState = 1; this.onopen(); }
    say(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
    drop(code, reason = "") { this.readyState = 3; this.onclose({ code, reason }); }
  }
  Object.assign(window, { WebSocket: Socket, more: {} });
  play.last = () => sockets.at(-1);
  play.stream = new Stream({
    socket: "/ws/orders/abc/",
    query: () => window.more,
    poll: async (since, epoch) => (play.polls++, play.asked = [since, epoch], play.answer()),
    token: signed ? async () => (tokens.push(1), `token${tokens.length}`) : undefined,
    onSnapshot: (data) => told.push(["snapshot", data]),
    onEvent: (type, data, seq) => told.push([type, seq]),
    onAside: (type, data) => told.push([type, data]),
    onState: ({ kind, reason }) => (play.state = kind, play.reason = reason),
  });
  play.stream.start();
  window.play = play;
}"""
SNAPSHOT = {"type": "snapshot", "seq": 3, "epoch": "e1", "data": "all"}
SECOND = 1000


class Play:
    """The page's side of the game: what is said to the stream, and what it has told."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self, *, signed: bool = False) -> Play:
        self.page.clock.install(time=0)
        self.page.goto("/docs/")
        self.page.clock.pause_at(60 * SECOND)
        self.page.evaluate(PLAY, signed)
        return self

    def get(self, what: str) -> Any:
        return self.page.evaluate(f"play.{what}")

    def do(self, what: str) -> None:
        self.page.evaluate(f"async () => {{ await play.{what} }}")

    def wait(self, seconds: float) -> None:
        self.page.clock.run_for(int(seconds * SECOND))

    def say(self, **frame: Any) -> None:
        self.page.evaluate("frame => play.last().say(frame)", frame)

    def event(self, seq: int, epoch: str = "e1") -> None:
        self.say(type="order.created", seq=seq, epoch=epoch, data={})

    def live(self) -> Play:
        """Connected, with the first snapshot."""
        self.do("last().open()")
        self.say(**SNAPSHOT)
        return self

    @property
    def sockets(self) -> int:
        return int(self.get("sockets.length"))


@pytest.fixture
def play(open_window: Open) -> Play:
    return Play(open_window(PHONE))


def test_each_change_is_told_once_in_order(play: Play) -> None:
    play.begin()
    assert play.get("state") == "connecting"
    play.live()
    assert play.get("state") == "live"
    for seq in (4, 4, 3, 5):
        play.event(seq)
    assert play.get("told") == [["snapshot", "all"], ["order.created", 4], ["order.created", 5]]


@pytest.mark.parametrize(("seq", "epoch"), [(7, "e1"), (4, "e2")])
def test_a_gap_is_asked_for_once(play: Play, seq: int, epoch: str) -> None:
    play.begin().live()
    play.event(seq, epoch)
    play.event(seq + 1, epoch)
    resume = {"type": "resume", "since": 3, "epoch": "e1"}
    assert play.get("last().sent.filter(({ type }) => type === 'resume')") == [resume]
    play.event(4)
    play.event(6)
    assert play.get("last().sent.filter(({ type }) => type === 'resume').length") == 2
    assert play.get("told.length") == 2


def test_what_is_asked_for_beside_counts_unless_it_was_overtaken(play: Play) -> None:
    play.begin().live()
    play.event(4)
    play.do("stream.take({ seq: 3, epoch: 'e1', data: 'late' })")
    assert play.get("told.length") == 2
    play.do("stream.take({ seq: 6, epoch: 'e1', data: 'early' })")
    assert play.get("told.at(-1)") == ["snapshot", "early"]
    for seq in (5, 6, 7):  # two of them were in it
        play.event(seq)
    assert play.get("told.slice(3)") == [["order.created", 7]]


def test_what_was_overtaken_is_asked_for_again(play: Play) -> None:
    play.begin().live()
    play.page.evaluate("play.asked = []")
    ask = "new Promise((answer) => play.asked.push(answer))"
    play.page.evaluate(f"void play.stream.beside(() => {ask}).then((it) => (play.found = it))")
    play.event(4)
    play.do("asked[0]('old')")
    assert play.get("found ?? null") is None
    play.do("asked[1]('new')")
    assert play.get("found") == "new"


def test_it_comes_back_with_what_it_knows(play: Play) -> None:
    play.begin().live()
    play.event(4)
    play.wait(20)
    play.do("last().drop(1006)")
    assert play.get("state") == "connecting"
    play.wait(1)
    assert play.sockets == 2
    assert play.get("last().url").endswith("/ws/orders/abc/?since=4&epoch=e1")
    play.do("last().open()")
    assert play.get("state") == "connecting"  # not before the server has said something
    play.say(type="pong")
    assert play.get("state") == "live"


def test_pauses_double_up_to_15_seconds(play: Play) -> None:
    play.begin()
    pauses = []
    for _ in range(7):
        play.do("last().drop(1006)")
        before, waited = play.sockets, 0.0
        while play.sockets == before:
            play.wait(0.25)
            waited += 0.25
        pauses.append(waited)
    assert pauses == [0.75, 1.25, 2.25, 4.25, 8.25, 15.25, 15.25]


def test_without_a_socket_it_asks_every_15_seconds(play: Play) -> None:
    play.begin()
    play.page.evaluate("() => { play.answer = () => ({ seq: 3, epoch: 'e1', data: 'all' }); }")
    play.do("last().drop(1006)")
    play.wait(9)
    assert (play.get("state"), play.get("polls")) == ("connecting", 0)
    play.wait(1.5)
    assert (play.get("state"), play.get("polls")) == ("polling", 1)
    assert play.get("told") == [["snapshot", "all"]]
    play.page.evaluate("() => { play.answer = () => ({ seq: 3, epoch: 'e1', data: null }); }")
    play.wait(15)
    assert (play.get("polls"), play.get("asked"), play.get("told.length")) == (2, [3, "e1"], 1)
    play.do("last().open()")
    play.say(type="pong")
    assert play.get("state") == "live"
    play.wait(20)
    assert play.get("polls") == 2


def test_without_any_answer_it_is_offline_and_ends_when_it_is_over(play: Play) -> None:
    play.begin()
    play.do("last().drop(1006)")
    play.wait(11)
    assert play.get("state") == "offline"
    play.page.evaluate("""async () => {
      const { Refused } = await import("/orders/static/pages/api.js");
      play.answer = () => { throw new Refused(404, "session_not_found"); };
    }""")
    play.wait(15)
    assert (play.get("state"), play.get("reason")) == ("ended", "session_not_found")


def test_an_answer_that_was_overtaken_is_not_told(play: Play) -> None:
    play.begin()
    play.page.evaluate(
        "() => { play.answer = () => new Promise((answer) => (play.late = answer)); }"
    )
    play.wait(11)  # it asks, and tries a second socket
    play.live()
    play.event(4)
    play.do("late({ seq: 3, epoch: 'e1', data: 'old' })")
    assert play.get("told") == [["snapshot", "all"], ["order.created", 4]]
    assert play.get("state") == "live"


@pytest.mark.parametrize("code", [4400, 4403, 4404])
def test_a_refusal_is_the_end(play: Play, code: int) -> None:
    play.begin()
    play.do("last().open()")
    play.do(f"last().drop({code}, 'because')")
    assert (play.get("state"), play.get("reason")) == ("ended", "because")
    play.wait(60)
    assert (play.sockets, play.get("polls")) == (1, 0)


@pytest.mark.parametrize("code", [1013, 4429])
def test_a_server_that_is_busy_is_left_alone_for_a_while(play: Play, code: int) -> None:
    play.begin().live()
    play.do(f"last().drop({code}, 'too_many_connections')")
    play.wait(4.5)
    assert play.sockets == 1
    play.wait(1)
    assert play.sockets == 2


def test_the_address_says_what_is_asked_for_at_each_attempt(play: Play) -> None:
    play.begin().live()
    play.page.evaluate("more = { guest_key: 'a b' }")
    play.do("last().drop(1006)")
    play.wait(1)
    assert play.get("last().url").endswith("/ws/orders/abc/?guest_key=a+b&since=3&epoch=e1")


def test_an_expired_token_is_replaced(play: Play) -> None:
    play.begin(signed=True)
    assert play.get("last().offers") == ["aisle", "bearer.token1"]
    play.live()
    play.do("last().drop(4401, 'token_expired')")
    play.wait(1)
    assert play.get("last().offers") == ["aisle", "bearer.token2"]


def test_a_socket_that_does_not_answer_is_given_up(play: Play) -> None:
    play.begin().live()
    play.wait(25)
    assert play.get("last().sent.at(-1)") == {"type": "ping"}
    play.wait(9)
    assert (play.get("state"), play.sockets) == ("live", 1)
    play.wait(2)
    assert (play.get("state"), play.sockets) == ("connecting", 2)


def test_a_socket_that_never_opens_is_given_up(play: Play) -> None:
    play.begin()
    play.wait(9)
    assert play.sockets == 1
    play.wait(2)
    assert play.sockets == 2


def test_the_network_is_back(play: Play) -> None:
    play.begin().live()
    play.page.evaluate("dispatchEvent(new Event('offline'))")
    assert play.get("state") == "offline"
    play.do("last().drop(1006)")
    play.page.evaluate("dispatchEvent(new Event('online'))")
    assert play.sockets == 2
    play.live()
    assert play.get("state") == "live"


def test_a_stop_is_a_stop(play: Play) -> None:
    play.begin().live()
    play.do("stream.stop()")
    play.page.evaluate("dispatchEvent(new Event('online'))")
    play.wait(120)
    assert (play.sockets, play.get("polls")) == (1, 0)


def test_what_is_told_beside_the_stream_is_handed_on_and_moves_nothing(play: Play) -> None:
    play.begin().live()
    play.say(type="menu.changed", data={"products": []})
    play.event(4)
    assert play.get("told") == [
        ["snapshot", "all"],
        ["menu.changed", {"products": []}],
        ["order.created", 4],
    ]
    assert not [frame for frame in play.get("last().sent") if frame["type"] == "resume"]
