"""Following a feed of changes: fresh while it answers, begun anew where it was set back."""

import threading
import time
from dataclasses import dataclass, field

import pytest
from kit.errors import BadRequest, Unavailable
from peers import changes
from peers.changes import Follower


@dataclass
class Page:
    cursor: str
    more: bool = False
    changed: tuple = ()


@dataclass
class Feed:
    """What a peer says after each cursor, and what came of it."""

    pages: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    taken: list = field(default_factory=list)
    begun: int = 0
    used: bool = True

    def ask(self, cursor):
        self.asked.append(cursor)
        page = self.pages[cursor]
        if isinstance(page, Exception):
            raise page
        return page

    def begin(self, asked):
        assert asked <= time.monotonic()
        self.begun += 1


@pytest.fixture
def feed():
    return Feed({None: Page("c1"), "c1": Page("c1")})


@pytest.fixture
def follower(feed):
    return Follower(
        name="feed",
        ask=feed.ask,
        take=lambda page: feed.taken.extend(page.changed),
        begin=feed.begin,
        in_use=lambda: feed.used,
    )


def test_it_begins_with_the_cursor_of_now_and_goes_on_from_there(follower, feed):
    assert not follower.fresh
    follower.round()
    assert follower.fresh
    feed.pages |= {"c1": Page("c2", changed=("tea",)), "c2": Page("c2")}
    follower.round()
    follower.round()
    assert (feed.asked, feed.taken) == ([None, "c1", "c1", "c2"], ["tea"])
    assert feed.begun == 1


def test_changes_come_in_several_pages(follower, feed):
    feed.pages |= {"c1": Page("c2", True, ("tea",)), "c2": Page("c3", False, ("cake",))}
    follower.round()
    assert (feed.taken, follower.cursor) == (["tea", "cake"], "c3")


def test_a_feed_that_does_not_get_on_is_asked_again_later(follower, feed):
    feed.pages["c1"] = Page("c1", more=True, changed=("a",))
    follower.round()
    assert (feed.asked, feed.taken) == ([None, "c1"], ["a"])


def test_nothing_is_fresh_two_seconds_after_the_peer_last_answered(follower, feed, monkeypatch):
    follower.round()
    feed.pages["c1"] = Unavailable("down")
    now = time.monotonic()
    monkeypatch.setattr(changes.time, "monotonic", lambda: now + 1.9)
    follower.round()
    assert follower.fresh
    monkeypatch.setattr(changes.time, "monotonic", lambda: now + 2.1)
    assert not follower.fresh
    assert (follower.cursor, feed.begun) == ("c1", 1)


def test_a_cursor_that_is_not_known_any_more_begins_anew(follower, feed):
    follower.round()
    feed.pages["c1"] = BadRequest("erroneous_value")
    follower.round()
    assert (follower.cursor, follower.fresh) == (None, False)
    feed.pages["c1"] = Page("c1")
    follower.round()
    assert (feed.begun, follower.fresh) == (2, True)


def test_what_is_not_copied_yet_is_completed_between_the_cursor_and_the_changes(follower, feed):
    done = []
    follower.complete = lambda: done.append(list(feed.asked))
    follower.round()
    follower.round()
    assert done == [[None], [None, "c1"]]
    follower.complete = lambda: feed.ask("down")
    feed.pages["down"] = Unavailable("down")
    fresh = follower.fresh_until
    follower.round()
    assert (follower.fresh_until, follower.cursor) == (fresh, "c1")


def test_a_round_begins_at_once_for_who_hurries(follower, feed, monkeypatch):
    monkeypatch.setattr(changes, "EVERY", 60.0)
    rounds = threading.Semaphore(0)
    follower.complete = rounds.release
    follower.ensure()
    thread = follower.thread
    assert rounds.acquire(timeout=10)
    follower.hurry()
    assert rounds.acquire(timeout=10)
    feed.used = False
    follower.hurry()
    thread.join(10)
    assert not thread.is_alive()


def test_who_comes_while_the_thread_ends_gets_another_one(follower, feed):
    looked, ends = threading.Event(), threading.Event()

    def in_use():
        if not feed.used:
            looked.set()
            ends.wait(10)
            return False
        return True

    feed.used, follower.in_use = False, in_use
    follower.ensure()
    first = follower.thread
    assert looked.wait(10)
    feed.used = True
    late = threading.Thread(target=follower.ensure)
    late.start()
    late.join(0.2)  # who does not wait for the first one has returned by then
    ends.set()
    late.join(10)
    first.join(10)
    second = follower.thread
    assert second not in (None, first)
    feed.used = False
    follower.hurry()
    second.join(10)
    assert not second.is_alive()


def test_a_feed_that_knows_none_of_its_cursors_is_not_asked_without_a_pause(follower, feed):
    feed.pages["c1"] = BadRequest("erroneous_value")
    follower.round()
    assert not follower.wake.is_set()
    follower.forget()
    assert follower.wake.is_set()


def test_what_could_not_be_begun_is_begun_again(follower, feed, monkeypatch):
    monkeypatch.setattr(follower, "begin", lambda asked: feed.ask("down"))
    feed.pages["down"] = Unavailable("down")
    follower.follow()
    assert follower.cursor is None


def test_a_change_that_cannot_be_taken_comes_again(follower, feed, monkeypatch, caplog):
    follower.round()
    feed.pages |= {"c1": Page("c2", changed=("tea",)), "c2": Page("c2")}
    monkeypatch.setattr(follower, "take", lambda page: 1 / 0)
    follower.round()
    assert follower.cursor == "c1"
    assert "changes were not read" in caplog.text
    with pytest.raises(ZeroDivisionError):
        follower.follow()


def test_one_thread_asks_while_the_copies_are_in_use(follower, feed, monkeypatch):
    monkeypatch.setattr(changes, "EVERY", 0.001)
    for _ in range(3):
        follower.ensure()
    thread = follower.thread
    deadline = time.monotonic() + 10
    while len(feed.asked) < 5 and time.monotonic() < deadline:
        threading.Event().wait(0.001)
    feed.used = False
    thread.join(10)
    assert not thread.is_alive()
    assert follower.thread is None
    assert len(feed.asked) >= 5
